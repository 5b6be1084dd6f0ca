// Package gate forces interleavings where a spec injects an interface: a fake calls Arrive, and the call parks there
// until the test lets it go on.
//
//	func (s *fakeSampler) Sample(key string) int64 {
//		s.gates.Arrive("sample " + key)
//		return 1
//	}
//
//	gates := gate.New()
//	gates.Hold("sample x")
//	call := watch.Go(func() { agg.Record("x", 1) })
//	watch.Settle()                        // Record is parked, or waits for something
//	if gates.Parked("sample x") != 1 { … }
//	gates.Open("sample x")
//	watch.MustReturn("R2", call)
//
// Everything here is safe for use by several goroutines and under the race detector. A gate orders memory: never use
// one between two calls that package pair checks for a race.
package gate

import "sync"

// Gates is a set of named gates. A gate that nobody holds is open.
type Gates struct {
	lock  sync.Mutex
	gates map[string]*state
}

type state struct {
	held     bool
	arrivals int
	parked   []chan struct{}
}

// New returns gates that are all open.
func New() *Gates { return &Gates{gates: map[string]*state{}} }

// of must be called with the lock held.
func (g *Gates) of(name string) *state {
	one := g.gates[name]
	if one == nil {
		one = &state{}
		g.gates[name] = one
	}
	return one
}

// Hold closes a gate: calls that arrive from now on park.
func (g *Gates) Hold(name string) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.of(name).held = true
}

// Arrive counts an arrival and, if the gate is held, parks until it is let go.
func (g *Gates) Arrive(name string) {
	if wait := g.enter(name); wait != nil {
		<-wait
	}
}

func (g *Gates) enter(name string) chan struct{} {
	g.lock.Lock()
	defer g.lock.Unlock()
	one := g.of(name)
	one.arrivals++
	if !one.held {
		return nil
	}
	wait := make(chan struct{})
	one.parked = append(one.parked, wait)
	return wait
}

// Release lets the call go that has parked longest and keeps the gate closed; false when none is parked.
func (g *Gates) Release(name string) bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	one := g.of(name)
	if len(one.parked) == 0 {
		return false
	}
	close(one.parked[0])
	one.parked = one.parked[1:]
	return true
}

// Open opens a gate and lets all its parked calls go.
func (g *Gates) Open(name string) {
	g.lock.Lock()
	defer g.lock.Unlock()
	one := g.of(name)
	one.held = false
	for _, wait := range one.parked {
		close(wait)
	}
	one.parked = nil
}

// Parked counts the calls that are parked at a gate now.
func (g *Gates) Parked(name string) int {
	g.lock.Lock()
	defer g.lock.Unlock()
	return len(g.of(name).parked)
}

// Arrivals counts the calls that have come to a gate so far, parked or not.
func (g *Gates) Arrivals(name string) int {
	g.lock.Lock()
	defer g.lock.Unlock()
	return g.of(name).arrivals
}
