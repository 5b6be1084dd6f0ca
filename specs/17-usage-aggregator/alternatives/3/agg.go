// Package agg adds up what tenants use, so that it can be billed.
package agg

import (
	"errors"
	"fmt"
	"sort"
	"sync"
)

// A Usage sums up events.
type Usage struct {
	Events int64 // how many
	Units  int64 // what they come to together
	Peak   int64 // the largest number of units of one event
}

func (u *Usage) add(units int64) { u.join(Usage{Events: 1, Units: units, Peak: units}) }

func (u *Usage) join(other Usage) {
	if u.Events == 0 || other.Events > 0 && other.Peak > u.Peak {
		u.Peak = other.Peak
	}
	u.Events += other.Events
	u.Units += other.Units
}

// A Line is one line of a tenant's bill. The lines of a key are numbered 1, 2, 3, …
type Line struct {
	Key    string
	Number int64
	Usage  Usage
}

// Stats is the state of an Agg at one instant. Keys without events are left out.
type Stats struct {
	Total map[string]Usage // all that has been recorded
	Open  map[string]Usage // what of it has not been delivered
}

// A Rate is the mean number of units of an event.
type Rate struct {
	Key      string
	PerEvent float64
}

// A Sampler knows how many units of billing a recorded unit stands for.
type Sampler interface {
	// Factor tells it for the nth event of a key. The first event is number 1. It may take its time, and it may panic.
	Factor(key string, nth int64) int64
}

// An Observer takes lines over for billing.
type Observer interface {
	// Observe takes one line over. It may take its time. After an error nobody knows whether the line has arrived.
	Observe(Line) error
}

// A ledger holds the units of a key's events in the order in which they were added. Events before delivered have
// reached billing.
type ledger struct {
	mu        sync.Mutex
	asked     int64
	events    []int64
	delivered int   // events
	lines     int64 // that have been delivered
	shown     int   // end of the line that has been shown and not delivered, or delivered
	taken     bool  // by a Flush
	closed    bool  // its key has been forgotten
}

func sum(events []int64) (usage Usage) {
	for _, units := range events {
		usage.add(units)
	}
	return usage
}

// An Agg adds up usage by key and delivers it as lines. It serves any number of goroutines. Whoever changes a ledger
// holds mu for reading and the ledger's own lock; whoever wants all ledgers of one instant holds mu for writing.
type Agg struct {
	sampler Sampler
	mu      sync.RWMutex
	ledgers map[string]*ledger
}

// New returns an Agg without usage.
func New(sampler Sampler) *Agg {
	return &Agg{sampler: sampler, ledgers: make(map[string]*ledger)}
}

func (a *Agg) ledger(key string) *ledger {
	a.mu.RLock()
	one := a.ledgers[key]
	a.mu.RUnlock()
	if one != nil {
		return one
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ledgers[key] == nil {
		a.ledgers[key] = &ledger{}
	}
	return a.ledgers[key]
}

// change runs step with the ledger locked.
func (a *Agg) change(one *ledger, step func()) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	one.mu.Lock()
	defer one.mu.Unlock()
	step()
}

// Record adds an event of n units, times the factor that the sampler gives.
func (a *Agg) Record(key string, n int64) {
	one := a.ledger(key)
	var nth int64
	a.change(one, func() {
		one.asked++
		nth = one.asked
	})
	units := n * a.sampler.Factor(key, nth)
	for added := false; !added; one = a.ledger(key) {
		a.change(one, func() {
			if added = !one.closed; added {
				one.events = append(one.events, units)
			}
		})
	}
}

// Forget drops all that there is of a key, as for a tenant who has left.
func (a *Agg) Forget(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.ledgers[key]; one != nil {
		one.closed = true
		delete(a.ledgers, key)
	}
}

// Snapshot returns what has been recorded and what of it is still to be delivered.
func (a *Agg) Snapshot() Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	stats := Stats{Total: map[string]Usage{}, Open: map[string]Usage{}}
	for key, one := range a.ledgers {
		if len(one.events) > 0 {
			stats.Total[key] = sum(one.events)
		}
		if len(one.events) > one.delivered {
			stats.Open[key] = sum(one.events[one.delivered:])
		}
	}
	return stats
}

// Rates returns the mean of each key, sorted by key.
func (a *Agg) Rates() []Rate {
	rates := []Rate{}
	for key, usage := range a.Snapshot().Total {
		rates = append(rates, Rate{key, float64(usage.Units) / float64(usage.Events)})
	}
	sort.Slice(rates, func(i, j int) bool { return rates[i].Key < rates[j].Key })
	return rates
}

// A task is what a Flush has to show of one key: the events up to end.
type task struct {
	key string
	one *ledger
	end int
}

// Flush delivers what is open. Keys do not wait for each other; the lines of one key go out one after another. A line
// that the observer refuses is kept, and later lines of its key wait for the next Flush.
func (a *Agg) Flush(observer Observer) error {
	var tasks []task
	a.mu.Lock()
	for key, one := range a.ledgers {
		if !one.taken && len(one.events) > one.delivered {
			one.taken = true
			tasks = append(tasks, task{key, one, len(one.events)})
		}
	}
	a.mu.Unlock()
	refusals := make(chan error)
	for _, todo := range tasks {
		go func() { refusals <- a.work(observer, todo) }()
	}
	var refused []error
	for range tasks {
		if err := <-refusals; err != nil {
			refused = append(refused, err)
		}
	}
	return errors.Join(refused...)
}

func (a *Agg) work(observer Observer, todo task) (err error) {
	for one, more := todo.one, true; more; {
		var line Line
		a.change(one, func() {
			if one.shown == one.delivered {
				one.shown = todo.end
			}
			line = Line{todo.key, one.lines + 1, sum(one.events[one.delivered:one.shown])}
		})
		err = observer.Observe(line)
		a.change(one, func() {
			if err == nil {
				one.delivered = one.shown
				one.lines++
			}
			more = err == nil && one.delivered < todo.end && !one.closed
			one.taken = more
		})
	}
	if err != nil {
		err = fmt.Errorf("agg: %s: %w", todo.key, err)
	}
	return err
}
