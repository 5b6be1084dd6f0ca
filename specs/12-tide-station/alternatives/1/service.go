package tide

import (
	"sync"
	"time"
)

// A Service is one tide station.
type Service struct {
	clock    Clock
	scale    scale
	mu       sync.Mutex
	store    Store
	gauges   map[string]*gauge
	next     int
	told     int
	hooks    []*hook
	unsaved  []entry
	failure  error
	issued   int
	bulletin string
	minute   time.Time
}

// NewService returns a station without gauges.
func NewService(clock Clock, store Store) *Service {
	return &Service{clock: clock, store: store, gauges: map[string]*gauge{}, next: 1}
}
