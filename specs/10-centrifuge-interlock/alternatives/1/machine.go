package interlock

import (
	"encoding/binary"
	"fmt"
)

// Machine is the interlock of one centrifuge. All that an event can change is in situation, a plain value, so that taking
// an event back is one assignment.
type Machine struct {
	env Env
	situation
	queue []Event
	held  *held
}

type situation struct {
	state, memory State
	wobbles       int
	lid           bool
}

// held is the machine at the beginning of the event that is being handled.
type held struct {
	situation
	queue []Event
}

// rule is what an event does in a state. Without a rule the event is illegal.
type rule func(m *Machine) bool

type cell struct {
	state State
	event Event
}

func New(env Env) *Machine { return &Machine{env: env} }

func (m *Machine) State() State { return m.state }

func (m *Machine) Fire(e Event) error {
	place := len(m.queue)
	m.queue = append(m.queue, e)
	if m.held != nil {
		return nil
	}
	var answer error
	for i := 0; len(m.queue) > 0; i++ {
		if err := m.handleFirst(); i == place {
			answer = err
		}
		m.recall()
	}
	return answer
}

func (m *Machine) recall() {
	if m.state != Ready || !m.lid {
		return
	}
	m.lid = false
	m.queue = append([]Event{Lid}, m.queue...)
	m.handleFirst()
}

func (m *Machine) handleFirst() (err error) {
	start := held{m.situation, append([]Event(nil), m.queue...)}
	m.held = &start
	failed := true
	defer func() {
		m.held = nil
		if failed {
			m.situation, m.queue = start.situation, start.queue[1:]
		}
	}()
	e := m.queue[0]
	m.queue = m.queue[1:]
	from := m.state
	if r := rules(cell{from, e}); r == nil || !r(m) {
		err = fmt.Errorf("%v in state %v: %w", e, from, ErrIllegal)
	}
	failed = false
	return err
}

func rules(c cell) rule {
	switch c {
	case cell{Open, Lid}:
		return when(Shut, to(Ready))
	case cell{Ready, Lid}:
		return when(Still, to(Open))
	case cell{Ready, Start}:
		return either(Balanced, to(Rising), stay(Horn))
	case cell{Ready, AtRest}, cell{Running, AtSpeed}, cell{Fault, AtRest}:
		return stay(Log)
	case cell{Ready, Wobble}, cell{Rising, AtRest}, cell{Rising, Expired}, cell{Running, AtRest}:
		return to(Fault, Log)
	case cell{Rising, Stop}, cell{Running, Stop}, cell{Running, Expired}, cell{Braking, Stop}:
		return to(Braking)
	case cell{Rising, AtSpeed}:
		return to(Running)
	case cell{Rising, Wobble}:
		return to(Braking, Horn)
	case cell{Running, Start}:
		return to(Running, Log)
	case cell{Running, Wobble}:
		return (*Machine).wobble
	case cell{Braking, Lid}:
		return func(m *Machine) bool { m.lid = true; return true }
	case cell{Braking, Start}:
		return when(Balanced, to(Rising))
	case cell{Braking, AtRest}:
		return to(Ready)
	case cell{Braking, Wobble}, cell{Fault, Wobble}:
		return stay(Horn)
	case cell{Braking, Expired}:
		return either(Still, to(Ready), to(Fault, Log))
	case cell{Fault, Stop}:
		return either(Still, to(Ready, Log), to(Fault, Log))
	case cell{Dark, Stop}:
		return remember(Braking, Rising, Running)
	case cell{Dark, AtRest}:
		return remember(Ready, Rising, Running, Braking)
	case cell{Dark, PowerBack}:
		return (*Machine).powerBack
	}
	if c.event == PowerOut && c.state != Dark {
		return func(m *Machine) bool { m.memory = m.state; return to(Dark)(m) }
	}
	return nil
}

func stay(actions ...Action) rule {
	return func(m *Machine) bool { m.do(actions...); return true }
}

func to(target State, actions ...Action) rule {
	return func(m *Machine) bool {
		m.do(exits(m.state)...)
		m.state = target
		switch target {
		case Running:
			m.wobbles, m.lid = 0, false
		case Open, Rising, Fault:
			m.lid = false
		}
		m.do(actions...)
		m.do(entries(target)...)
		return true
	}
}

func when(q Question, yes rule) rule {
	return func(m *Machine) bool { return m.env.Ask(q) && yes(m) }
}

func either(q Question, yes, no rule) rule {
	return func(m *Machine) bool {
		if m.env.Ask(q) {
			return yes(m)
		}
		return no(m)
	}
}

func remember(instead State, of ...State) rule {
	return func(m *Machine) bool {
		for _, state := range of {
			if m.memory == state {
				m.memory = instead
				return true
			}
		}
		return false
	}
}

func (m *Machine) wobble() bool {
	m.wobbles++
	if m.wobbles < 3 {
		return stay(Horn)(m)
	}
	return to(Braking, Horn, Log)(m)
}

func (m *Machine) powerBack() bool {
	target, wobbles := m.memory, m.wobbles
	if target != Open && target != Fault && !m.env.Ask(Shut) {
		target = Fault
	}
	to(target)(m)
	m.wobbles = wobbles
	return true
}

func (m *Machine) do(actions ...Action) {
	for _, a := range actions {
		for i, e := range m.queue {
			if e == Expired && (a == Arm || a == Disarm) {
				m.queue[i] = -1 // no event
			}
		}
		m.env.Do(a)
	}
}

func entries(s State) []Action {
	return [][]Action{{Unlock}, {Light}, {Drive, Arm}, {Drive, Log, Arm}, {Coast, Brake, Arm}, {Coast, Brake, Horn}, {Log, Coast}}[s]
}

func exits(s State) []Action {
	return [][]Action{{Lock}, {Dim}, {Disarm}, {Disarm}, {Free, Disarm}, {Free}, {Log}}[s]
}

// Save writes four numbers, the number of events that wait, and these.
func (m *Machine) Save() []byte {
	now := held{m.situation, m.queue}
	if m.held != nil {
		now = *m.held
	}
	lid := int64(0)
	if now.lid {
		lid = 1
	}
	var saved []byte
	for _, n := range []int64{int64(now.state), int64(now.memory), int64(now.wobbles), lid, int64(len(now.queue))} {
		saved = binary.AppendVarint(saved, n)
	}
	for _, e := range now.queue {
		saved = binary.AppendVarint(saved, int64(e))
	}
	return saved
}

func (m *Machine) Restore(saved []byte) error {
	if m.held != nil {
		return ErrBusy
	}
	var head [5]int64
	for i, most := range [5]int64{int64(Dark), int64(Fault), 3, 1, 1 << 40} {
		n, size := binary.Varint(saved)
		if size <= 0 || n < 0 || n > most {
			return ErrSaved
		}
		head[i], saved = n, saved[size:]
	}
	var queue []Event
	for range head[4] {
		n, size := binary.Varint(saved)
		if size <= 0 {
			return ErrSaved
		}
		queue, saved = append(queue, Event(n)), saved[size:]
	}
	m.situation = situation{State(head[0]), State(head[1]), int(head[2]), head[3] == 1}
	m.queue = queue
	for len(m.queue) > 0 {
		m.handleFirst()
		m.recall()
	}
	return nil
}
