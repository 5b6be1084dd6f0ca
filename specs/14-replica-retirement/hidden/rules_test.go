// canary: abcbbcdb-7641-4bbb-8d61-8c5e2f03d593

package retire_test

import (
	"maps"
	"testing"

	"retire"
	"store"
)

func both(t *testing.T, scenario func(t *testing.T, w *world, first, second service)) {
	services.BothOrders(t, store.New, func(t *testing.T, shared *store.Store, first, second service) {
		scenario(t, worldOver(t, shared), first, second)
	})
}

func TestRetire(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 2, 4)
		mustDo(t, "R1", "Retire", first.Retire("tide2"))
		w.gone("R1", "Retire", "tide2")
		mustBe(t, "R1", "Retire again", second.Retire("tide2"), unknownCopy)
		mustBe(t, "R1", "Retire", second.Retire("tide9"), unknownCopy)
		mustBe(t, "R1", "Retire", second.Retire(""), unknownCopy)
		w.mustHave("R1", "after one of four", "tide", 3)
		mustDo(t, "R1", "Retire", second.Retire("tide1"))
		w.gone("R1", "Retire", "tide1")
		w.pending("tide2", "tide")
		mustDo(t, "R1", "Retire of an ID that has been used before", first.Retire("tide2"))
		w.gone("R1", "Retire", "tide2")
	})
}

func TestReassign(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 3)
		w.dataset("wind", 0, 0)
		mustDo(t, "R1", "Reassign", first.Reassign("tide1", "wind"))
		w.copyIn("R1", "Reassign", "tide1", "wind", retire.Pending)
		w.mustHave("R1", "Reassign", "tide", 2)
		w.mustHave("R1", "Reassign", "wind", 0)
		mustDo(t, "R1", "Reassign back", second.Reassign("tide1", "tide"))
		w.copyIn("R1", "Reassign back", "tide1", "tide", retire.Pending)
		mustBe(t, "R1", "Reassign", second.Reassign("tide7", "wind"), unknownCopy)
		mustBe(t, "R1", "Reassign", second.Reassign("tide2", "ice"), unknownDataset)
		mustDo(t, "R9", "Damage", w.setup.Damage("tide1"))
		mustDo(t, "R1", "Reassign to its own dataset", first.Reassign("tide2", "tide"))
		w.copyIn("R1", "Reassign to its own dataset", "tide2", "tide", retire.Verified)
		mustDo(t, "R1", "Reassign to its own dataset", second.Reassign("tide1", "tide"))
		w.copyIn("R1", "Reassign to its own dataset", "tide1", "tide", retire.Damaged)
		mustDo(t, "R1", "Reassign of a damaged copy", first.Reassign("tide1", "wind"))
		w.copyIn("R1", "Reassign of a damaged copy", "tide1", "wind", retire.Pending)
	})
}

func TestFloor(t *testing.T) {
	for floor := range 4 {
		for count := floor; count < 6; count++ {
			both(t, func(t *testing.T, w *world, first, second service) {
				w.dataset("tide", floor, count)
				w.dataset("wind", 2, 5)
				w.dataset("tides", 1, 3)
				for left := count; left > floor; left-- {
					id := []string{"", "tide1", "tide2", "tide3", "tide4", "tide5"}[left]
					if left%2 == 0 {
						mustDo(t, "R2", "Retire above the floor", first.Retire(id))
					} else {
						mustDo(t, "R2", "Reassign above the floor", second.Reassign(id, "wind"))
					}
				}
				w.mustHave("R2", "down to the floor", "tide", floor)
				if floor > 0 {
					mustBe(t, "R2", "Retire at the floor", first.Retire("tide1"), tooFew)
					mustBe(t, "R2", "Reassign at the floor", second.Reassign("tide1", "wind"), tooFew)
				}
				w.mustHave("R2", "down to the floor", "tide", floor)
				w.mustHave("R2", "of another dataset", "wind", 5)
			})
		}
	}
}

func TestUnverifiedCopiesMayLeave(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 2, 2)
		w.dataset("wind", 0, 0)
		w.pending("p1", "tide")
		w.pending("p2", "tide")
		mustBe(t, "R2", "Retire of a verified copy, where others are pending", first.Retire("tide1"), tooFew)
		mustDo(t, "R2", "Retire of a pending copy", first.Retire("p1"))
		mustDo(t, "R2", "Reassign of a pending copy", second.Reassign("p2", "wind"))
		mustDo(t, "R9", "Damage", w.setup.Damage("tide1"))
		mustBe(t, "R2", "Retire below the floor", second.Retire("tide2"), tooFew)
		mustBe(t, "R2", "Reassign below the floor", second.Reassign("tide2", "wind"), tooFew)
		mustDo(t, "R2", "Retire of a damaged copy below the floor", first.Retire("tide1"))
		w.pending("p3", "tide")
		mustDo(t, "R2", "Reassign of a pending copy below the floor", first.Reassign("p3", "wind"))
		w.floor("tide", 0)
		mustDo(t, "R2", "Retire of the last copy", second.Retire("tide2"))
		mustDo(t, "R9", "Drop", w.setup.Drop("tide"))
	})
}

func TestHolds(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 4)
		w.dataset("wind", 0, 0)
		for range 2 {
			mustDo(t, "R9", "Hold", w.setup.Hold("tide1", "court"))
			mustBe(t, "R3", "Retire of a held copy", first.Retire("tide1"), isHeld)
			mustBe(t, "R3", "Reassign of a held copy", second.Reassign("tide1", "wind"), isHeld)
			w.copyIn("R3", "held", "tide1", "tide", retire.Verified)
			mustDo(t, "R9", "Release", w.setup.Release("tide1"))
		}
		mustDo(t, "R3", "Reassign of a copy that is held no longer", first.Reassign("tide1", "wind"))
		mustDo(t, "R3", "Retire of a copy that is held no longer", second.Retire("tide1"))
		mustDo(t, "R9", "Hold", w.setup.Hold("tide2", "court"))
		mustDo(t, "R3", "Retire beside a held copy", first.Retire("tide3"))
		w.pending("tide3", "tide")
		if w.setup.Held("tide3") || w.setup.Held("tide1") {
			t.Error("R3: a copy that nobody has held is held")
		}
		mustDo(t, "R9", "Hold", w.setup.Hold("tide3", "court"))
		if !w.setup.Held("tide3") {
			t.Error("R3: a hold on a new copy with an old ID has no effect")
		}
	})
}

func TestRefusalsWriteNothing(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 2, 2)
		w.dataset("wind", 0, 1)
		mustDo(t, "R9", "Hold", w.setup.Hold("wind1", "court"))
		before := w.shared.Revision()
		for what, call := range map[string]func() error{
			"Retire at the floor":     func() error { return first.Retire("tide1") },
			"Reassign at the floor":   func() error { return second.Reassign("tide1", "wind") },
			"Retire of a held copy":   func() error { return second.Retire("wind1") },
			"Reassign of a held copy": func() error { return first.Reassign("wind1", "tide") },
			"Retire of no copy":       func() error { return first.Retire("x") },
			"Reassign of no copy":     func() error { return first.Reassign("x", "wind") },
			"Reassign to no dataset":  func() error { return second.Reassign("tide1", "ice") },
		} {
			call()
			if w.shared.Revision() != before {
				t.Fatalf("R7: %s: something was written", what)
			}
		}
	})
}

// TestOtherRecordsStay wants one commit for a call, and no record changed but that of the copy.
func TestOtherRecordsStay(t *testing.T) {
	both(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 2, 4)
		w.dataset("wind", 1, 2)
		w.pending("p1", "tide")
		w.pending("p2", "wind")
		mustDo(t, "R9", "Hold", w.setup.Hold("tide3", "court"))
		mustDo(t, "R9", "Hold", w.setup.Hold("tide2", "court"))
		mustDo(t, "R9", "Release", w.setup.Release("tide2"))
		for what, one := range map[string]struct {
			id   string
			call func() error
		}{
			"Retire":                     {"tide2", func() error { return first.Retire("tide2") }},
			"Retire of a pending copy":   {"p1", func() error { return second.Retire("p1") }},
			"Reassign":                   {"tide4", func() error { return second.Reassign("tide4", "wind") }},
			"Reassign of a pending copy": {"p2", func() error { return second.Reassign("p2", "tide") }},
		} {
			revision, before := w.shared.Revision(), w.records()
			mustDo(t, "R7", what, one.call())
			if got := w.shared.Revision() - revision; got != 1 {
				t.Fatalf("R7: %s: %d commits, want 1", what, got)
			}
			after := w.records()
			delete(before, "copy/"+one.id)
			delete(after, "copy/"+one.id)
			if !maps.Equal(before, after) {
				t.Fatalf("R7: %s: other records were\n%v\nand are\n%v", what, before, after)
			}
		}
	})
}
