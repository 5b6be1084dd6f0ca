// canary: abcbbcdb-7641-4bbb-8d61-8c5e2f03d593

package retire_test

import (
	"testing"

	"retire"
)

// TestDamagedMeanwhile finds each of the other copies damaged while one is about to leave.
func TestDamagedMeanwhile(t *testing.T) {
	for what, leave := range leaves {
		for _, damaged := range []string{"tide1", "tide3"} {
			alike(t, func(t *testing.T, w *world, first, second service) {
				w.dataset("tide", 2, 3)
				w.dataset("wind", 0, 0)
				left, rest := w.meet(func() error { return leave(first, "tide2") }, func() error { return second.Damage(damaged) })
				mustDo(t, "R9", "Damage", rest[0])
				mustYield(t, "R2", what+" after another copy has been damaged", left, tooFew)
				w.copyIn("R2", what+" after another copy has been damaged", "tide2", "tide", retire.Verified)
				w.copyIn("R9", "Damage", damaged, "tide", retire.Damaged)
			})
		}
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", 2, 3)
			w.dataset("wind", 0, 0)
			mustDo(t, "R9", "Damage", w.setup.Damage("tide3"))
			left, rest := w.meet(func() error { return second.Damage("tide1") }, func() error { return leave(first, "tide3") })
			mustDo(t, "R2", what+" of a damaged copy", rest[0])
			mustDo(t, "R9", "Damage", left)
			left, rest = w.meet(func() error { return leave(first, "tide1") }, func() error { return second.Verify("tide1") })
			mustDo(t, "R9", "Verify", rest[0])
			mustYield(t, "R2", what+" of a copy that has been verified meanwhile", left, tooFew)
		})
	}
}

// TestFloorRaisedMeanwhile raises the floor while a copy is about to leave, from zero too.
func TestFloorRaisedMeanwhile(t *testing.T) {
	for what, leave := range leaves {
		for floor := range 3 {
			alike(t, func(t *testing.T, w *world, first, second service) {
				w.dataset("tide", floor, floor+1)
				w.dataset("wind", 0, 0)
				left, rest := w.meet(func() error { return leave(first, "tide1") }, func() error { return second.Require("tide", floor+1) })
				mustDo(t, "R9", "Require", rest[0])
				mustYield(t, "R2", what+" after the floor has been raised", left, tooFew)
				w.mustHave("R2", what+" after the floor has been raised", "tide", floor+1)
			})
			alike(t, func(t *testing.T, w *world, first, second service) {
				w.dataset("tide", floor, floor+1)
				w.dataset("wind", 0, 0)
				left, rest := w.meet(func() error { return second.Require("tide", floor+1) }, func() error { return leave(first, "tide1") })
				mustDo(t, "R5", what, rest[0])
				mustYield(t, "R2", "Require after "+what, left, tooFew)
				w.mustHave("R5", "Require after "+what, "tide", floor)
			})
		}
	}
}

// TestHeldMeanwhile puts a hold on a copy that is about to leave. It may be its first, or there may have been another.
func TestHeldMeanwhile(t *testing.T) {
	for what, leave := range leaves {
		for _, before := range []int{0, 1, 2} {
			for _, id := range []string{"tide1", "p1"} {
				prepare := func(w *world) {
					w.dataset("tide", 1, 3)
					w.dataset("wind", 0, 0)
					w.pending("p1", "tide")
					for range before {
						mustDo(w.t, "R9", "Hold", w.setup.Hold(id, "court"))
						mustDo(w.t, "R9", "Release", w.setup.Release(id))
					}
				}
				alike(t, func(t *testing.T, w *world, first, second service) {
					prepare(w)
					left, rest := w.meet(func() error { return leave(first, id) }, func() error { return second.Hold(id, "fire") })
					mustDo(t, "R9", "Hold", rest[0])
					mustYield(t, "R3", what+" after a hold has come", left, isHeld)
					if one, err := w.setup.Copy(id); err != nil || one.Dataset != "tide" || !w.setup.Held(id) {
						t.Fatalf("R3: %s after a hold has come: copy %s is %+v, %v, held %v", what, id, one, err, w.setup.Held(id))
					}
				})
				alike(t, func(t *testing.T, w *world, first, second service) {
					prepare(w)
					left, rest := w.meet(func() error { return second.Hold(id, "fire") }, func() error { return leave(first, id) })
					mustDo(t, "R5", what, rest[0])
					if what == "Retire" {
						mustYield(t, "R3", "Hold after Retire", left, unknownCopy)
						if w.setup.Held(id) {
							t.Fatal("R3: a copy that does not exist is held")
						}
					}
				})
			}
		}
	}
}

// TestDroppedMeanwhile drops the dataset that a copy is about to come to.
func TestDroppedMeanwhile(t *testing.T) {
	for _, id := range []string{"tide1", "p1", "d1"} {
		prepare := func(w *world) {
			w.dataset("tide", 1, 3)
			w.dataset("wind", 0, 0)
			w.pending("p1", "tide")
			w.pending("d1", "tide")
			mustDo(w.t, "R9", "Damage", w.setup.Damage("d1"))
		}
		alike(t, func(t *testing.T, w *world, first, second service) {
			prepare(w)
			left, rest := w.meet(func() error { return first.Reassign(id, "wind") }, func() error { return second.Drop("wind") })
			mustDo(t, "R9", "Drop", rest[0])
			mustYield(t, "R4", "Reassign to a dataset that has been dropped meanwhile", left, unknownDataset)
			if one, err := w.setup.Copy(id); err != nil || one.Dataset != "tide" {
				t.Fatalf("R4: Reassign to a dataset that has been dropped meanwhile: copy %s is %+v, %v", id, one, err)
			}
		})
		alike(t, func(t *testing.T, w *world, first, second service) {
			prepare(w)
			left, rest := w.meet(func() error { return second.Drop("wind") }, func() error { return first.Reassign(id, "wind") })
			mustDo(t, "R5", "Reassign", rest[0])
			mustYield(t, "R4", "Drop after a copy has come", left, inUse)
			w.copyIn("R4", "Drop after a copy has come", id, "wind", retire.Pending)
		})
	}
}

// TestNothingToChange reassigns copies to the dataset that they belong to.
func TestNothingToChange(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, _ service) {
		w.dataset("tide", 1, 3)
		w.dataset("wind", 1, 3)
		w.pending("p1", "tide")
		mustDo(t, "R9", "Hold", w.setup.Hold("tide2", "court"))
		mustDo(t, "R9", "Release", w.setup.Release("tide2"))
		before := w.shared.Revision()
		for _, id := range []string{"tide1", "tide2", "p1"} {
			mustDo(t, "R1", "Reassign to its own dataset", first.Reassign(id, "tide"))
			if w.shared.Revision() != before {
				t.Fatalf("R7: Reassign of %s to its own dataset has written something", id)
			}
		}
	})
}
