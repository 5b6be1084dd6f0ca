// canary: 7850b835-8c61-4a4f-9fb3-075ff5c5d5a4

package lease_test

import (
	"testing"

	"storage"
)

// TestEpochsGrow begins tenures in every way, with restarts in between at every place.
func TestEpochsGrow(t *testing.T) {
	for places := range 16 {
		both(t, func(s *site, one, other factory) {
			a, b := one(s, "a"), other(s, "b")
			restart := func(place int) {
				if places&(1<<place) != 0 {
					s.restart(a, b)
				}
			}
			last := uint64(0)
			begins := func(next *controller) {
				s.does("R1", "Acquire", next.Acquire, "nil")
				now := s.store.Lease().Epoch
				if now <= last {
					s.t.Errorf("R1: restarts at places %04b: epoch %d comes after %d", places, now, last)
				}
				last = now
				s.does("R3", "Write", next.write("x"), "nil")
				s.lands("R3", "a new tenure", s.command("x"))
			}
			begins(a)
			restart(0)
			s.does("R5", "Release", a.Release, "nil")
			restart(1)
			begins(b)
			begins(b)
			restart(2)
			s.does("R5", "Yield", b.yield("a"), "nil")
			restart(3)
			restart(3)
			s.does("R10", "Acquire of a lease that is kept for another", b.Acquire, held)
			begins(a)
			a.clock.set(20 * second)
			begins(a)
		})
	}
}

// TestFormerLeaderAfterRestart lets a former leader find the restarted store.
func TestFormerLeaderAfterRestart(t *testing.T) {
	for _, released := range []bool{false, true} {
		both(t, func(s *site, one, other factory) {
			a, b := one(s, "a"), other(s, "b")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			if released {
				again := one(s, "a")
				s.does("R1", "Acquire of a lease under the same id", again.Acquire, "nil")
				s.does("R5", "Release", again.Release, "nil")
			}
			s.restart(b)
			b.clock.set(10 * second)
			s.does("R1", "Acquire after a restart", b.Acquire, "nil")
			s.does("R3", "Write", b.write("x"), "nil")
			was := s.store.Lease()
			a.Connect(s.store)
			s.does("R6", "Write of a former leader after a restart", a.write("stale"), notLeader)
			s.does("R6", "Renew of a former leader after a restart", a.Renew, notLeader)
			s.does("R6", "Release of a former leader after a restart", a.Release, notLeader)
			s.wantLease("R6", "the former leader has tried", was)
			s.lands("R10", "b leads", s.command("x"))
		})
	}
}

// TestSnapshotStays goes on after a snapshot, and after a store was made of it.
func TestSnapshotStays(t *testing.T) {
	for _, reloaded := range []bool{false, true} {
		both(t, func(s *site, one, other factory) {
			a := one(s, "a")
			s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
			s.does("R3", "Write", a.write("1"), "nil")
			s.does("R3", "Write", a.write("2"), "nil")
			snapshot, lease := s.store.Snapshot(), s.store.Lease()
			wants := []storage.Command{s.command("1"), s.command("2")}
			if reloaded {
				s.store = storage.Reload(snapshot)
				a.Connect(s.store)
			}
			s.does("R10", "Write", a.write("3"), "nil")
			a.clock.set(second)
			s.does("R10", "Renew", a.Renew, "nil")
			for _, text := range []string{"1", "2", "3"} {
				handed, _ := s.store.Next()
				if string(handed.Data) != text {
					s.t.Errorf("R10: after a snapshot %q lands, want %q", handed.Data, text)
				}
				copy(handed.Data, "?")
			}
			if got := snapshot.Lease; got.Holder != lease.Holder || got.Epoch != lease.Epoch || !got.Expires.Equal(lease.Expires) {
				s.t.Errorf("R10: the lease in an older snapshot is %v, want %v", got, lease)
			}
			if !same(snapshot.Queue, wants) {
				s.t.Errorf("R10: the queue in an older snapshot is %v, want %v", texts(snapshot.Queue), texts(wants))
			}
		})
	}
}
