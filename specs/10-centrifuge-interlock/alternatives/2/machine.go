package interlock

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// The table of the interlock: state, event, question with its answer, new state ("-" to stay), actions.
const table = `
Open    Lid     +Shut     Ready
Ready   Lid     +Still    Open
Ready   Start   +Balanced Rising
Ready   Start   -Balanced -       Horn
Ready   AtRest  .         -       Log
Ready   Wobble  .         Fault   Log
Rising  Stop    .         Braking
Rising  AtSpeed .         Running
Rising  AtRest  .         Fault   Log
Rising  Wobble  .         Braking Horn
Rising  Expired .         Fault   Log
Running Start   .         Running Log
Running Stop    .         Braking
Running AtSpeed .         -       Log
Running AtRest  .         Fault   Log
Running Wobble  .         Braking Horn Log
Running Expired .         Braking
Braking Lid     .         -
Braking Start   +Balanced Rising
Braking Stop    .         Braking
Braking AtRest  .         Ready
Braking Wobble  .         -       Horn
Braking Expired +Still    Ready
Braking Expired -Still    Fault   Log
Fault   Stop    +Still    Ready   Log
Fault   Stop    -Still    Fault   Log
Fault   AtRest  .         -       Log
Fault   Wobble  .         -       Horn
`

const doors = `
Open    Unlock            / Lock
Ready   Light             / Dim
Rising  Drive Arm         / Disarm
Running Drive Log Arm     / Disarm
Braking Coast Brake Arm   / Free Disarm
Fault   Coast Brake Horn  / Free
Dark    Log Coast         / Log
`

type row struct {
	question Question
	asks     bool
	yes      bool
	target   State
	stays    bool
	actions  []Action
}

type key struct {
	state State
	event Event
}

var (
	cells = map[key][]row{}
	enter = map[State][]Action{}
	leave = map[State][]Action{}
)

func index(names []string, name string) int { return slices.Index(names, name) }

func actionsOf(words []string) []Action {
	var list []Action
	for _, word := range words {
		list = append(list, Action(index(actionNames, word)))
	}
	return list
}

func init() {
	for _, text := range strings.Split(strings.TrimSpace(table), "\n") {
		words := strings.Fields(text)
		at := key{State(index(stateNames, words[0])), Event(index(eventNames, words[1]))}
		r := row{asks: words[2] != ".", yes: words[2][0] == '+', stays: words[3] == "-", actions: actionsOf(words[4:])}
		if r.asks {
			r.question = Question(index(questionNames, words[2][1:]))
		}
		if !r.stays {
			r.target = State(index(stateNames, words[3]))
		}
		cells[at] = append(cells[at], r)
	}
	for _, text := range strings.Split(strings.TrimSpace(doors), "\n") {
		words := strings.Fields(text)
		cut := index(words, "/")
		state := State(index(stateNames, words[0]))
		enter[state], leave[state] = actionsOf(words[1:cut]), actionsOf(words[cut+1:])
	}
}

// mind is all of a machine that can be saved. It is copied, never shared.
type mind struct {
	Now, Then State
	Count     int
	Request   bool
	Pending   []Event
}

// Machine controls one centrifuge.
type Machine struct {
	env     Env
	mind    mind
	stable  mind // while an event is handled: what Save returns
	working bool
}

// New returns a machine in state Open.
func New(env Env) *Machine {
	return &Machine{env: env}
}

// State returns the present state.
func (m *Machine) State() State { return m.mind.Now }

// Fire handles an event, or queues it if another one is being handled.
func (m *Machine) Fire(e Event) error {
	m.mind.Pending = append(m.mind.Pending, e)
	if m.working {
		return nil
	}
	left := len(m.mind.Pending)
	var mine error
	m.work(func(legal bool) {
		left--
		if left == 0 && !legal {
			mine = ErrIllegal
		}
	})
	return mine
}

func (m *Machine) work(report func(legal bool)) {
	for {
		switch {
		case m.mind.Request && m.mind.Now == Ready:
			m.mind.Request = false
			m.mind.Pending = slices.Insert(m.mind.Pending, 0, Lid)
			m.one()
		case len(m.mind.Pending) > 0:
			report(m.one())
		default:
			return
		}
	}
}

// one handles the first event that is pending.
func (m *Machine) one() bool {
	m.stable = m.mind
	m.stable.Pending = slices.Clone(m.mind.Pending)
	m.working = true
	defer func() {
		m.working = false
		if trouble := recover(); trouble != nil {
			m.mind = m.stable
			m.mind.Pending = m.mind.Pending[1:]
			panic(trouble)
		}
	}()
	e := m.mind.Pending[0]
	m.mind.Pending = m.mind.Pending[1:]
	return m.decide(e)
}

func (m *Machine) decide(e Event) bool {
	now := &m.mind
	switch {
	case now.Now == Dark:
		return m.dark(e)
	case e == PowerOut:
		now.Then = now.Now
		m.move(Dark, nil)
		return true
	case now.Now == Running && e == Wobble && now.Count < 2:
		now.Count++
		m.env.Do(Horn)
		return true
	case now.Now == Braking && e == Lid:
		now.Request = true
		return true
	}
	rows := cells[key{now.Now, e}]
	if len(rows) == 0 {
		return false
	}
	answer := rows[0].asks && m.env.Ask(rows[0].question)
	for _, r := range rows {
		if r.asks && r.yes != answer {
			continue
		}
		if r.stays {
			m.all(r.actions)
		} else {
			m.move(r.target, r.actions)
		}
		return true
	}
	return false
}

func (m *Machine) dark(e Event) bool {
	then := &m.mind.Then
	turning := *then == Rising || *then == Running
	switch {
	case e == Stop && turning:
		*then = Braking
	case e == AtRest && (turning || *then == Braking):
		*then = Ready
	case e == PowerBack:
		back := *then
		if back != Open && back != Fault && !m.env.Ask(Shut) {
			back = Fault
		}
		count := m.mind.Count
		m.move(back, nil)
		m.mind.Count = count
	default:
		return false
	}
	return true
}

func (m *Machine) move(target State, actions []Action) {
	m.all(leave[m.mind.Now])
	m.mind.Now = target
	if target == Running {
		m.mind.Count = 0
	}
	if slices.Contains([]State{Open, Rising, Running, Fault}, target) {
		m.mind.Request = false
	}
	m.all(actions)
	m.all(enter[target])
}

func (m *Machine) all(actions []Action) {
	for _, a := range actions {
		if a == Arm || a == Disarm {
			m.forgetTimer()
		}
		m.env.Do(a)
	}
}

// forgetTimer turns each pending Expired into an event that no state knows.
func (m *Machine) forgetTimer() {
	for i := range m.mind.Pending {
		if m.mind.Pending[i] == Expired {
			m.mind.Pending[i] = PowerBack + 1
		}
	}
}

// Save returns the mind of the machine as JSON.
func (m *Machine) Save() []byte {
	shown := m.mind
	if m.working {
		shown = m.stable
	}
	text, _ := json.Marshal(shown)
	return text
}

// Restore puts a mind in place that Save has returned.
func (m *Machine) Restore(saved []byte) error {
	if m.working {
		return ErrBusy
	}
	var shown mind
	decoder := json.NewDecoder(bytes.NewReader(saved))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&shown); err != nil {
		return errors.Join(ErrSaved, err)
	}
	if shown.Now < Open || shown.Now > Dark || shown.Then < Open || shown.Then >= Dark || shown.Count < 0 {
		return ErrSaved
	}
	m.mind = shown
	m.work(func(bool) {})
	return nil
}
