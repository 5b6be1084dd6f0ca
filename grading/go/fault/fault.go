// Package fault makes every step of an operation go wrong once. Fakes call Step wherever something may fail; Each runs a
// scenario with a fault at the first step, the second, and so on, until a run ends without its fault having come.
//
//	func (a *audit) Check(op ID) error { return a.plan.Step("audit") }
//
//	func TestConserved(t *testing.T) {
//		fault.Each(t, fault.Panic, func(plan *fault.Plan) {
//			stock := stock.New(&audit{plan})
//			plan.Do("R3", func() { stock.Transfer("op", "a", "b", 3) })
//			if total(stock) != 10 {
//				t.Fatalf("R3: fault at %s: total %d, want 10", plan, total(stock))
//			}
//		})
//	}
package fault

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
)

// Kind is a way to go wrong.
type Kind string

const (
	// Fail lets Step return Err.
	Fail Kind = "fail"
	// Panic lets Step panic with Err.
	Panic Kind = "panic"
	// Crash ends the process, as far as the code under test can tell: this Step and every later one end the goroutine
	// that calls them, so nothing has an effect any more. The code's deferred calls still run.
	Crash Kind = "crash"
)

// Err is what a faulty step returns or panics with.
var Err = errors.New("injected fault")

// mostSteps bounds Each for code that takes ever more steps.
const mostSteps = 10000

// Plan decides the fate of the steps of one run.
type Plan struct {
	t       testing.TB
	kind    Kind
	at      int
	lock    sync.Mutex
	steps   int
	name    string
	crashed bool
}

// Each runs the scenario with a fault at step 1, 2, …, and last without one.
func Each(t testing.TB, kind Kind, scenario func(plan *Plan)) {
	t.Helper()
	for at := 1; at <= mostSteps; at++ {
		plan := &Plan{t: t, kind: kind, at: at}
		scenario(plan)
		if !plan.Fired() {
			return
		}
	}
	t.Fatalf("still a fault to come after %d runs", mostSteps)
}

// Step is called by a fake where something may go wrong: before an effect, after it, or both.
func (p *Plan) Step(name string) error {
	fires, crashed := p.count(name)
	switch {
	case crashed:
		runtime.Goexit()
	case fires && p.kind == Panic:
		panic(Err)
	case fires:
		return Err
	}
	return nil
}

func (p *Plan) count(name string) (fires, crashed bool) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.steps++
	fires = p.steps == p.at
	if fires {
		p.name = name
		p.crashed = p.kind == Crash
	}
	return fires, p.crashed
}

// Fired tells whether the fault of this run has come.
func (p *Plan) Fired() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.steps >= p.at
}

// Restart ends a crash: steps work again, as after a restart of the process. The run's fault does not come again.
func (p *Plan) Restart() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.crashed = false
}

// String names the step of the fault, e.g. "step 3 (audit), panic".
func (p *Plan) String() string {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.steps < p.at {
		return "no step"
	}
	return fmt.Sprintf("step %d (%s), %s", p.at, p.name, p.kind)
}
