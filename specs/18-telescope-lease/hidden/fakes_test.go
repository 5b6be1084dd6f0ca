// canary: 7850b835-8c61-4a4f-9fb3-075ff5c5d5a4

package lease_test

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"lease"
	"specgen/gate"
	"specgen/quiet"
	"specgen/twin"
	"storage"
	two "two/lease"
)

var start = time.Date(2026, 3, 1, 22, 0, 0, 0, time.UTC)

// clock tells the time at which it is asked, however long the answer is held. Of all answers one at most is held.
type clock struct {
	gates *gate.Gates
	name  string
	lock  sync.Mutex
	at    time.Duration
	turn  int // the answer that is to be held, counted from now; 0 for none
}

func (c *clock) Now() time.Time {
	at, held := c.ask()
	if held {
		c.gates.Arrive(c.name)
	}
	return start.Add(at)
}

func (c *clock) ask() (at time.Duration, held bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	held = c.turn == 1
	c.turn = max(c.turn-1, 0)
	return c.at, held
}

func (c *clock) set(at time.Duration) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.at = at
}

// methods are what both copies of the package have in common.
type methods interface {
	Acquire() error
	Renew() error
	Release() error
	Yield(string) error
	Write([]byte) error
	Connect(*storage.Store)
}

// site is a store and what goes on around it.
type site struct {
	t     *testing.T
	store *storage.Store
	gates *gate.Gates
	watch *quiet.Watch
	held  []string
	count int
}

// controller is one process.
type controller struct {
	methods
	site  *site
	clock *clock
}

type factory func(s *site, id string) *controller

func firstCopy(s *site) factory {
	return func(s *site, id string) *controller {
		clock := s.clock()
		return &controller{lease.New(id, s.store, clock), s, clock}
	}
}

func secondCopy(s *site) factory {
	return func(s *site, id string) *controller {
		clock := s.clock()
		return &controller{two.New(id, s.store, clock), s, clock}
	}
}

func (s *site) clock() *clock {
	s.count++
	return &clock{gates: s.gates, name: string(rune('A' + s.count))}
}

var processes = twin.Of(firstCopy, secondCopy)

// both runs a scenario with either copy of the package as the first.
func both(t *testing.T, scenario func(s *site, first, second factory)) {
	t.Helper()
	fresh := func() *site { return &site{store: storage.New(), gates: gate.New()} }
	processes.BothOrders(t, fresh, func(t *testing.T, s *site, first, second factory) {
		s.t, s.watch = t, quiet.New(t)
		defer func() {
			for _, name := range s.held {
				s.gates.Open(name)
			}
			s.watch.Settle()
		}()
		scenario(s, first, second)
	})
}

// starts begins a call that is held at its controller's clock, at the question with this number if it asks that often.
func (c *controller) starts(question int, operation func() error) *slow {
	s := c.site
	s.gates.Hold(c.clock.name)
	s.held = append(s.held, c.clock.name)
	c.clock.lock.Lock()
	c.clock.turn = question
	c.clock.lock.Unlock()
	one := &slow{controller: c}
	one.call = s.watch.Go(func() { one.err = operation() })
	s.watch.Settle()
	c.clock.lock.Lock()
	c.clock.turn = 0
	c.clock.lock.Unlock()
	one.held = s.gates.Parked(c.clock.name) > 0
	return one
}

func kindOf(err error) string {
	switch {
	case err == nil:
		return "nil"
	case errors.Is(err, lease.ErrHeld) || errors.Is(err, two.ErrHeld):
		return "ErrHeld"
	case errors.Is(err, lease.ErrNotLeader) || errors.Is(err, two.ErrNotLeader):
		return "ErrNotLeader"
	}
	return err.Error()
}

const (
	held      = "ErrHeld"
	notLeader = "ErrNotLeader"
)

// does makes a call that has to return at once, and compares its error.
func (s *site) does(requirement, what string, operation func() error, want string) {
	s.t.Helper()
	var err error
	s.watch.MustReturn("R9", s.watch.Go(func() { err = operation() }))
	if got := kindOf(err); got != want {
		s.t.Errorf("%s: %s: returned %s, want %s", requirement, what, got, want)
	}
}

func (c *controller) write(text string) func() error {
	return func() error { return c.Write([]byte(text)) }
}

func (c *controller) yield(id string) func() error {
	return func() error { return c.Yield(id) }
}

// slow is a call that may be held at its controller's clock.
type slow struct {
	controller *controller
	call       *quiet.Call
	held       bool
	err        error
}

// ends lets the clock answer and tells the call's error, which is to be want if the call was held.
func (one *slow) ends(requirement, what, want string) string {
	s := one.controller.site
	s.t.Helper()
	s.gates.Open(one.controller.clock.name)
	s.watch.MustReturn("R9", one.call)
	got := kindOf(one.err)
	if one.held && got != want {
		s.t.Errorf("%s: %s: returned %s, want %s", requirement, what, got, want)
	}
	return got
}

// mostQuestions bounds how often a call may ask its clock.
const mostQuestions = 10

// everyQuestion runs a scenario once for each question that the call held in it asks its clock, and once without a
// question being held.
func everyQuestion(t *testing.T, scenario func(s *site, first, second factory, question int) *slow) {
	t.Helper()
	for question := 1; question <= mostQuestions; question++ {
		held := false
		both(t, func(s *site, first, second factory) { held = scenario(s, first, second, question).held || held })
		if !held {
			return
		}
	}
}

func (s *site) wantLease(requirement, when string, want storage.Lease) {
	s.t.Helper()
	got := s.store.Lease()
	if got.Holder != want.Holder || got.Epoch != want.Epoch || !got.Expires.Equal(want.Expires) {
		s.t.Errorf("%s: %s: the lease is %v, want %v", requirement, when, got, want)
	}
}

func (s *site) wantHolder(requirement, when, id string, expires time.Duration) storage.Lease {
	s.t.Helper()
	got := s.store.Lease()
	if got.Holder != id || !got.Expires.Equal(start.Add(expires)) {
		s.t.Errorf("%s: %s: the lease is %v, want one of %q until %v", requirement, when, got, id, start.Add(expires))
	}
	return got
}

// lands empties the queue and compares what comes.
func (s *site) lands(requirement, when string, want ...storage.Command) {
	s.t.Helper()
	var got []storage.Command
	for {
		command, ok := s.store.Next()
		if !ok {
			break
		}
		got = append(got, command)
	}
	if !same(got, want) {
		s.t.Errorf("%s: %s: commands %v land, want %v", requirement, when, texts(got), texts(want))
	}
}

func same(some, others []storage.Command) bool {
	return slices.EqualFunc(some, others, func(x, y storage.Command) bool {
		return x.Controller == y.Controller && x.Epoch == y.Epoch && bytes.Equal(x.Data, y.Data)
	})
}

func texts(commands []storage.Command) (list []any) {
	for _, one := range commands {
		list = append(list, struct {
			id    string
			epoch uint64
			data  string
		}{one.Controller, one.Epoch, string(one.Data)})
	}
	return list
}

// command is one of the present tenure.
func (s *site) command(text string) storage.Command {
	now := s.store.Lease()
	return storage.Command{Controller: now.Holder, Epoch: now.Epoch, Data: []byte(text)}
}

// restart replaces the store by one that goes on from its snapshot.
func (s *site) restart(connected ...*controller) {
	s.store = storage.Reload(s.store.Snapshot())
	for _, one := range connected {
		one.Connect(s.store)
	}
}
