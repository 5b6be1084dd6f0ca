// Package agg adds up what tenants use, so that it can be billed.
package agg

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// A Usage sums up events.
type Usage struct {
	Events int64 // how many
	Units  int64 // what they come to together
	Peak   int64 // the largest number of units of one event
}

func (u *Usage) add(units int64) {
	if u.Events == 0 || units > u.Peak {
		u.Peak = units
	}
	u.Events++
	u.Units += units
}

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

// An Agg adds up usage by key and delivers it as lines. It serves any number of goroutines.
type Agg struct {
	sampler Sampler

	mu      sync.Mutex
	asked   map[string]int64  // number of the last event
	open    map[string]Usage  // what is in no line yet
	lines   map[string][]Line // lines that have not been delivered, in order
	working map[string]*work  // keys that a Flush is at work on
	numbers map[string]int64  // number of the last line
	total   map[string]Usage
	rates   []Rate // nil when they are out of date
}

// work is what a Flush has to show of a key.
type work struct {
	lines     []Line
	forgotten bool
}

// New returns an Agg without usage.
func New(sampler Sampler) *Agg {
	return &Agg{
		sampler: sampler,
		asked:   map[string]int64{},
		open:    map[string]Usage{},
		lines:   map[string][]Line{},
		working: map[string]*work{},
		numbers: map[string]int64{},
		total:   map[string]Usage{},
	}
}

// Record adds an event of n units, times the factor that the sampler gives.
func (a *Agg) Record(key string, n int64) {
	a.mu.Lock()
	a.asked[key]++
	nth := a.asked[key]
	a.mu.Unlock()

	units := n * a.sampler.Factor(key, nth)

	a.mu.Lock()
	defer a.mu.Unlock()
	for _, sums := range []map[string]Usage{a.open, a.total} {
		sum := sums[key]
		sum.add(units)
		sums[key] = sum
	}
	a.rates = nil
}

// Snapshot returns what has been recorded and what of it is still to be delivered.
func (a *Agg) Snapshot() Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	stats := Stats{Total: maps.Clone(a.total), Open: maps.Clone(a.open)}
	for key, lines := range a.lines {
		usage := stats.Open[key]
		for _, line := range lines {
			usage.join(line.Usage)
		}
		stats.Open[key] = usage
	}
	return stats
}

// Forget drops all that there is of a key, as for a tenant who has left.
func (a *Agg) Forget(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.asked, key)
	delete(a.open, key)
	delete(a.lines, key)
	delete(a.numbers, key)
	delete(a.total, key)
	a.rates = nil
	if one := a.working[key]; one != nil {
		one.forgotten = true
		delete(a.working, key)
	}
}

// Rates returns the mean of each key, sorted by key. It is asked far more often than something is recorded, so the
// rates are computed when they are needed and kept.
func (a *Agg) Rates() []Rate {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.rates == nil {
		a.rates = make([]Rate, 0, len(a.total))
		for key, usage := range a.total {
			a.rates = append(a.rates, Rate{key, float64(usage.Units) / float64(usage.Events)})
		}
		slices.SortFunc(a.rates, func(x, y Rate) int { return cmp.Compare(x.Key, y.Key) })
	}
	return slices.Clone(a.rates)
}

// Flush delivers what is open. Keys do not wait for each other; the lines of one key go out one after another. A line
// that the observer refuses is kept, and later lines of its key wait for the next Flush.
func (a *Agg) Flush(observer Observer) error {
	var lock sync.Mutex
	var err error
	var deliveries sync.WaitGroup
	for key, one := range a.take() {
		deliveries.Go(func() {
			defer a.release(key, one)
			for _, line := range one.lines {
				if a.dropped(one) {
					return
				}
				if refusal := observer.Observe(line); refusal != nil {
					lock.Lock()
					defer lock.Unlock()
					err = errors.Join(err, fmt.Errorf("agg: line %d of %s: %w", line.Number, key, refusal))
					return
				}
				a.delivered(key, one)
			}
		})
	}
	deliveries.Wait()
	return err
}

// take closes the lines of all keys that are not being worked on, at one instant.
func (a *Agg) take() map[string]*work {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, usage := range a.open {
		if a.working[key] == nil {
			a.numbers[key]++
			a.lines[key] = append(a.lines[key], Line{key, a.numbers[key], usage})
			delete(a.open, key)
		}
	}
	taken := map[string]*work{}
	for key, lines := range a.lines {
		if a.working[key] == nil {
			taken[key] = &work{lines: lines}
		}
	}
	maps.Copy(a.working, taken)
	return taken
}

func (a *Agg) dropped(one *work) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return one.forgotten
}

func (a *Agg) delivered(key string, one *work) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one.forgotten {
		return
	}
	if a.lines[key] = a.lines[key][1:]; len(a.lines[key]) == 0 {
		delete(a.lines, key)
	}
}

func (a *Agg) release(key string, one *work) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !one.forgotten {
		delete(a.working, key)
	}
}
