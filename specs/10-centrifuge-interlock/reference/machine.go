package interlock

import (
	"encoding/json"
	"fmt"
	"slices"
)

// onEntry and onExit hold what is carried out when a state is entered or left.
var (
	onEntry = [...][]Action{
		Open:    {Unlock},
		Ready:   {Light},
		Rising:  {Drive, Arm},
		Running: {Drive, Log, Arm},
		Braking: {Coast, Brake, Arm},
		Fault:   {Coast, Brake, Horn},
		Dark:    {Log, Coast},
	}
	onExit = [...][]Action{
		Open:    {Lock},
		Ready:   {Dim},
		Rising:  {Disarm},
		Running: {Disarm},
		Braking: {Free, Disarm},
		Fault:   {Free},
		Dark:    {Log},
	}
)

const mostWobbles = 2 // that Running puts up with

const outdated Event = -1 // stands for an Expired whose timer has been started anew or stopped

// memory is what behaviour depends on besides the events that wait.
type memory struct {
	State      State
	Remembered State // the state to which PowerBack leads
	Wobbles    int   // since Running was entered
	LidKept    bool
}

// picture is what Save writes.
type picture struct {
	Memory  memory
	Waiting []Event
}

// Machine is the interlock of one centrifuge.
type Machine struct {
	env     Env
	now     memory
	waiting []Event
	busy    bool
	before  picture // while busy: the machine before the event being handled
}

// New returns a machine in state Open.
func New(env Env) *Machine { return &Machine{env: env} }

// State returns the state in which the machine is.
func (m *Machine) State() State { return m.now.State }

// Fire lets an event happen. It returns an error that wraps ErrIllegal if the event is illegal when its turn comes.
func (m *Machine) Fire(e Event) error {
	m.waiting = append(m.waiting, e)
	if m.busy {
		return nil
	}
	return m.run(len(m.waiting))
}

// run handles events until none waits and returns the error of the one that was the own-th in the queue.
func (m *Machine) run(own int) error {
	var result error
	for len(m.waiting) > 0 {
		e := m.waiting[0]
		m.waiting = m.waiting[1:]
		err := m.handle(e)
		if own--; own == 0 {
			result = err
		}
		if m.now.LidKept && m.now.State == Ready {
			m.now.LidKept = false
			m.handle(Lid)
		}
	}
	return result
}

// handle handles one event whole, or, when the environment panics, not at all.
func (m *Machine) handle(e Event) error {
	m.before = picture{m.now, slices.Concat([]Event{e}, m.waiting)}
	m.busy = true
	done := false
	defer func() {
		m.busy = false
		if !done {
			m.now, m.waiting = m.before.Memory, m.before.Waiting[1:]
		}
	}()
	legal := m.take(e)
	done = true
	if !legal {
		return fmt.Errorf("%w: %v in %v", ErrIllegal, e, m.before.Memory.State)
	}
	return nil
}

// take lets the event work in the present state and reports whether it is legal there.
func (m *Machine) take(e Event) bool {
	if e == PowerOut && m.now.State != Dark {
		return m.powerOut()
	}
	switch m.now.State {
	case Open:
		return e == Lid && m.env.Ask(Shut) && m.change(Ready)
	case Ready:
		return m.inReady(e)
	case Rising:
		return m.inRising(e)
	case Running:
		return m.inRunning(e)
	case Braking:
		return m.inBraking(e)
	case Fault:
		return m.inFault(e)
	default:
		return m.inDark(e)
	}
}

func (m *Machine) inReady(e Event) bool {
	switch e {
	case Lid:
		return m.env.Ask(Still) && m.change(Open)
	case Start:
		if m.env.Ask(Balanced) {
			return m.change(Rising)
		}
		return m.stay(Horn)
	case AtRest:
		return m.stay(Log)
	case Wobble:
		return m.change(Fault, Log)
	}
	return false
}

func (m *Machine) inRising(e Event) bool {
	switch e {
	case Stop:
		return m.change(Braking)
	case AtSpeed:
		return m.change(Running)
	case AtRest, Expired:
		return m.change(Fault, Log)
	case Wobble:
		return m.change(Braking, Horn)
	}
	return false
}

func (m *Machine) inRunning(e Event) bool {
	switch e {
	case Start:
		return m.change(Running, Log)
	case Stop, Expired:
		return m.change(Braking)
	case AtSpeed:
		return m.stay(Log)
	case AtRest:
		return m.change(Fault, Log)
	case Wobble:
		if m.now.Wobbles == mostWobbles {
			return m.change(Braking, Horn, Log)
		}
		m.now.Wobbles++
		return m.stay(Horn)
	}
	return false
}

func (m *Machine) inBraking(e Event) bool {
	switch e {
	case Lid:
		m.now.LidKept = true
		return true
	case Start:
		return m.env.Ask(Balanced) && m.change(Rising)
	case Stop:
		return m.change(Braking)
	case AtRest:
		return m.change(Ready)
	case Wobble:
		return m.stay(Horn)
	case Expired:
		if m.env.Ask(Still) {
			return m.change(Ready)
		}
		return m.change(Fault, Log)
	}
	return false
}

func (m *Machine) inFault(e Event) bool {
	switch e {
	case Stop:
		if m.env.Ask(Still) {
			return m.change(Ready, Log)
		}
		return m.change(Fault, Log)
	case AtRest:
		return m.stay(Log)
	case Wobble:
		return m.stay(Horn)
	}
	return false
}

func (m *Machine) inDark(e Event) bool {
	remembered := m.now.Remembered
	switch {
	case e == Stop && (remembered == Rising || remembered == Running):
		m.now.Remembered = Braking
		return true
	case e == AtRest && (remembered == Rising || remembered == Running || remembered == Braking):
		m.now.Remembered = Ready
		return true
	case e == PowerBack:
		return m.powerBack()
	}
	return false
}

func (m *Machine) powerOut() bool {
	m.now.Remembered = m.now.State
	return m.change(Dark)
}

func (m *Machine) powerBack() bool {
	to := m.now.Remembered
	if to != Open && to != Fault && !m.env.Ask(Shut) {
		to = Fault
	}
	wobbles := m.now.Wobbles
	m.change(to)
	m.now.Wobbles = wobbles
	return true
}

// stay carries out actions without a change of state.
func (m *Machine) stay(actions ...Action) bool {
	m.do(actions)
	return true
}

// change leaves the present state and enters another, or the same one anew.
func (m *Machine) change(to State, actions ...Action) bool {
	m.do(onExit[m.now.State])
	m.now.State = to
	if to == Running {
		m.now.Wobbles = 0
	}
	if to != Ready && to != Braking && to != Dark {
		m.now.LidKept = false
	}
	m.do(actions)
	m.do(onEntry[to])
	return true
}

func (m *Machine) do(actions []Action) {
	for _, action := range actions {
		if action == Arm || action == Disarm {
			m.outdate()
		}
		m.env.Do(action)
	}
}

// outdate makes each Expired that waits an event that is illegal everywhere: its timer runs no more.
func (m *Machine) outdate() {
	for i, e := range m.waiting {
		if e == Expired {
			m.waiting[i] = outdated
		}
	}
}

// Save returns the machine as it is, or as it was before the event that is being handled.
func (m *Machine) Save() []byte {
	shown := picture{m.now, m.waiting}
	if m.busy {
		shown = m.before
	}
	saved, err := json.Marshal(shown)
	if err != nil {
		panic(err) // numbers and booleans can always be written
	}
	return saved
}

// Restore makes the machine what it was when Save returned these bytes, and handles the events that waited then.
func (m *Machine) Restore(saved []byte) error {
	if m.busy {
		return ErrBusy
	}
	var shown picture
	if err := json.Unmarshal(saved, &shown); err != nil {
		return fmt.Errorf("%w: %v", ErrSaved, err)
	}
	if !shown.Memory.possible() {
		return fmt.Errorf("%w: no such state", ErrSaved)
	}
	m.now, m.waiting = shown.Memory, shown.Waiting
	m.run(0)
	return nil
}

func (s memory) possible() bool {
	known := func(state, last State) bool { return state >= Open && state <= last }
	return known(s.State, Dark) && known(s.Remembered, Fault) && s.Wobbles >= 0 && s.Wobbles <= mostWobbles
}
