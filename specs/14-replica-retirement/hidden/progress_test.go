// canary: abcbbcdb-7641-4bbb-8d61-8c5e2f03d593

package retire_test

import (
	"fmt"
	"testing"

	"retire"
	"specgen/quiet"
)

// TestBothMayLeave lets two calls meet for both of which there are copies enough.
func TestBothMayLeave(t *testing.T) {
	for what, leave := range leaves {
		for then, other := range leaves {
			alike(t, func(t *testing.T, w *world, first, second service) {
				w.dataset("tide", 2, 4)
				w.dataset("wind", 1, 1)
				left, rest := w.meet(func() error { return leave(first, "tide1") }, func() error { return other(second, "tide2") })
				mustDo(t, "R5", then, rest[0])
				mustDo(t, "R5", what+" with copies enough for both", left)
				w.mustHave("R5", "two of four copies have left", "tide", 2)
			})
		}
	}
}

// TestManyConflicts writes every record just before each of a hundred commits.
func TestManyConflicts(t *testing.T) {
	for what, leave := range leaves {
		both(t, func(t *testing.T, w *world, first, _ service) {
			w.dataset("tide", 2, 4)
			w.dataset("wind", 1, 1)
			watch := quiet.New(t)
			busy, turns := false, 0
			w.shared.BeforeCommit(func() {
				if busy || turns == 100 {
					return
				}
				busy = true
				defer func() { busy = false }()
				turns++
				for i := range 4 {
					mustDo(t, "R9", "Verify", w.setup.Verify(fmt.Sprint("tide", i+1)))
				}
				w.floor("tide", 2)
				w.floor("wind", 1)
			})
			var left error
			call := watch.Go(func() { left = leave(first, "tide1") })
			watch.MustReturn("R6", call)
			mustDo(t, "R6", what+" after a hundred conflicts", left)
			w.mustHave("R6", what, "tide", 3)
		})
	}
}

// TestNobodyWaits leaves a call at its commit for good while others go about their business.
func TestNobodyWaits(t *testing.T) {
	for what, leave := range leaves {
		alike(t, func(t *testing.T, w *world, first, second service) {
			w.dataset("tide", 2, 5)
			w.dataset("wind", 1, 5)
			w.pending("p1", "tide")
			left, rest := w.meet(func() error { return leave(first, "tide1") },
				func() error { return second.Retire("tide2") },
				func() error { return second.Reassign("tide3", "wind") },
				func() error { return second.Reassign("wind1", "tide") },
				func() error { return second.Retire("p1") },
				func() error { return second.Damage("tide5") },
				func() error { return second.Hold("tide4", "court") },
				func() error { return second.Retire("wind3") })
			for i, err := range rest {
				mustDo(t, "R8", fmt.Sprintf("call %d while a %s is at its commit", i, what), err)
			}
			mustBe(t, "R2", what+" after all that", left, tooFew)
			w.copyIn("R2", what+" after all that", "tide1", "tide", retire.Verified)
		})
	}
}

// TestDatasetsApart counts commits: calls that have no copy and no dataset in common need one each.
func TestDatasetsApart(t *testing.T) {
	for what, leave := range leaves {
		alike(t, func(t *testing.T, w *world, first, second service) {
			for _, name := range []string{"tide", "wind", "ice", "fog", "tides"} {
				w.dataset(name, 2, 4)
			}
			for turn := range 3 {
				watch := quiet.New(t)
				park := w.stopNextCommit()
				var left error
				call := watch.Go(func() { left = leave(first, fmt.Sprint("tide", turn+1)) })
				watch.Settle()
				errs := make([]error, 3)
				others := watch.Go(func() {
					errs[0] = second.Retire(fmt.Sprint("ice", turn+1))
					errs[1] = second.Reassign(fmt.Sprint("fog", turn+1), "ice")
					errs[2] = second.Retire(fmt.Sprint("tides", turn+1))
				})
				if watch.Stuck(others) {
					park.release()
					watch.Settle()
					t.Fatalf("R8: %s is at its commit, and calls for other datasets wait for it", what)
				}
				park.release()
				watch.MustReturn("R6", call)
				w.shared.BeforeCommit(nil)
				for i, err := range append(errs, left) {
					if turn < 2 {
						mustDo(t, "R8", fmt.Sprintf("call %d beside a %s for another dataset", i, what), err)
					} else {
						mustBe(t, "R2", fmt.Sprintf("call %d at the floor, beside a %s", i, what), err, tooFew)
					}
				}
				if got := park.commits.Load(); turn < 2 && got != 4 {
					t.Fatalf("R8: 4 calls for different datasets came to %d commits", got)
				}
			}
		})
	}
}

// TestReassignmentsMeet lets two datasets give each other a copy, and one dataset gain a copy while it loses another.
func TestReassignmentsMeet(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 2)
		w.dataset("wind", 1, 2)
		left, rest := w.meet(func() error { return first.Reassign("tide1", "wind") }, func() error { return second.Reassign("wind1", "tide") })
		mustDo(t, "R5", "Reassign", rest[0])
		mustDo(t, "R5", "Reassign the other way", left)
		w.copyIn("R5", "exchange", "tide1", "wind", retire.Pending)
		w.copyIn("R5", "exchange", "wind1", "tide", retire.Pending)
		left, rest = w.meet(func() error { return first.Reassign("tide1", "tide") }, func() error { return second.Retire("tide2") })
		mustBe(t, "R2", "Retire of the last verified copy", rest[0], tooFew)
		mustDo(t, "R5", "Reassign of a pending copy", left)
	})
}

// TestSameCopyLeavesTwice lets a copy go to another dataset while it is to leave the first.
func TestSameCopyLeavesTwice(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 3)
		w.dataset("wind", 3, 3)
		left, rest := w.meet(func() error { return first.Retire("tide1") }, func() error { return second.Reassign("tide1", "wind") })
		mustDo(t, "R5", "Reassign", rest[0])
		mustDo(t, "R5", "Retire of a copy that has become a pending one of another dataset", left)
		w.gone("R5", "Retire", "tide1")
		w.mustHave("R5", "Retire", "tide", 2)

		left, rest = w.meet(func() error { return first.Reassign("tide2", "wind") }, func() error { return second.Reassign("tide2", "wind") },
			func() error { return w.setup.Verify("tide2") })
		mustDo(t, "R5", "Reassign", rest[0])
		mustDo(t, "R5", "Reassign to the dataset that the copy has come to meanwhile", left)
		w.copyIn("R1", "Reassign to the dataset that the copy has come to meanwhile", "tide2", "wind", retire.Verified)

		left, rest = w.meet(func() error { return first.Reassign("wind1", "tide") }, func() error { return second.Retire("wind1") })
		mustDo(t, "R5", "Retire", rest[0])
		mustBe(t, "R5", "Reassign of a copy that has been retired meanwhile", left, unknownCopy)
	})
}

// TestNothingLeftToChange has the copy come to the dataset meanwhile.
func TestNothingLeftToChange(t *testing.T) {
	alike(t, func(t *testing.T, w *world, first, second service) {
		w.dataset("tide", 1, 3)
		w.dataset("wind", 1, 3)
		var after int
		left, rest := w.meet(func() error { return first.Reassign("tide1", "wind") }, func() error {
			err := second.Reassign("tide1", "wind")
			after = w.shared.Revision()
			return err
		})
		mustDo(t, "R5", "Reassign", rest[0])
		mustDo(t, "R5", "Reassign to the dataset that the copy has come to meanwhile", left)
		if w.shared.Revision() != after {
			t.Fatal("R7: Reassign to the dataset that the copy has come to meanwhile has written something")
		}
	})
}
