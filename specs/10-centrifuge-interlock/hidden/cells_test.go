// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"errors"
	"testing"

	. "interlock"
)

// ordinary leaves out the lines whose outcome depends on what happened before the state was entered.
func ordinary(l line) bool { return l.in != Dark && l.only == nil }

func TestNewMachine(t *testing.T) {
	m, around := machineAfter(t, "R1")
	inState(t, "R1", "a new machine", m, Open)
	saw(t, "R1", "a new machine", around)
}

func TestTargets(t *testing.T) {
	for _, l := range lines {
		if !ordinary(l) {
			continue
		}
		m, around := machineIn(t, "R1", l.in)
		if l.asks != nothing {
			around.no[l.asks] = !l.answer
		}
		fire(t, "R1", m, l.on)
		want := l.to
		if want == stay {
			want = l.in
		}
		inState(t, "R1", l.on.String()+" in "+l.in.String(), m, want)
	}
}

func TestThirdWobble(t *testing.T) {
	m, _ := machineIn(t, "R1", Running)
	for _, want := range []State{Running, Running, Braking} {
		fire(t, "R1", m, Wobble)
		inState(t, "R1", "a wobble in Running", m, want)
	}
}

func TestPowerBackToReady(t *testing.T) {
	m, _ := machineIn(t, "R1", Dark, PowerBack)
	inState(t, "R1", "PowerBack with Ready remembered", m, Ready)
	m, around := machineIn(t, "R1", Dark)
	around.no[Shut] = true
	fire(t, "R1", m, PowerBack)
	inState(t, "R1", "PowerBack with the lid open", m, Fault)
}

var events = []Event{Lid, Start, Stop, AtSpeed, AtRest, Wobble, Expired, PowerOut, PowerBack}

// known reports whether a state knows an event.
func known(in State, e Event) bool {
	for _, l := range lines {
		if l.in == in && l.on == e {
			return true
		}
	}
	return false
}

// unchanged fires an event that is illegal and looks at what it leaves behind.
func unchanged(t *testing.T, m *Machine, around *surroundings, e Event, asked ...string) {
	t.Helper()
	was := m.State()
	refused(t, "R2", m, e)
	inState(t, "R2", e.String()+" in "+was.String(), m, was)
	saw(t, "R2", e.String()+" in "+was.String(), around, asked...)
}

func TestIllegalEvents(t *testing.T) {
	if ErrIllegal == nil || errors.Is(ErrBusy, ErrIllegal) || errors.Is(ErrIllegal, ErrBusy) {
		t.Fatal("R2: ErrIllegal is not an error of its own")
	}
	others := []Event{-1, 9, 64, 256, 263, 1 << 20}
	count := 0
	for state := range paths {
		for _, e := range append(others, events...) {
			if known(state, e) {
				continue
			}
			count++
			m, around := machineIn(t, "R2", state)
			unchanged(t, m, around, e)
		}
	}
	if want := 29 + len(paths)*len(others); count != want {
		t.Fatalf("R2: %d illegal cells were tried, want %d", count, want)
	}
}

func TestAnsweredOtherwise(t *testing.T) {
	for _, at := range []struct {
		in   State
		on   Event
		asks Question
	}{{Open, Lid, Shut}, {Ready, Lid, Still}, {Braking, Start, Balanced}} {
		m, around := machineIn(t, "R2", at.in)
		around.no[at.asks] = true
		unchanged(t, m, around, at.on, at.in.String()+":"+at.asks.String())
		around.no[at.asks] = false
		fire(t, "R2", m, at.on)
	}
}

func TestIllegalEventsAreNotCounted(t *testing.T) {
	m, around := machineIn(t, "R2", Running)
	fire(t, "R2", m, Wobble)
	around.seen = nil
	for _, e := range []Event{Lid, PowerBack, 77} {
		unchanged(t, m, around, e)
	}
	fire(t, "R2", m, Wobble)
	inState(t, "R2", "the second wobble, illegal events between", m, Running)
	fire(t, "R2", m, Wobble)
	inState(t, "R2", "the third wobble, illegal events before", m, Braking)
}

func TestActionsOfEveryLine(t *testing.T) {
	for _, l := range lines {
		if !ordinary(l) {
			continue
		}
		m, around := machineIn(t, "R3", l.in)
		if l.asks != nothing {
			around.no[l.asks] = !l.answer
		}
		fire(t, "R3", m, l.on)
		saw(t, "R3", l.on.String()+" in "+l.in.String(), around, l.trace(l.to)...)
	}
}

func TestActionsOfWobbles(t *testing.T) {
	m, around := machineIn(t, "R3", Running)
	fire(t, "R3", m, Wobble)
	saw(t, "R3", "the first wobble", around, "Running:Horn")
	fire(t, "R3", m, Wobble)
	saw(t, "R3", "the second wobble", around, "Running:Horn")
	fire(t, "R3", m, Wobble)
	saw(t, "R3", "the third wobble", around,
		"Running:Disarm", "Braking:Horn", "Braking:Log", "Braking:Coast", "Braking:Brake", "Braking:Arm")
}

func TestActionsOfPowerBack(t *testing.T) {
	m, around := machineIn(t, "R3", Dark)
	fire(t, "R3", m, PowerBack)
	saw(t, "R3", "PowerBack with Ready remembered", around, "Dark:Shut", "Dark:Log", "Ready:Light")
}

func TestCountBeginsWithEveryEntry(t *testing.T) {
	m, _ := machineIn(t, "R4", Running, Wobble, Wobble, Start, Wobble, Wobble)
	inState(t, "R4", "two wobbles after a new start", m, Running)
	fire(t, "R4", m, Wobble)
	inState(t, "R4", "three wobbles after a new start", m, Braking)
	m, _ = machineIn(t, "R4", Running, Wobble, AtSpeed, Wobble, AtSpeed, Wobble)
	inState(t, "R4", "three wobbles with AtSpeed between", m, Braking)
}

func TestQuestionBeforeActions(t *testing.T) {
	m, around := machineIn(t, "R3", Braking)
	around.on = func(name string) {
		if name == "Free" || name == "Disarm" || name == "Light" || name == "Log" {
			around.no[Still] = true
		}
	}
	fire(t, "R3", m, Expired)
	inState(t, "R3", "Expired with the rotor at rest", m, Ready)
}
