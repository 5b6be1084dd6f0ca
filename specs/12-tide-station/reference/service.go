package tide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A Service is a tide station of its own. Services share nothing with each other. All methods may be called by any number
// of goroutines at once.
type Service struct {
	clock Clock
	unit  atomic.Int32

	mu    sync.Mutex
	hooks []*hook
	station
	issued   int
	bulletin string    // the last one, as long as it stands; empty if there is news
	minute   time.Time // its time
	backlog
}

// station is what Load replaces.
type station struct {
	gauges map[string]*gauge
	next   int // number of the next reading
	told   int // alarms that all functions have been told of
}

// A gauge raises an alarm when a reading is outside of its bounds and the one before was not.
type gauge struct {
	low, high Level
	readings  []Reading
	alarmed   bool
}

// NewService returns a service without gauges. It asks neither the clock nor the store yet.
func NewService(clock Clock, store Store) *Service {
	return &Service{
		clock:   clock,
		station: station{gauges: map[string]*gauge{}, next: 1},
		backlog: backlog{store: store},
	}
}

// SetUnit sets the unit in which the service writes levels. At first it is Metres.
func (s *Service) SetUnit(u Unit) { s.unit.Store(int32(u)) }

// Add adds a gauge. Its alarm is raised by readings below low or above high.
func (s *Service) Add(name string, low, high Level) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fault := s.checkGauge(name, low, high); fault != "" {
		return fmt.Errorf("add %q: %w", name, fault)
	}
	s.gauges[name] = &gauge{low: low, high: high}
	s.bulletin = ""
	return nil
}

func (s *Service) checkGauge(name string, low, high Level) Fault {
	switch {
	case name == "", name == "gauges", strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "":
		return ErrName
	case low > high:
		return ErrBounds
	case s.gauges[name] != nil:
		return ErrExists
	}
	return ""
}

// Gauges lists the names of all gauges in alphabetical order.
func (s *Service) Gauges() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.gauges))
}

// Highest returns the highest reading of the last 24 hours, the first one of several.
func (s *Service) Highest(name string) (Reading, error) {
	return s.extreme("highest", name, func(r, best Reading, since time.Time) (recent, better bool) {
		return !r.Time.Before(since), r.Level > best.Level
	})
}

// Lowest returns the lowest reading of the last 24 hours, the last one of several.
func (s *Service) Lowest(name string) (Reading, error) {
	return s.extreme("lowest", name, func(r, best Reading, since time.Time) (recent, better bool) {
		return r.Time.After(since), r.Level <= best.Level
	})
}

// extreme returns the best of the recent readings.
func (s *Service) extreme(what, name string, compare func(r, best Reading, since time.Time) (recent, better bool)) (Reading, error) {
	since := s.clock.Now().Add(-24 * time.Hour)
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.gauges[name]
	if g == nil {
		return Reading{}, fmt.Errorf("%s of %q: %w", what, name, ErrGauge)
	}
	best, found := Reading{}, false
	for _, r := range g.readings {
		if recent, better := compare(r, best, since); recent && (better || !found) {
			best, found = r, true
		}
	}
	if !found {
		return Reading{}, fmt.Errorf("%s of %q: %w", what, name, ErrNone)
	}
	return best, nil
}
