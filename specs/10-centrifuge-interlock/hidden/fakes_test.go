// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	. "interlock"
)

// mostSeen bounds what surroundings do by themselves, so that an answer without a queue comes to an end.
const mostSeen = 5000

// surroundings record what a machine does and asks, with the state in which it does so, and answer as they are told.
type surroundings struct {
	machine *Machine
	no      map[Question]bool
	seen    []string
	// on is called with each action and question, by its name.
	on func(name string)
}

func (s *surroundings) Do(a Action) { s.note(a.String()) }

func (s *surroundings) Ask(q Question) bool {
	answer := !s.no[q]
	s.note(q.String())
	return answer
}

func (s *surroundings) note(name string) {
	s.seen = append(s.seen, fmt.Sprint(s.machine.State(), ":", name))
	if s.on != nil && len(s.seen) < mostSeen {
		s.on(name)
	}
}

// paths lead from Open to each state, all questions answered with yes.
var paths = map[State][]Event{
	Open:    nil,
	Ready:   {Lid},
	Rising:  {Lid, Start},
	Running: {Lid, Start, AtSpeed},
	Braking: {Lid, Start, Stop},
	Fault:   {Lid, Wobble},
	Dark:    {Lid, PowerOut},
}

// machineAfter returns a machine to which these events have happened, and forgets what it has done.
func machineAfter(t *testing.T, requirement string, events ...Event) (*Machine, *surroundings) {
	t.Helper()
	around := &surroundings{no: map[Question]bool{}}
	around.machine = New(around)
	fire(t, requirement, around.machine, events...)
	around.seen = nil
	return around.machine, around
}

func machineIn(t *testing.T, requirement string, state State, events ...Event) (*Machine, *surroundings) {
	t.Helper()
	return machineAfter(t, requirement, slices.Concat(paths[state], events)...)
}

func fire(t *testing.T, requirement string, m *Machine, events ...Event) {
	t.Helper()
	for _, e := range events {
		was := m.State()
		if err := m.Fire(e); err != nil {
			t.Fatalf("%s: Fire(%v) in %v: %v", requirement, e, was, err)
		}
	}
}

func refused(t *testing.T, requirement string, m *Machine, e Event) {
	t.Helper()
	was := m.State()
	if err := m.Fire(e); err == nil || !errors.Is(err, ErrIllegal) {
		t.Errorf("%s: Fire(%v) in %v returns %v, want ErrIllegal", requirement, e, was, err)
	}
}

func inState(t *testing.T, requirement, what string, m *Machine, want State) {
	t.Helper()
	if m.State() != want {
		t.Errorf("%s: %s: the state is %v, want %v", requirement, what, m.State(), want)
	}
}

func saw(t *testing.T, requirement, what string, around *surroundings, want ...string) {
	t.Helper()
	if !slices.Equal(around.seen, want) {
		t.Errorf("%s: %s:\n got %v\nwant %v", requirement, what, around.seen, want)
	}
	around.seen = nil
}

func restore(t *testing.T, requirement string, m *Machine, saved []byte) {
	t.Helper()
	if err := m.Restore(saved); err != nil {
		t.Fatalf("%s: Restore: %v", requirement, err)
	}
}

// restored returns another machine, restored from these bytes.
func restored(t *testing.T, requirement string, saved []byte) (*Machine, *surroundings) {
	t.Helper()
	m, around := machineAfter(t, requirement)
	restore(t, requirement, m, saved)
	return m, around
}

// caught calls f and returns the value with which it panics.
func caught(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// once returns a hook that calls f the first time that something of this name is done or asked.
func once(name string, f func()) func(string) {
	return func(seen string) {
		if seen == name && f != nil {
			first := f
			f = nil
			first()
		}
	}
}
