// canary: 7850b835-8c61-4a4f-9fb3-075ff5c5d5a4

package lease_test

import (
	"testing"

	"storage"
)

// TestWriteHeldUp lets another controller acquire and write while a Write is held at its clock.
func TestWriteHeldUp(t *testing.T) {
	everyQuestion(t, func(s *site, one, other factory, question int) *slow {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		write := a.starts(question, a.write("stale"))
		s.watch.Settle()
		for _, more := s.store.Next(); more; _, more = s.store.Next() { // what has landed before is no concern here
		}
		b.clock.set(10 * second)
		s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
		s.does("R3", "Write of the new leader", b.write("new"), "nil")
		write.ends("R2", "a Write that was held up until another had acquired and written", notLeader)
		s.does("R6", "Write of the former leader", a.write("later"), notLeader)
		s.does("R3", "Write of the new leader", b.write("newer"), "nil")
		s.lands("R2", "b has acquired and written", s.command("new"), s.command("newer"))
		return write
	})
}

// TestClocksDiffer has a former leader whose clock says that it leads.
func TestClocksDiffer(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		b.clock.set(3600 * second)
		s.does("R7", "Acquire by a clock that is ahead", b.Acquire, "nil")
		s.does("R3", "Write of the new leader", b.write("new"), "nil")
		s.does("R7", "Write of a former leader with a slow clock", a.write("stale"), notLeader)
		a.clock.set(-3600 * second)
		s.does("R7", "Write of a former leader with a slower clock", a.write("stale"), notLeader)
		s.lands("R2", "b leads", s.command("new"))
	})
}

// TestWriteHeldUpBeforeTheFirstOfTheNewLeader is about the moment at which Acquire has returned and nothing is written.
func TestWriteHeldUpBeforeTheFirstOfTheNewLeader(t *testing.T) {
	everyQuestion(t, func(s *site, one, other factory, question int) *slow {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		write := a.starts(question, a.write("stale"))
		b.clock.set(10 * second)
		s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
		write.ends("R2", "a Write that was held up until another had acquired", notLeader)
		s.lands("R2", "b has acquired and not written yet")
		s.does("R6", "Write of the former leader", a.write("later"), notLeader)
		s.lands("R2", "b has acquired and not written yet")
		return write
	})
}

// TestQueueOfAFormerTenure leaves commands in the queue while the lease changes hands in every way.
func TestQueueOfAFormerTenure(t *testing.T) {
	for _, way := range []string{"expired", "released", "yielded", "started again", "acquired again", "restarted", "released and restarted"} {
		both(t, func(s *site, one, other factory) {
			a := one(s, "a")
			next := a
			switch way {
			case "expired", "released", "yielded", "restarted", "released and restarted":
				next = other(s, "b")
			case "started again":
				next = other(s, "a")
			}
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			for _, text := range []string{"1", "2", "3"} {
				s.does("R3", "Write", a.write(text), "nil")
			}
			want := s.command("1")
			if got, ok := s.store.Next(); !ok || string(got.Data) != "1" || got.Epoch != want.Epoch {
				s.t.Errorf("R8: Next hands over %v, want %v", got, want)
			}
			switch way {
			case "released":
				s.does("R5", "Release", a.Release, "nil")
			case "yielded":
				s.does("R5", "Yield", a.yield("b"), "nil")
			case "released and restarted":
				s.does("R5", "Release", a.Release, "nil")
				s.restart(a, next)
			case "restarted":
				s.restart(a, next)
				next.clock.set(10 * second)
			case "expired":
				next.clock.set(10 * second)
			}
			s.does("R1", "Acquire of a lease that was "+way, next.Acquire, "nil")
			s.lands("R2", way+": the next tenure has begun, commands of the former one were waiting")
			s.does("R3", "Write", next.write("4"), "nil")
			s.lands("R2", way+": the next tenure has begun", s.command("4"))
		})
	}
}

// TestQueueBeforeTheNextTenure says what still lands.
func TestQueueBeforeTheNextTenure(t *testing.T) {
	for places := range 4 {
		restart, yields := places&1 > 0, places&2 > 0
		both(t, func(s *site, one, other factory) {
			a, b := one(s, "a"), other(s, "b")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			s.does("R3", "Write", a.write("1"), "nil")
			s.does("R3", "Write", a.write("2"), "nil")
			wants := []storage.Command{s.command("1"), s.command("2")}
			s.does("R1", "Acquire while another leads", b.Acquire, held)
			if restart {
				s.restart(a, b)
			}
			s.does("R3", "Write", a.write("3"), "nil")
			wants = append(wants, s.command("3"))
			s.does("R4", "Renew", a.Renew, "nil")
			if yields {
				s.does("R5", "Yield", a.yield("b"), "nil")
			} else {
				s.does("R5", "Release", a.Release, "nil")
			}
			s.does("R6", "Write after the tenure", a.write("4"), notLeader)
			a.clock.set(3600 * second)
			if restart {
				s.restart(a, b)
			}
			s.lands("R2", "the tenure is over, and nobody has acquired", wants...)
		})
	}
}

// TestWriteHeldUpUntilLeaderAgain has the controller lose the lease and get it back while its Write is held up.
func TestWriteHeldUpUntilLeaderAgain(t *testing.T) {
	for _, between := range []bool{true, false} {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a, b := one(s, "a"), other(s, "b")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			write := a.starts(question, a.write("stale"))
			if between {
				b.clock.set(10 * second)
				s.does("R1", "Acquire of an expired lease", b.Acquire, "nil")
				s.does("R5", "Release", b.Release, "nil")
			}
			s.does("R1", "Acquire, a second time", a.Acquire, "nil")
			write.ends("R6", "a Write that was held up until its controller led again", notLeader)
			s.lands("R2", "the Write began in an earlier tenure")
			s.does("R3", "Write", a.write("new"), "nil")
			s.lands("R2", "a leads again", s.command("new"))
			return write
		})
	}
}

// TestWriteHeldUpUntilReleased has another goroutine release or yield.
func TestWriteHeldUpUntilReleased(t *testing.T) {
	for _, to := range []string{"", "a", "b"} {
		everyQuestion(t, func(s *site, one, other factory, question int) *slow {
			a := one(s, "a")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			write := a.starts(question, a.write("stale"))
			if to == "" {
				s.does("R5", "Release", a.Release, "nil")
			} else {
				s.does("R5", "Yield", a.yield(to), "nil")
			}
			if write.ends("R6", "a Write that was held up until its tenure was released or yielded", notLeader) != "nil" {
				s.lands("R3", "the Write has failed")
			}
			s.does("R6", "Write after the tenure", a.write("later"), notLeader)
			return write
		})
	}
}

// TestYieldedToWithoutTenure has controllers write while the lease names their id and they have not acquired.
func TestYieldedToWithoutTenure(t *testing.T) {
	for _, to := range []string{"a", "b", "c"} {
		both(t, func(s *site, one, other factory) {
			a, b, again := one(s, "a"), other(s, "b"), other(s, "a")
			s.does("R1", "Acquire of a free lease", b.Acquire, "nil")
			s.does("R5", "Release", b.Release, "nil")
			s.does("R1", "Acquire of a released lease", a.Acquire, "nil")
			s.does("R3", "Write", a.write("1"), "nil")
			want := s.command("1")
			s.does("R5", "Yield", a.yield(to), "nil")
			for _, next := range []*controller{a, b, again, other(s, "c"), one(s, "c")} {
				s.does("R6", "Write while the lease is kept for "+to, next.write("none"), notLeader)
			}
			s.lands("R2", "nobody has acquired after Yield", want)
		})
	}
}

// TestFormerProcessOfTheMachine has two processes with one id.
func TestFormerProcessOfTheMachine(t *testing.T) {
	everyQuestion(t, func(s *site, one, other factory, question int) *slow {
		a, again := one(s, "a"), other(s, "a")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		write := a.starts(question, a.write("stale"))
		s.does("R6", "Write of a process that has not acquired", again.write("early"), notLeader)
		s.does("R1", "Acquire of a lease under the same id", again.Acquire, "nil")
		write.ends("R2", "a Write that was held up until the machine was started again", notLeader)
		s.does("R6", "Write of the former process", a.write("stale"), notLeader)
		s.does("R3", "Write", again.write("new"), "nil")
		s.lands("R2", "the machine was started again", s.command("new"))
		return write
	})
}

// TestNeverAcquired writes where no tenure is known.
func TestNeverAcquired(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R6", "Write before any Acquire", a.write("x"), notLeader)
		s.does("R1", "Acquire of a free lease", b.Acquire, "nil")
		s.does("R1", "Acquire while another leads", a.Acquire, held)
		s.does("R6", "Write after a failed Acquire", a.write("x"), notLeader)
		s.does("R5", "Release", b.Release, "nil")
		s.does("R6", "Write while nobody leads", a.write("x"), notLeader)
		s.restart(a, b)
		s.does("R6", "Write while nobody leads, after a restart", a.write("x"), notLeader)
		s.lands("R3", "no Write has succeeded")
	})
}
