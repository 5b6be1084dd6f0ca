// Package agg adds up what tenants use, so that it can be billed.
package agg

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
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

// tenant is what there is of one key. Values are never changed in place: a new one takes the place of the old.
type tenant struct {
	life     int64 // tells the key from one of the same name that has been forgotten
	asked    int64 // events that have been numbered
	total    Usage
	rest     Usage  // what is in no line
	lines    []Line // ruled and not delivered
	ruled    int64  // number of the last line
	flushing bool
}

// An Agg adds up usage by key and delivers it as lines. It serves any number of goroutines. All its state hangs on one
// pointer to a map that nobody changes, so that whoever loads the pointer sees one instant.
type Agg struct {
	sampler Sampler
	state   atomic.Pointer[map[string]tenant]
	lives   atomic.Int64
}

// New returns an Agg without usage.
func New(sampler Sampler) *Agg {
	a := &Agg{sampler: sampler}
	a.state.Store(&map[string]tenant{})
	return a
}

// swap replaces the state by what change makes of a copy. It may call change several times.
func (a *Agg) swap(change func(tenants map[string]tenant)) {
	for {
		old := a.state.Load()
		tenants := maps.Clone(*old)
		change(tenants)
		if a.state.CompareAndSwap(old, &tenants) {
			return
		}
	}
}

// Record adds an event of n units, times the factor that the sampler gives.
func (a *Agg) Record(key string, n int64) {
	var nth int64
	a.swap(func(tenants map[string]tenant) {
		one := tenants[key]
		if one.life == 0 {
			one.life = a.lives.Add(1)
		}
		one.asked++
		nth = one.asked
		tenants[key] = one
	})
	units := n * a.sampler.Factor(key, nth)
	a.swap(func(tenants map[string]tenant) {
		one := tenants[key]
		if one.life == 0 {
			one.life = a.lives.Add(1)
		}
		one.total.add(units)
		one.rest.add(units)
		tenants[key] = one
	})
}

// Forget drops all that there is of a key, as for a tenant who has left.
func (a *Agg) Forget(key string) {
	a.swap(func(tenants map[string]tenant) { delete(tenants, key) })
}

// Snapshot returns what has been recorded and what of it is still to be delivered.
func (a *Agg) Snapshot() Stats {
	stats := Stats{Total: map[string]Usage{}, Open: map[string]Usage{}}
	for key, one := range *a.state.Load() {
		open := one.rest
		for _, line := range one.lines {
			open.join(line.Usage)
		}
		for sums, sum := range map[*map[string]Usage]Usage{&stats.Total: one.total, &stats.Open: open} {
			if sum.Events != 0 {
				(*sums)[key] = sum
			}
		}
	}
	return stats
}

// Rates returns the mean of each key, sorted by key.
func (a *Agg) Rates() []Rate {
	var rates []Rate
	tenants := *a.state.Load()
	for _, key := range slices.Sorted(maps.Keys(tenants)) {
		if total := tenants[key].total; total.Events != 0 {
			rates = append(rates, Rate{Key: key, PerEvent: float64(total.Units) / float64(total.Events)})
		}
	}
	return rates
}

// Flush delivers what is open. Keys do not wait for each other; the lines of one key go out one after another. A line
// that the observer refuses is kept, and later lines of its key wait for the next Flush.
func (a *Agg) Flush(observer Observer) error {
	var mine map[string]tenant
	a.swap(func(tenants map[string]tenant) {
		mine = map[string]tenant{}
		for key, one := range tenants {
			if one.flushing {
				continue
			}
			if one.rest.Events != 0 {
				one.ruled++
				one.lines = append(slices.Clip(one.lines), Line{Key: key, Number: one.ruled, Usage: one.rest})
				one.rest = Usage{}
			}
			if len(one.lines) != 0 {
				one.flushing = true
				mine[key] = one
			}
			tenants[key] = one
		}
	})
	refusals := make(chan error, len(mine))
	var group sync.WaitGroup
	for _, one := range mine {
		group.Go(func() { refusals <- a.show(observer, one) })
	}
	group.Wait()
	close(refusals)
	var all []error
	for refusal := range refusals {
		all = append(all, refusal)
	}
	return errors.Join(all...)
}

func (a *Agg) show(observer Observer, mine tenant) error {
	for i, line := range mine.lines {
		if (*a.state.Load())[line.Key].life != mine.life {
			return nil
		}
		refusal := observer.Observe(line)
		a.swap(func(tenants map[string]tenant) {
			one := tenants[line.Key]
			if one.life != mine.life {
				return
			}
			if refusal == nil {
				one.lines = one.lines[1:]
			}
			one.flushing = refusal == nil && i+1 < len(mine.lines)
			tenants[line.Key] = one
		})
		if refusal != nil {
			return fmt.Errorf("agg: %s, line %d: %w", line.Key, line.Number, refusal)
		}
	}
	return nil
}
