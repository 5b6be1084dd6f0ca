package gate

import (
	"slices"
	"sync"
)

// Record is a list of events in the order in which fakes reported them. Its zero value is empty and ready.
type Record struct {
	lock   sync.Mutex
	events []string
}

// Add appends an event.
func (r *Record) Add(event string) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.events = append(r.events, event)
}

// Events returns a copy of the events so far.
func (r *Record) Events() []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	return slices.Clone(r.events)
}
