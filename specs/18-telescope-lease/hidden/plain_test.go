// canary: 7850b835-8c61-4a4f-9fb3-075ff5c5d5a4

package lease_test

import (
	"errors"
	"testing"
	"time"

	"lease"
	"storage"
)

const second = time.Second

func TestOneLeads(t *testing.T) {
	if lease.TTL != 10*second || lease.ErrHeld == nil || lease.ErrNotLeader == nil || errors.Is(lease.ErrHeld, lease.ErrNotLeader) {
		t.Fatal("R11: what lease exports has changed")
	}
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.wantLease("R5", "a new store", storage.Lease{})
		s.does("R6", "Write before any Acquire", a.write("x"), notLeader)
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		before := s.wantHolder("R1", "a has acquired", "a", 10*second)
		s.does("R1", "Acquire while another leads", b.Acquire, held)
		s.does("R6", "Write while another leads", b.write("x"), notLeader)
		s.does("R6", "Renew while another leads", b.Renew, notLeader)
		s.does("R6", "Release while another leads", b.Release, notLeader)
		s.wantLease("R1", "b has failed", before)
		b.clock.set(10*second - 1)
		s.does("R1", "Acquire just before the end", b.Acquire, held)
		b.clock.set(10 * second)
		s.does("R7", "Acquire at the end", b.Acquire, "nil")
		if after := s.wantHolder("R1", "b has acquired", "b", 20*second); after.Epoch <= before.Epoch || before.Epoch == 0 {
			t.Errorf("R1: epochs %d and then %d", before.Epoch, after.Epoch)
		}
		s.does("R3", "Write of the new leader", b.write("y"), "nil")
		s.does("R6", "Write of the former leader", a.write("x"), notLeader)
		s.lands("R3", "b has written", s.command("y"))
	})
}

func TestLeaderWrites(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a := one(s, "a")
		s.lands("R8", "a new store")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		data := []byte("first")
		s.does("R3", "Write", func() error { return a.Write(data) }, "nil")
		copy(data, "spoil")
		s.does("R3", "second Write", a.write("second"), "nil")
		s.does("R3", "empty Write", a.write(""), "nil")
		s.lands("R3", "three commands", s.command("first"), s.command("second"), s.command(""))
		s.lands("R8", "all have landed")
		a.clock.set(10*second - 1)
		s.does("R3", "Write just before the end", a.write("late"), "nil")
		a.clock.set(10 * second)
		s.does("R7", "Write at the end", a.write("too late"), notLeader)
		s.lands("R2", "expired", s.command("late"))
	})
}

func TestLeaderRenews(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		epoch := s.store.Lease().Epoch
		for i := time.Duration(1); i < 4; i++ {
			a.clock.set(i * 9 * second)
			s.does("R4", "Renew", a.Renew, "nil")
			if now := s.wantHolder("R4", "a has renewed", "a", i*9*second+10*second); now.Epoch != epoch {
				t.Errorf("R4: Renew has changed the epoch from %d to %d", epoch, now.Epoch)
			}
			s.does("R3", "Write after Renew", a.write("x"), "nil")
		}
		b.clock.set(30 * second)
		s.does("R1", "Acquire while another leads", b.Acquire, held)
		s.lands("R4", "three commands of one tenure", s.command("x"), s.command("x"), s.command("x"))
	})
}

func TestLeaderReleases(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		epoch := s.store.Lease().Epoch
		s.does("R5", "Release", a.Release, "nil")
		s.wantLease("R5", "a has released", storage.Lease{})
		s.does("R6", "Write after Release", a.write("x"), notLeader)
		s.does("R6", "Renew after Release", a.Renew, notLeader)
		s.does("R6", "second Release", a.Release, notLeader)
		s.wantLease("R6", "calls after Release", storage.Lease{})
		s.does("R1", "Acquire of a released lease", b.Acquire, "nil")
		if now := s.wantHolder("R1", "b has acquired", "b", 10*second); now.Epoch <= epoch {
			t.Errorf("R1: epochs %d and then %d", epoch, now.Epoch)
		}
		s.lands("R3", "no Write has succeeded")
	})
}

func TestLeaderYields(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b, c := one(s, "a"), other(s, "b"), one(s, "c")
		s.does("R6", "Yield before any Acquire", a.yield("b"), notLeader)
		s.wantLease("R6", "Yield before any Acquire", storage.Lease{})
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		epoch := s.store.Lease().Epoch
		a.clock.set(4 * second)
		s.does("R5", "Yield", a.yield("b"), "nil")
		kept := storage.Lease{Holder: "b", Expires: start.Add(14 * second)}
		s.wantLease("R5", "a has yielded to b", kept)
		s.does("R6", "Write after Yield", a.write("x"), notLeader)
		s.does("R6", "Renew after Yield", a.Renew, notLeader)
		s.does("R6", "Release after Yield", a.Release, notLeader)
		s.does("R6", "second Yield", a.yield("c"), notLeader)
		s.does("R1", "Acquire of a lease that is kept for another", a.Acquire, held)
		c.clock.set(14*second - 1)
		s.does("R1", "Acquire of a lease that is kept for another", c.Acquire, held)
		s.wantLease("R5", "a has yielded to b", kept)
		s.does("R1", "Acquire of a lease that is kept", b.Acquire, "nil")
		if now := s.wantHolder("R1", "b has acquired", "b", 10*second); now.Epoch <= epoch {
			t.Errorf("R1: epochs %d and then %d", epoch, now.Epoch)
		}
		s.does("R3", "Write", b.write("y"), "nil")
		s.lands("R3", "b has written", s.command("y"))
		s.does("R5", "Yield", b.yield("a"), "nil")
		c.clock.set(10 * second)
		s.does("R1", "Acquire of a lease that was kept long enough", c.Acquire, "nil")
		s.wantHolder("R1", "c has acquired", "c", 20*second)
	})
}

func TestMachineIsStartedAgain(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, again := one(s, "a"), other(s, "a")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		epoch := s.store.Lease().Epoch
		again.clock.set(3 * second)
		s.does("R1", "Acquire of a lease under the same id", again.Acquire, "nil")
		if now := s.wantHolder("R1", "the machine was started again", "a", 13*second); now.Epoch <= epoch {
			t.Errorf("R1: epochs %d and then %d", epoch, now.Epoch)
		}
		s.does("R3", "Write", again.write("x"), "nil")
		s.lands("R3", "the machine was started again", s.command("x"))
	})
}

func TestStoreIsRestarted(t *testing.T) {
	both(t, func(s *site, one, other factory) {
		a, b := one(s, "a"), other(s, "b")
		s.does("R1", "Acquire of a free lease", a.Acquire, "nil")
		s.does("R3", "Write", a.write("x"), "nil")
		was := s.store.Lease()
		s.restart(a, b)
		s.wantLease("R10", "the store was restarted", was)
		s.does("R1", "Acquire while another leads", b.Acquire, held)
		s.does("R10", "Write after a restart", a.write("y"), "nil")
		s.does("R10", "Renew after a restart", a.Renew, "nil")
		s.lands("R10", "the store was restarted", s.command("x"), s.command("y"))
		s.does("R10", "Release after a restart", a.Release, "nil")
	})
}
