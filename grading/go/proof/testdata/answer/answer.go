// Package answer has good and bad code to prove the mechanisms on.
package answer

import (
	"errors"
	"sync"
)

// Agg counts.
type Agg struct {
	lock  sync.Mutex
	n     map[string]int
	rates []int
	total int
}

func New() *Agg { return &Agg{n: map[string]int{"a": 1}} }

func (g *Agg) Record() { g.lock.Lock(); g.n["x"]++; g.lock.Unlock() }

func (g *Agg) Live() map[string]int { g.lock.Lock(); defer g.lock.Unlock(); return g.n }

func (g *Agg) Copy() map[string]int {
	g.lock.Lock()
	defer g.lock.Unlock()
	copied := map[string]int{}
	for key, value := range g.n {
		copied[key] = value
	}
	return copied
}

func (g *Agg) LazyBad() []int {
	if g.rates == nil {
		g.lock.Lock()
		if g.rates == nil {
			g.rates = []int{1}
		}
		g.lock.Unlock()
	}
	return g.rates
}

func (g *Agg) LazyGood() []int {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.rates == nil {
		g.rates = []int{1}
	}
	return g.rates
}

func (g *Agg) Before() { g.total++; g.lock.Lock(); g.lock.Unlock() }
func (g *Agg) After()  { g.lock.Lock(); g.lock.Unlock(); g.total++ }
func (g *Agg) Within() { g.lock.Lock(); g.total++; g.lock.Unlock() }
func (g *Agg) Errors(workers int, fail func() error) (err error) {
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			if failure := fail(); failure != nil {
				err = failure
			}
		})
	}
	group.Wait()
	return err
}

var ErrAudit = errors.New("audit")

// Stock moves goods between two bins; bins and transit must add up.
type Stock struct {
	lock  sync.Mutex
	Bins  [2]int
	Audit func(string) error
}

// Torn debits before it asks and forgets to give back.
func (s *Stock) Torn(n int) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.Bins[0] -= n
	if err := s.Audit("debit"); err != nil {
		return err
	}
	if err := s.Audit("credit"); err != nil {
		s.Bins[0] += n
		return err
	}
	s.Bins[1] += n
	return nil
}

// Whole asks first.
func (s *Stock) Whole(n int) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, step := range []string{"debit", "credit"} {
		if err := s.Audit(step); err != nil {
			return err
		}
	}
	s.Bins[0] -= n
	s.Bins[1] += n
	return nil
}

// Sticky leaves the lock held when the audit panics.
func (s *Stock) Sticky(n int) error {
	s.lock.Lock()
	err := s.Audit("only")
	s.lock.Unlock()
	return err
}
