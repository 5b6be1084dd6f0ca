// canary: abcbbcdb-7641-4bbb-8d61-8c5e2f03d593

package retire_test

import (
	"testing"

	"retire"
	"specgen/quiet"
	"store"
)

// alike runs a scenario with services of two processes, in both orders, and with one process for both calls.
func alike(t *testing.T, scenario func(t *testing.T, w *world, first, second service)) {
	both(t, scenario)
	t.Run("one process", func(t *testing.T) {
		shared := store.New()
		one := retire.New(shared)
		scenario(t, worldOver(t, shared), one, one)
	})
	t.Run("one process, two services", func(t *testing.T) {
		shared := store.New()
		scenario(t, worldOver(t, shared), retire.New(shared), retire.New(shared))
	})
}

// retirementsMeet lets two retirements meet that the dataset can bear only one of.
func retirementsMeet(t *testing.T, w *world, first, second service, one, other string) {
	t.Helper()
	left, rest := w.meet(func() error { return first.Retire(one) }, func() error { return second.Retire(other) })
	mustDo(t, "R5", "Retire while another one is under way", rest[0])
	mustYield(t, "R2", "Retire after another one has come first", left, tooFew)
	w.gone("R5", "two retirements", other)
	w.copyIn("R2", "two retirements", one, "tide", retire.Verified)
}

func TestTwoRetirements(t *testing.T) {
	for floor := 1; floor < 4; floor++ {
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", floor, floor+1)
			retirementsMeet(t, w, first, second, "tide1", "tide2")
			w.mustHave("R2", "two retirements", "tide", floor)
		})
	}
}

// TestTwoRetirementsAtOnce holds both at their commits and lets them go in either order.
func TestTwoRetirementsAtOnce(t *testing.T) {
	for _, firstGoesFirst := range []bool{true, false} {
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", 2, 3)
			watch := quiet.New(t)
			var errs [2]error
			parks := []*stop{w.stopNextCommit(), nil}
			one := watch.Go(func() { errs[0] = first.Retire("tide1") })
			watch.Settle()
			parks[1] = w.stopNextCommit()
			other := watch.Go(func() { errs[1] = second.Retire("tide2") })
			watch.Settle()
			calls := []*quiet.Call{one, other}
			order := []int{0, 1}
			if !firstGoesFirst {
				order = []int{1, 0}
			}
			parks[order[0]].release()
			if watch.Stuck(calls[order[0]]) {
				parks[order[1]].release()
				watch.Settle()
				t.Fatal("R8: a call waits for another one that has come as far as its commit")
			}
			parks[order[1]].release()
			watch.MustReturn("R6", one, other)
			mustDo(t, "R5", "Retire that commits first", errs[order[0]])
			mustYield(t, "R2", "Retire that commits last", errs[order[1]], tooFew)
			w.mustHave("R2", "two retirements at once", "tide", 2)
		})
	}
}

func TestSameCopyTwice(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 3)
		left, rest := w.meet(func() error { return first.Retire("tide1") }, func() error { return second.Retire("tide1") })
		mustDo(t, "R5", "Retire", rest[0])
		mustYield(t, "R5", "Retire of a copy that has been retired meanwhile", left, unknownCopy)
		w.mustHave("R5", "one copy retired twice", "tide", 2)
	})
}

// TestRetirementsAgain lets pairs of retirements meet over and over in one store.
func TestRetirementsAgain(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 2, 3)
		for turn := range 6 {
			if turn%2 == 0 {
				retirementsMeet(t, w, first, second, "tide1", "tide2")
				w.verified("tide2", "tide")
			} else {
				retirementsMeet(t, w, second, first, "tide2", "tide3")
				w.verified("tide3", "tide")
			}
		}
		w.mustHave("R2", "after six pairs", "tide", 3)
	})
}

// leaves are the ways in which a copy leaves its dataset.
var leaves = map[string]func(s service, id string) error{
	"Retire":   func(s service, id string) error { return s.Retire(id) },
	"Reassign": func(s service, id string) error { return s.Reassign(id, "wind") },
}

func TestReassignedMeanwhile(t *testing.T) {
	for what, leave := range leaves {
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", 2, 3)
			w.dataset("wind", 1, 1)
			left, rest := w.meet(func() error { return leave(first, "tide1") }, func() error { return second.Reassign("tide2", "wind") })
			mustDo(t, "R5", "Reassign", rest[0])
			mustYield(t, "R2", what+" after a copy has been reassigned", left, tooFew)
			w.mustHave("R2", what+" after a copy has been reassigned", "tide", 2)
			w.copyIn("R5", "Reassign", "tide2", "wind", retire.Pending)
		})
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", 2, 3)
			w.dataset("wind", 1, 1)
			left, rest := w.meet(func() error { return first.Reassign("tide1", "wind") }, func() error { return leave(second, "tide2") })
			mustDo(t, "R5", what, rest[0])
			mustYield(t, "R2", "Reassign after another copy has left", left, tooFew)
			w.copyIn("R2", "Reassign after another copy has left", "tide1", "tide", retire.Verified)
		})
	}
}
