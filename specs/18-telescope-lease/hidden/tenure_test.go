// canary: 7850b835-8c61-4a4f-9fb3-075ff5c5d5a4

package lease_test

import (
	"testing"
	"time"

	"storage"
)

// TestFormerLeaderRenewsOrReleases calls late.
func TestFormerLeaderRenewsOrReleases(t *testing.T) {
	for _, next := range []string{"a", "b"} {
		both(t, func(s *site, one, other factory) {
			a, b := one(s, "a"), other(s, next)
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			b.clock.set(10 * second)
			s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
			was := s.store.Lease()
			s.does("R6", "Renew of a former leader", a.Renew, notLeader)
			s.wantLease("R6", "Renew of a former leader", was)
			s.does("R6", "Release of a former leader", a.Release, notLeader)
			s.wantLease("R6", "Release of a former leader", was)
			s.does("R6", "Yield of a former leader", a.yield("a"), notLeader)
			s.wantLease("R6", "Yield of a former leader", was)
			s.does("R3", "Write of the leader", b.write("x"), "nil")
			s.does("R4", "Renew of the leader", b.Renew, "nil")
		})
	}
}

// TestExpiredLeaderRenewsOrReleases calls late while nobody else has acquired.
func TestExpiredLeaderRenewsOrReleases(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a := one(s, "a")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		was := s.store.Lease()
		for _, late := range []int{0, 1, 3600} {
			a.clock.set(10*second + time.Duration(late)*second)
			s.does("R6", "Renew of an expired lease", a.Renew, notLeader)
			s.does("R6", "Release of an expired lease", a.Release, notLeader)
			s.does("R6", "Yield of an expired lease", a.yield("b"), notLeader)
			s.wantLease("R6", "an expired lease", was)
		}
		s.does("R1", "Acquire of an expired lease", a.Acquire, "nil")
		s.does("R4", "Renew", a.Renew, "nil")
	})
}

// TestChangeHeldUp lets others act while a Renew, a Release or a Yield is held at its clock.
func TestChangeHeldUp(t *testing.T) {
	for _, name := range changes {
		for _, next := range []string{"a", "b"} {
			everyQuestion(t, func(s *site, one, other factory, question int) *slow {
				a, b := one(s, "a"), other(s, next)
				s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
				call := a.starts(question, a.change(name))
				b.clock.set(10 * second)
				s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
				was := s.store.Lease()
				call.ends("R6", "a "+name+" that was held up until another had acquired", notLeader)
				s.wantLease("R6", "a "+name+" that was held up until another had acquired", was)
				s.does("R3", "Write of the leader", b.write("x"), "nil")
				return call
			})
		}
	}
}

// changes are the calls of a leader that change the lease.
var changes = []string{"Renew", "Release", "Yield to a", "Yield to c"}

func (c *controller) change(name string) func() error {
	switch name {
	case "Renew":
		return c.Renew
	case "Release":
		return c.Release
	default:
		return c.yield(name[len("Yield to "):])
	}
}

// TestChangeHeldUpUntilLeaderAgain has the controller lead again by then, in a tenure that the call does not
// belong to.
func TestChangeHeldUpUntilLeaderAgain(t *testing.T) {
	for _, name := range changes {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a, b := one(s, "a"), other(s, "b")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			a.clock.set(2 * second)
			call := a.starts(question, a.change(name))
			b.clock.set(20 * second)
			s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
			s.does("R5", "Release", b.Release, "nil")
			a.clock.set(5 * second)
			s.does("R1", "Acquire, a second time", a.Acquire, "nil")
			was := s.store.Lease()
			call.ends("R6", "a "+name+" that was held up until its controller led again", notLeader)
			s.wantLease("R6", "a "+name+" that was held up until its controller led again", was)
			s.does("R3", "Write of the leader", a.write("x"), "nil")
			return call
		})
	}
}

// TestRenewHeldUpUntilReleased has another goroutine release or yield.
func TestRenewHeldUpUntilReleased(t *testing.T) {
	for _, to := range []string{"", "a", "b"} {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a := one(s, "a")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			call := a.starts(question, a.Renew)
			want := storage.Lease{}
			if to == "" {
				s.does("R5", "Release", a.Release, "nil")
			} else {
				s.does("R5", "Yield", a.yield(to), "nil")
				want = storage.Lease{Holder: to, Expires: start.Add(10 * second)}
			}
			call.ends("R6", "a Renew that was held up until the tenure was released or yielded", notLeader)
			s.wantLease("R5", "the tenure has ended while a Renew was held up", want)
			s.does("R6", "Write after the tenure", a.write("x"), notLeader)
			return call
		})
	}
}

// TestYieldedToWithoutTenureChangesNothing has controllers act on a lease that names their id, while they have not
// acquired.
func TestYieldedToWithoutTenureChangesNothing(t *testing.T) {
	for _, to := range []string{"a", "b", "c"} {
		both(t, func(s *site, one, other factory) {
			a, b, again := one(s, "a"), other(s, "b"), other(s, "a")
			s.does("R1", "Acquire of a free lease", b.Acquire, "nil")
			s.does("R5", "Release", b.Release, "nil")
			s.does("R1", "Acquire of a released lease", a.Acquire, "nil")
			s.does("R5", "Yield", a.yield(to), "nil")
			was := s.store.Lease()
			for _, next := range []*controller{a, b, again, other(s, "c"), one(s, "c")} {
				for _, name := range changes {
					s.does("R6", name+" while the lease is kept for "+to, next.change(name), notLeader)
					s.wantLease("R6", name+" while the lease is kept for "+to, was)
				}
			}
		})
	}
}

// TestAcquireTogether holds two controllers that have seen the lease free or expired.
func TestAcquireTogether(t *testing.T) {
	for _, expired := range []bool{false, true} {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a, b := one(s, "a"), other(s, "b")
			if expired {
				c := one(s, "c")
				s.does("R1", "Acquire of a free lease", c.Acquire, "nil")
				a.clock.set(10 * second)
				b.clock.set(10 * second)
			}
			call := a.starts(question, a.Acquire)
			wantOfB := "nil"
			if !call.held {
				wantOfB = held
			}
			s.does("R1", "Acquire while that of another is held up", b.Acquire, wantOfB)
			was := s.store.Lease()
			call.ends("R1", "an Acquire that was held up until another had acquired", held)
			s.wantLease("R1", "an Acquire that was held up until another had acquired", was)
			if call.held {
				s.does("R6", "Write after a failed Acquire", a.write("x"), notLeader)
				s.does("R3", "Write of the leader", b.write("y"), "nil")
				s.lands("R3", "b leads", s.command("y"))
			}
			return call
		})
	}
}

// TestFailedAcquireChangesNothing keeps tenure and queue of the leader.
func TestFailedAcquireChangesNothing(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", b.Acquire, "nil")
		a.clock.set(10 * second)
		s.does("R1", "Acquire of an expired lease", a.Acquire, "nil")
		s.does("R3", "Write", a.write("1"), "nil")
		was := s.store.Lease()
		for range 3 {
			s.does("R1", "Acquire while another leads", b.Acquire, held)
			s.does("R6", "Renew after a failed Acquire", b.Renew, notLeader)
			s.does("R6", "Release after a failed Acquire", b.Release, notLeader)
		}
		s.wantLease("R1", "b has failed", was)
		s.does("R3", "Write", a.write("2"), "nil")
		s.lands("R1", "b has failed", s.command("1"), s.command("2"))
	})
}

// TestRenewWithoutTenure calls where no tenure is known.
func TestRenewWithoutTenure(t *testing.T) {
	for _, name := range []string{"a new store", "a released lease", "a released lease, after a restart"} {
		both(t, func(s *site, one, other factory) {
			a, b := one(s, "a"), other(s, "b")
			if name != "a new store" {
				s.does("R1", "Acquire of a free lease", b.Acquire, "nil")
				s.does("R5", "Release", b.Release, "nil")
			}
			if name == "a released lease, after a restart" {
				s.restart(a, b)
			}
			for _, one := range []*controller{a, b} {
				s.does("R6", name+": Renew", one.Renew, notLeader)
				s.does("R6", name+": Release", one.Release, notLeader)
				s.does("R6", name+": Write", one.write("x"), notLeader)
				s.wantLease("R6", name, storage.Lease{})
			}
		})
	}
}

// TestHeldCallsHoldNobodyUp looks at all methods while each of the others is held at the clock.
func TestHeldCallsHoldNobodyUp(t *testing.T) {
	for kind := range 5 {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a, b := one(s, "a"), other(s, "b")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			call := a.starts(question, []func() error{a.Acquire, a.Renew, a.Release, a.write("x"), a.yield("b")}[kind])
			s.does("R9", "Acquire of another while a call is held up", b.Acquire, map[bool]string{true: "nil", false: held}[(kind == 2 || kind == 4) && !call.held])
			if call.held {
				s.does("R9", "Write while a call is held up", a.write("x"), "nil")
				s.does("R9", "Renew while a call is held up", a.Renew, "nil")
			}
			s.watch.MustReturn("R9", s.watch.Go(func() { s.store.Next(); s.store.Lease(); s.store.Snapshot() }))
			s.gates.Open(a.clock.name)
			s.watch.MustReturn("R9", call.call)
			return call
		})
	}
}
