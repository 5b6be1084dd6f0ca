// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	. "interlock"
)

const walkSteps = 10_000

// plan decides, by nothing but the number of the call, what surroundings do when they are called.
type plan struct {
	seed      uint64
	calls     int
	left      int // events that may still be raised in this step
	panics    bool
	raises    bool
	seen      []string
	state     func() State
	fire      func(Event)
	keep      func() // keeps what Save returns
	savesHere bool
}

func (p *plan) random() *rand.Rand { return rand.New(rand.NewPCG(p.seed, uint64(p.calls))) }

func (p *plan) call(name fmt.Stringer) bool {
	p.calls++
	random := p.random()
	p.seen = append(p.seen, fmt.Sprint(p.state(), ":", name))
	answer := random.IntN(4) > 0
	for p.raises && p.left > 0 && random.IntN(9) == 0 {
		p.left--
		p.fire(anyEvent(random))
	}
	if p.savesHere && random.IntN(6) == 0 {
		p.keep()
	}
	if p.panics && random.IntN(40) == 0 {
		panic(broken)
	}
	return answer
}

func (p *plan) Do(a Action)         { p.call(a) }
func (p *plan) Ask(q Question) bool { return p.call(q) }

func anyEvent(random *rand.Rand) Event {
	if random.IntN(60) == 0 {
		return []Event{-1, 9, 256, 300}[random.IntN(4)]
	}
	return Event(random.IntN(9))
}

// likely prefers events that lead on, so that a walk comes to every state often.
func likely(random *rand.Rand, in State) Event {
	switch {
	case random.IntN(5) == 0:
		return anyEvent(random)
	case random.IntN(6) == 0:
		return PowerOut
	case in == Running && random.IntN(2) == 0:
		return Wobble
	case in == Dark && random.IntN(2) == 0:
		return PowerBack
	}
	var known []Event
	for _, l := range lines {
		if l.in == in && l.on != PowerOut {
			known = append(known, l.on)
		}
	}
	return known[random.IntN(len(known))]
}

// pairOfMachines is the machine under test and the oracle, in surroundings that behave alike.
type pairOfMachines struct {
	real       *Machine
	byTable    *oracle
	one, other *plan
	saved      [][]byte
	pictures   []situation
}

func newPair(seed uint64, raises, savesHere, panics bool) *pairOfMachines {
	p := &pairOfMachines{}
	p.one = &plan{seed: seed, raises: raises, savesHere: savesHere, panics: panics}
	p.other = &plan{seed: seed, raises: raises, savesHere: savesHere, panics: panics}
	p.real = New(p.one)
	p.byTable = &oracle{around: p.other}
	p.one.state = func() State { return p.real.State() }
	p.one.fire = func(e Event) { p.real.Fire(e) }
	p.one.keep = func() { p.saved = append(p.saved, p.real.Save()) }
	p.other.state = func() State { return p.byTable.now.state }
	p.other.fire = func(e Event) { p.byTable.fire(e) }
	p.other.keep = func() { p.pictures = append(p.pictures, p.byTable.saved()) }
	return p
}

// step lets both do the same and reports how they differ.
func (p *pairOfMachines) step(ours func() bool, theirs func() bool) string {
	p.one.left, p.other.left = 6, 6
	p.one.seen, p.other.seen = nil, nil
	var got, want bool
	gotPanic := caught(func() { got = ours() })
	wantPanic := caught(func() { want = theirs() })
	switch {
	case !slices.Equal(p.one.seen, p.other.seen):
		return fmt.Sprintf("\n got %v\nwant %v", p.one.seen, p.other.seen)
	case gotPanic != wantPanic:
		return fmt.Sprintf("panics with %v, want %v", gotPanic, wantPanic)
	case got != want:
		return fmt.Sprintf("without error: %t, want %t", got, want)
	case p.real.State() != p.byTable.now.state:
		return fmt.Sprintf("the state is %v, want %v", p.real.State(), p.byTable.now.state)
	}
	return ""
}

func (p *pairOfMachines) fire(e Event) string {
	return p.step(func() bool {
		err := p.real.Fire(e)
		return err == nil || !errors.Is(err, ErrIllegal)
	}, func() bool { return p.byTable.fire(e) })
}

// restore takes one of the last saves, to this machine or a new one.
func (p *pairOfMachines) restore(random *rand.Rand) string {
	p.one.keep()
	p.other.keep()
	if len(p.saved) != len(p.pictures) {
		return fmt.Sprintf("%d saves, want %d", len(p.saved), len(p.pictures))
	}
	back := len(p.saved) - 1 - random.IntN(min(len(p.saved), 4))
	saved, picture := p.saved[back], p.pictures[back]
	p.saved, p.pictures = nil, nil
	if random.IntN(2) == 0 {
		p.real = New(p.one)
	}
	return p.step(func() bool { return p.real.Restore(saved) == nil }, func() bool { p.byTable.restore(picture); return true })
}

// walk runs both machines for thousands of steps. The last steps are shown when they come to differ.
func walk(t *testing.T, requirement string, seed uint64, raises, savesHere, panics bool) {
	t.Helper()
	p := newPair(seed, raises, savesHere, panics)
	random := rand.New(rand.NewPCG(seed, 1<<40))
	var last []string
	for n := range walkSteps {
		e := likely(random, p.byTable.now.state)
		what, differs := fmt.Sprint("Fire(", e, ")"), ""
		if random.IntN(15) == 0 {
			what, differs = "Save and Restore", p.restore(random)
		} else {
			differs = p.fire(e)
		}
		last = append(last, what)
		if differs != "" {
			t.Fatalf("%s: step %d of walk %d, after %v: %s", requirement, n, seed, last[max(0, len(last)-12):], differs)
		}
	}
}

func TestPlainWalk(t *testing.T) { walk(t, "R1", 4711, false, false, false) }

func TestWalkWithRaisedEvents(t *testing.T) { walk(t, "R5", 815, true, false, false) }

func TestWalkSavedInTheMiddle(t *testing.T) { walk(t, "R11", 2718, true, true, false) }

func TestWalkWithPanics(t *testing.T) { walk(t, "R10", 3141, true, true, true) }
