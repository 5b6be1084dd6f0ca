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

// account is what there is of one key. It may exist without an event: its first one may still be at the sampler.
type account struct {
	key     string
	asked   int64 // number of the last event
	total   Usage
	unlined Usage  // what is in no line yet
	number  int64  // of the last line
	lines   []Line // not delivered, oldest first
	busy    bool   // a Flush is at work on this key
}

// An Agg adds up usage by key and delivers it as lines. It serves any number of goroutines. Nothing is called from
// outside while mu is held.
type Agg struct {
	sampler  Sampler
	mu       sync.Mutex
	accounts map[string]*account
}

// New returns an Agg without usage.
func New(sampler Sampler) *Agg {
	return &Agg{sampler: sampler, accounts: map[string]*account{}}
}

// Record adds an event of n units, times the factor that the sampler gives.
func (a *Agg) Record(key string, n int64) {
	nth := a.number(key)
	units := n * a.sampler.Factor(key, nth)
	a.mu.Lock()
	defer a.mu.Unlock()
	one := a.account(key) // another one, if the key has been forgotten
	one.total.add(units)
	one.unlined.add(units)
}

// number counts an event that is to be recorded.
func (a *Agg) number(key string) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	one := a.account(key)
	one.asked++
	return one.asked
}

// account must be called with the lock held.
func (a *Agg) account(key string) *account {
	one := a.accounts[key]
	if one == nil {
		one = &account{key: key}
		a.accounts[key] = one
	}
	return one
}

// Forget drops all that there is of a key, as for a tenant who has left. A Flush that is at work on it keeps the old
// account, of which nobody else knows any more.
func (a *Agg) Forget(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.accounts[key]; one != nil {
		one.lines = nil
		delete(a.accounts, key)
	}
}

// Snapshot returns what has been recorded and what of it is still to be delivered.
func (a *Agg) Snapshot() Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	stats := Stats{Total: map[string]Usage{}, Open: map[string]Usage{}}
	for key, one := range a.accounts {
		if one.total.Events > 0 {
			stats.Total[key] = one.total
		}
		if open := one.open(); open.Events > 0 {
			stats.Open[key] = open
		}
	}
	return stats
}

func (o *account) open() Usage {
	open := o.unlined
	for _, line := range o.lines {
		open.join(line.Usage)
	}
	return open
}

// Rates returns the mean of each key, sorted by key.
func (a *Agg) Rates() []Rate {
	total := a.Snapshot().Total
	rates := make([]Rate, 0, len(total))
	for key, usage := range total {
		rates = append(rates, Rate{key, float64(usage.Units) / float64(usage.Events)})
	}
	slices.SortFunc(rates, func(x, y Rate) int { return cmp.Compare(x.Key, y.Key) })
	return rates
}

// Flush delivers what is open. Keys do not wait for each other; the lines of one key go out one after another. A line
// that the observer refuses is kept, and later lines of its key wait for the next Flush.
func (a *Agg) Flush(observer Observer) error {
	due := a.due()
	refusals := make([]error, len(due))
	var deliveries sync.WaitGroup
	for i, one := range due {
		deliveries.Go(func() { refusals[i] = a.deliver(observer, one) })
	}
	deliveries.Wait()
	return errors.Join(refusals...)
}

// due puts all that is open into lines and takes over the accounts that nobody is at work on. No lines are added to
// these before they are free again.
func (a *Agg) due() []*account {
	a.mu.Lock()
	defer a.mu.Unlock()
	var due []*account
	for _, one := range a.accounts {
		if one.busy {
			continue
		}
		one.rule()
		if len(one.lines) > 0 {
			one.busy = true
			due = append(due, one)
		}
	}
	return due
}

// rule makes a line of what is in none.
func (o *account) rule() {
	if o.unlined.Events == 0 {
		return
	}
	o.number++
	o.lines = append(o.lines, Line{o.key, o.number, o.unlined})
	o.unlined = Usage{}
}

// deliver shows the lines of an account until one is refused.
func (a *Agg) deliver(observer Observer, one *account) error {
	for {
		line, ok := a.next(one)
		if !ok {
			return nil
		}
		refusal := observer.Observe(line)
		a.answered(one, refusal == nil)
		if refusal != nil {
			return fmt.Errorf("agg: line %d of %s: %w", line.Number, line.Key, refusal)
		}
	}
}

// next returns an account's oldest line. There is none when all have been delivered or the key has been forgotten.
func (a *Agg) next(one *account) (Line, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(one.lines) == 0 {
		return Line{}, false
	}
	return one.lines[0], true
}

// answered notes the fate of an account's oldest line, and lets other calls of Flush have the account if it was the
// last one or has been refused.
func (a *Agg) answered(one *account, delivered bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if delivered && len(one.lines) > 0 {
		one.lines = one.lines[1:]
	}
	one.busy = delivered && len(one.lines) > 0
}
