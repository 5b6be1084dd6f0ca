// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

package probe_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"probe"
	"specgen/quiet"
)

var (
	errMirror = errors.New("mirror out of order")
	errOther  = errors.New("another error")
	errGaveUp = errors.New("gave up") // a mirror's own word for a context that is done
)

// crowd counts the calls that are under way.
type crowd struct{ now, most, begun atomic.Int64 }

func (c *crowd) enter() {
	c.begun.Add(1)
	now := c.now.Add(1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
	}
}

func (c *crowd) leave() { c.now.Add(-1) }

// disperse lets the clock of a bubble run until no call is under way, and no further. What is still there after a
// second waits for a context that nobody ends; the bubble then calls it a leak. Deferred, it also keeps a test that has
// failed from leaving sleepers, whom later tests would wait for.
func (c *crowd) disperse() {
	start := time.Now()
	for synctest.Wait(); c.now.Load() > 0 && time.Since(start) < time.Second; synctest.Wait() {
		time.Sleep(time.Millisecond)
	}
}

// A wait is what a call does before it answers; an error is its answer.
type wait func(ctx context.Context) error

func none(context.Context) error { return nil }

// late takes no notice of the context.
func late(d time.Duration) wait {
	return func(context.Context) error { time.Sleep(d); return nil }
}

// heeding gives up when the context is done.
func heeding(d time.Duration) wait {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// endless answers for no other reason than that the context is done.
func endless(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// inOwnWords answers for no other reason than that the context is done, with an error of its own. It waits for told, too: the contexts that
// a call has made of its caller's end one after another, and which of them a mirror had would decide what the call has seen.
func inOwnWords(told <-chan struct{}) wait {
	return func(ctx context.Context) error {
		<-ctx.Done()
		<-told
		return errGaveUp
	}
}

// held takes no notice of the context and goes on when the channel is closed.
func held(open <-chan struct{}) wait {
	return func(context.Context) error { <-open; return nil }
}

// A link counts the calls of Close that have begun and those that have ended.
type link struct {
	taking, closed atomic.Int64
	held           <-chan struct{} // Close takes until this is closed; nil for no time
}

func (l *link) Close() {
	l.taking.Add(1)
	if l.held != nil {
		<-l.held
	}
	l.closed.Add(1)
}

type mirror struct {
	name   string
	serial int64
	wait   wait
	err    error           // what it answers after the wait, nil for a result
	parts  <-chan struct{} // the closing of its links takes until this is closed; nil for no time

	crowd *crowd
	lock  sync.Mutex
	given []context.Context
	links []*link
}

func (m *mirror) Probe(ctx context.Context) (probe.Result, error) {
	m.crowd.enter()
	defer m.crowd.leave()
	m.lock.Lock()
	m.given = append(m.given, ctx)
	m.lock.Unlock()
	if err := m.wait(ctx); err != nil {
		return probe.Result{}, err
	}
	if m.err != nil {
		return probe.Result{}, m.err
	}
	opened := &link{held: m.parts}
	m.lock.Lock()
	m.links = append(m.links, opened)
	m.lock.Unlock()
	return probe.Result{Name: m.name, Serial: m.serial, Link: opened}, nil
}

// unclosed counts the links that have been opened and not closed.
func (m *mirror) unclosed() int {
	m.lock.Lock()
	defer m.lock.Unlock()
	count := 0
	for _, one := range m.links {
		if one.closed.Load() == 0 {
			count++
		}
	}
	return count
}

// partings counts the links that are closed or being closed, and fails a test where one is closed twice.
func (m *mirror) partings(t *testing.T) int {
	t.Helper()
	m.lock.Lock()
	defer m.lock.Unlock()
	count := 0
	for _, one := range m.links {
		switch one.taking.Load() {
		case 0:
		case 1:
			count++
		default:
			t.Errorf("R4: a link of %s is closed %d times", m.name, one.taking.Load())
		}
	}
	return count
}

// contexts returns the contexts of all calls so far.
func (m *mirror) contexts() []context.Context {
	m.lock.Lock()
	defer m.lock.Unlock()
	return append([]context.Context(nil), m.given...)
}

// fleet makes mirrors m0, m1, … that behave as shape tells.
func fleet(count int, shape func(i int) (wait, error)) ([]*mirror, *crowd) {
	all := &crowd{}
	mirrors := make([]*mirror, count)
	for i := range mirrors {
		mirrors[i] = &mirror{name: fmt.Sprint("m", i), serial: int64(7000 + 31*i), crowd: all}
		mirrors[i].wait, mirrors[i].err = shape(i)
	}
	return mirrors, all
}

func asMirrors(mirrors []*mirror) []probe.Mirror {
	list := make([]probe.Mirror, len(mirrors))
	for i, one := range mirrors {
		list[i] = one
	}
	return list
}

func namesOf(mirrors []*mirror) []string {
	list := make([]string, len(mirrors))
	for i, one := range mirrors {
		list[i] = one.name
	}
	return list
}

// directory knows a fleet. Before it answers it calls find, if that is set, with the name.
type directory struct {
	mirrors []*mirror
	find    func(name string) error
	lock    sync.Mutex
	asked   []string
}

func (d *directory) Find(name string) (probe.Mirror, error) {
	d.lock.Lock()
	d.asked = append(d.asked, name)
	d.lock.Unlock()
	if d.find != nil {
		if err := d.find(name); err != nil {
			return nil, err
		}
	}
	for _, one := range d.mirrors {
		if one.name == name {
			return one, nil
		}
	}
	return nil, fmt.Errorf("no mirror %q", name)
}

func (d *directory) names() []string {
	d.lock.Lock()
	defer d.lock.Unlock()
	return append([]string(nil), d.asked...)
}

// source yields count reports, each after wait, and then fails with err.
type source struct {
	count int
	wait  wait
	err   error
	crowd crowd
}

func (s *source) Next(ctx context.Context) (probe.Status, error) {
	s.crowd.enter()
	defer s.crowd.leave()
	turn := int(s.crowd.begun.Load())
	if err := s.wait(ctx); err != nil {
		return probe.Status{}, err
	}
	if turn > s.count {
		return probe.Status{}, s.err
	}
	return report(turn), nil
}

func report(turn int) probe.Status {
	return probe.Status{Name: "m", Serial: int64(500 + 3*turn)}
}

// returns runs an operation that has to return. What it leaves behind is no concern of the caller.
func returns(t *testing.T, requirement string, operation func()) {
	t.Helper()
	watch := quiet.New(t)
	call := watch.Go(operation)
	watch.MustReturn(requirement, call)
	quiet.Excuse(watch.Settle())
}

// comesTo tells whether a condition holds when everything has come to rest. Before it says no, it looks again for a
// while, so that a moment at which all goroutines happen to wait is not taken for the end.
func comesTo(watch *quiet.Watch, condition func() bool) bool {
	for range 20 {
		if watch.Settle(); condition() {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func mustBe(t *testing.T, requirement, what string, err, wanted error) {
	t.Helper()
	if !errors.Is(err, wanted) {
		t.Fatalf("%s: %s: error %v, want one that wraps %v", requirement, what, err, wanted)
	}
	if errors.Is(err, errOther) {
		t.Fatalf("%s: %s: error %v matches errors that it has nothing to do with", requirement, what, err)
	}
}
