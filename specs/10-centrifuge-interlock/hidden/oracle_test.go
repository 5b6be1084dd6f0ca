// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"fmt"
	"slices"

	. "interlock"
)

// A line is one way in which an event can go in a state. The first line that fits is taken.
type line struct {
	in       State
	on       Event
	asks     Question // or nothing
	answer   bool
	to       State // or stay
	does     []Action
	only     func(s situation) bool
	then     func(s *situation)
	toMemory bool // to the state that is remembered
}

const (
	nothing Question = -1
	stay    State    = -1
	noEvent Event    = 1000
)

// situation is all that a machine is between two events.
type situation struct {
	state, remembered State
	wobbles           int
	lid               bool
	queue             []Event
}

func remembers(states ...State) func(situation) bool {
	return func(s situation) bool { return slices.Contains(states, s.remembered) }
}

var lines = []line{
	{in: Open, on: Lid, asks: Shut, answer: true, to: Ready},
	{in: Open, on: PowerOut, asks: nothing, to: Dark},
	{in: Ready, on: Lid, asks: Still, answer: true, to: Open},
	{in: Ready, on: Start, asks: Balanced, answer: true, to: Rising},
	{in: Ready, on: Start, asks: Balanced, answer: false, to: stay, does: []Action{Horn}},
	{in: Ready, on: AtRest, asks: nothing, to: stay, does: []Action{Log}},
	{in: Ready, on: Wobble, asks: nothing, to: Fault, does: []Action{Log}},
	{in: Ready, on: PowerOut, asks: nothing, to: Dark},
	{in: Rising, on: Stop, asks: nothing, to: Braking},
	{in: Rising, on: AtSpeed, asks: nothing, to: Running},
	{in: Rising, on: AtRest, asks: nothing, to: Fault, does: []Action{Log}},
	{in: Rising, on: Wobble, asks: nothing, to: Braking, does: []Action{Horn}},
	{in: Rising, on: Expired, asks: nothing, to: Fault, does: []Action{Log}},
	{in: Rising, on: PowerOut, asks: nothing, to: Dark},
	{in: Running, on: Start, asks: nothing, to: Running, does: []Action{Log}},
	{in: Running, on: Stop, asks: nothing, to: Braking},
	{in: Running, on: AtSpeed, asks: nothing, to: stay, does: []Action{Log}},
	{in: Running, on: AtRest, asks: nothing, to: Fault, does: []Action{Log}},
	{in: Running, on: Wobble, asks: nothing, to: stay, does: []Action{Horn},
		only: func(s situation) bool { return s.wobbles < 2 }, then: func(s *situation) { s.wobbles++ }},
	{in: Running, on: Wobble, asks: nothing, to: Braking, does: []Action{Horn, Log},
		only: func(s situation) bool { return s.wobbles == 2 }},
	{in: Running, on: Expired, asks: nothing, to: Braking},
	{in: Running, on: PowerOut, asks: nothing, to: Dark},
	{in: Braking, on: Lid, asks: nothing, to: stay, then: func(s *situation) { s.lid = true }},
	{in: Braking, on: Start, asks: Balanced, answer: true, to: Rising},
	{in: Braking, on: Stop, asks: nothing, to: Braking},
	{in: Braking, on: AtRest, asks: nothing, to: Ready},
	{in: Braking, on: Wobble, asks: nothing, to: stay, does: []Action{Horn}},
	{in: Braking, on: Expired, asks: Still, answer: true, to: Ready},
	{in: Braking, on: Expired, asks: Still, answer: false, to: Fault, does: []Action{Log}},
	{in: Braking, on: PowerOut, asks: nothing, to: Dark},
	{in: Fault, on: Stop, asks: Still, answer: true, to: Ready, does: []Action{Log}},
	{in: Fault, on: Stop, asks: Still, answer: false, to: Fault, does: []Action{Log}},
	{in: Fault, on: AtRest, asks: nothing, to: stay, does: []Action{Log}},
	{in: Fault, on: Wobble, asks: nothing, to: stay, does: []Action{Horn}},
	{in: Fault, on: PowerOut, asks: nothing, to: Dark},
	{in: Dark, on: Stop, asks: nothing, to: stay, only: remembers(Rising, Running), then: func(s *situation) { s.remembered = Braking }},
	{in: Dark, on: AtRest, asks: nothing, to: stay, only: remembers(Rising, Running, Braking), then: func(s *situation) { s.remembered = Ready }},
	{in: Dark, on: PowerBack, asks: nothing, toMemory: true, only: remembers(Open, Fault)},
	{in: Dark, on: PowerBack, asks: Shut, answer: true, toMemory: true},
	{in: Dark, on: PowerBack, asks: Shut, answer: false, to: Fault},
}

var entering = map[State][]Action{
	Open: {Unlock}, Ready: {Light}, Rising: {Drive, Arm}, Running: {Drive, Log, Arm},
	Braking: {Coast, Brake, Arm}, Fault: {Coast, Brake, Horn}, Dark: {Log, Coast},
}

var leaving = map[State][]Action{
	Open: {Lock}, Ready: {Dim}, Rising: {Disarm}, Running: {Disarm}, Braking: {Free, Disarm}, Fault: {Free}, Dark: {Log},
}

// oracle plays a machine by the table.
type oracle struct {
	now    situation
	start  *situation // of the event being handled, with it in front
	around Env
}

func (s situation) copied() situation {
	s.queue = slices.Clone(s.queue)
	return s
}

// saved is what Save stands for at this moment.
func (o *oracle) saved() situation {
	if o.start != nil {
		return o.start.copied()
	}
	return o.now.copied()
}

// fire returns whether the event was legal, or true if it waits.
func (o *oracle) fire(e Event) bool {
	o.now.queue = append(o.now.queue, e)
	if o.start != nil {
		return true
	}
	before := len(o.now.queue) - 1
	legal := true
	o.drain(func(ok bool) {
		if before == 0 {
			legal = ok
		}
		before--
	})
	return legal
}

func (o *oracle) restore(s situation) {
	o.now = s.copied()
	o.drain(func(bool) {})
}

func (o *oracle) drain(handled func(bool)) {
	for len(o.now.queue) > 0 {
		handled(o.handle())
		for o.now.state == Ready && o.now.lid {
			o.now.lid = false
			o.now.queue = slices.Insert(o.now.queue, 0, Lid)
			o.handle()
		}
	}
}

// handle handles the first event of the queue. If the surroundings panic, all but that event is as it was.
func (o *oracle) handle() (legal bool) {
	start := o.now.copied()
	o.start = &start
	whole := false
	defer func() {
		o.start = nil
		if !whole {
			o.now = start
			o.now.queue = start.queue[1:]
		}
	}()
	e := o.now.queue[0]
	o.now.queue = o.now.queue[1:]
	legal = o.byTheTable(e)
	whole = true
	return legal
}

func (o *oracle) byTheTable(e Event) bool {
	var asked, answer bool
	for _, l := range lines {
		if l.in != o.now.state || l.on != e || l.only != nil && !l.only(o.now) {
			continue
		}
		if l.asks != nothing && !asked {
			asked, answer = true, o.around.Ask(l.asks)
		}
		if l.asks == nothing || answer == l.answer {
			o.follow(l)
			return true
		}
	}
	return false
}

func (o *oracle) follow(l line) {
	if l.then != nil {
		l.then(&o.now)
	}
	to := l.to
	if l.toMemory {
		to = o.now.remembered
	}
	if to == stay {
		o.each(l.does)
		return
	}
	o.each(leaving[o.now.state])
	if to == Dark {
		o.now.remembered = o.now.state
	}
	if to == Running && l.on != PowerBack {
		o.now.wobbles = 0
	}
	o.now.lid = o.now.lid && (to == Ready || to == Braking || to == Dark)
	o.now.state = to
	o.each(l.does)
	o.each(entering[to])
}

func (o *oracle) each(actions []Action) {
	for _, a := range actions {
		for i, e := range o.now.queue {
			if e == Expired && (a == Arm || a == Disarm) {
				o.now.queue[i] = noEvent
			}
		}
		o.around.Do(a)
	}
}

// trace tells what a line lets the surroundings see.
func (l line) trace(to State) []string {
	var seen []string
	see := func(s State, names ...any) {
		for _, name := range names {
			seen = append(seen, fmt.Sprint(s, ":", name))
		}
	}
	if l.asks != nothing {
		see(l.in, l.asks)
	}
	if to == stay {
		see(l.in, anys(l.does)...)
		return seen
	}
	see(l.in, anys(leaving[l.in])...)
	see(to, anys(l.does)...)
	see(to, anys(entering[to])...)
	return seen
}

func anys(actions []Action) []any {
	var all []any
	for _, a := range actions {
		all = append(all, a)
	}
	return all
}
