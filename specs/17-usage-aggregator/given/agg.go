// Package agg adds up what tenants use, so that it can be billed.
package agg

import (
	"cmp"
	"errors"
	"fmt"
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
	open    map[string]*Usage // what is in no line yet
	failed  map[string]Line   // lines that an observer has refused
	numbers map[string]int64  // number of the last line
	total   map[string]Usage
	rates   []Rate // nil when they are out of date
}

// New returns an Agg without usage.
func New(sampler Sampler) *Agg {
	return &Agg{
		sampler: sampler,
		asked:   map[string]int64{},
		open:    map[string]*Usage{},
		failed:  map[string]Line{},
		numbers: map[string]int64{},
		total:   map[string]Usage{},
	}
}

// Record adds an event of n units, times the factor that the sampler gives.
func (a *Agg) Record(key string, n int64) {
	usage, nth := a.begin(key)
	units := n * a.sampler.Factor(key, nth)
	a.mu.Lock()
	defer a.mu.Unlock()
	usage.add(units)
	total := a.total[key]
	total.add(units)
	a.total[key] = total
	a.rates = nil
}

func (a *Agg) begin(key string) (usage *Usage, nth int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	usage, ok := a.open[key]
	if !ok {
		usage = &Usage{}
		a.open[key] = usage
	}
	a.asked[key]++
	return usage, a.asked[key]
}

// Snapshot returns what has been recorded and what of it is still to be delivered.
func (a *Agg) Snapshot() Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	stats := Stats{Total: a.total, Open: make(map[string]Usage, len(a.open))}
	for key, usage := range a.open {
		stats.Open[key] = *usage
	}
	for key, line := range a.failed {
		usage := stats.Open[key]
		usage.join(line.Usage)
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
	delete(a.failed, key)
	delete(a.numbers, key)
	delete(a.total, key)
	a.rates = nil
}

// Rates returns the mean of each key, sorted by key. It is asked far more often than something is recorded, so the
// rates are computed when they are needed and kept.
func (a *Agg) Rates() []Rate {
	if a.rates == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.rates == nil {
			rates := make([]Rate, 0, len(a.total))
			for key, usage := range a.total {
				rates = append(rates, Rate{key, float64(usage.Units) / float64(usage.Events)})
			}
			slices.SortFunc(rates, func(x, y Rate) int { return cmp.Compare(x.Key, y.Key) })
			a.rates = rates
		}
	}
	return a.rates
}

// Flush delivers what is open. Keys do not wait for each other; the lines of one key go out one after another. A line
// that the observer refuses is kept, and later lines of its key wait for the next Flush.
func (a *Agg) Flush(observer Observer) error {
	var err error
	var deliveries sync.WaitGroup
	for _, key := range a.due() {
		deliveries.Go(func() {
			for {
				line, ok := a.next(key)
				if !ok {
					return
				}
				if refusal := observer.Observe(line); refusal != nil {
					a.keep(line)
					err = errors.Join(err, fmt.Errorf("agg: line %d of %s: %w", line.Number, key, refusal))
					return
				}
			}
		})
	}
	deliveries.Wait()
	return err
}

// due lists the keys with something to deliver.
func (a *Agg) due() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var keys []string
	for key := range a.failed {
		keys = append(keys, key)
	}
	for key := range a.open {
		if _, listed := a.failed[key]; !listed {
			keys = append(keys, key)
		}
	}
	return keys
}

// next takes the line that is to go out next: one that has been refused, else all that is open.
func (a *Agg) next(key string) (line Line, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if line, ok = a.failed[key]; ok {
		delete(a.failed, key)
		return line, true
	}
	usage, ok := a.open[key]
	if !ok {
		return Line{}, false
	}
	delete(a.open, key)
	a.numbers[key]++
	return Line{key, a.numbers[key], *usage}, true
}

func (a *Agg) keep(line Line) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failed[line.Key] = line
}
