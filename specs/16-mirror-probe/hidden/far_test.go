// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

package probe_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"probe"
	"specgen/gate"
	"specgen/quiet"
)

// parting makes the links of all mirrors take until the returned channel is closed.
func parting(mirrors []*mirror) chan struct{} {
	gone := make(chan struct{})
	for _, one := range mirrors {
		one.parts = gone
	}
	return gone
}

// TestLinksCloseSideBySide has links whose closing takes its time.
func TestLinksCloseSideBySide(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		watch := quiet.New(t)
		first, rest := make(chan struct{}), make(chan struct{})
		mirrors, _ := fleet(6, func(i int) (wait, error) {
			switch {
			case i == 0 && !cancelled:
				return held(first), nil
			case i == 1:
				return held(rest), errMirror
			default:
				return held(rest), nil
			}
		})
		gone := parting(mirrors)
		losers := mirrors[2:]
		if cancelled {
			losers = append([]*mirror{mirrors[0]}, losers...)
		}
		ctx, cancel := context.WithCancel(context.Background())
		var got probe.Result
		var err error
		call := watch.Go(func() { got, err = probe.First(ctx, asMirrors(mirrors)) })
		watch.Settle()
		if cancelled {
			cancel()
		}
		close(first)
		watch.MustReturn("R1", call)
		close(rest)
		if !comesTo(watch, func() bool { return partings(t, losers) == len(losers) }) {
			t.Errorf("R4: %d links are there and one takes long to close; %d are being closed", len(losers), partings(t, losers))
		}
		close(gone)
		watch.MustBeGone("R9")
		mustOwn(t, mirrors, got, err)
		partings(t, mirrors)
		cancel()
	}
}

func partings(t *testing.T, mirrors []*mirror) int {
	t.Helper()
	count := 0
	for _, one := range mirrors {
		count += one.partings(t)
	}
	return count
}

// TestFirstWaitsForNoParting has all mirrors succeed at once, with links whose closing takes its time.
func TestFirstWaitsForNoParting(t *testing.T) {
	watch := quiet.New(t)
	mirrors, _ := fleet(many, func(int) (wait, error) { return none, nil })
	gone := parting(mirrors)
	var got probe.Result
	var err error
	call := watch.Go(func() { got, err = probe.First(context.Background(), asMirrors(mirrors)) })
	if watch.Stuck(call) {
		t.Error("R1: a mirror has succeeded, the link of another takes long to close, and First does not return")
	}
	close(gone)
	watch.MustReturn("R1", call)
	watch.MustBeGone("R9")
	if err != nil {
		t.Fatalf("R1: all mirrors succeed, First returned %v", err)
	}
	mustOwn(t, mirrors, got, err)
	partings(t, mirrors)
}

// TestSweepProbesWhileLinksClose has mirrors that answer at once and links whose closing takes its time.
func TestSweepProbesWhileLinksClose(t *testing.T) {
	for _, width := range []int{1, 2, 4} {
		watch := quiet.New(t)
		mirrors, all := fleet(6, func(int) (wait, error) { return none, nil })
		gone := parting(mirrors)
		known := &directory{mirrors: mirrors}
		var got []probe.Result
		var err error
		call := watch.Go(func() { got, err = probe.Sweep(context.Background(), known, namesOf(mirrors), width) })
		if !comesTo(watch, func() bool { return all.begun.Load() == 6 }) {
			t.Errorf("R5: width %d: no probe is under way, %d of 6 mirrors have been asked, and the next is not",
				width, all.begun.Load())
		}
		if call.Returned() {
			t.Errorf("R5: width %d: Sweep has returned while links are being closed", width)
		}
		close(gone)
		watch.MustReturn("R5", call)
		mustBeResultsOf(t, fmt.Sprintf("links close slowly, width %d", width), got, err, mirrors)
		if most := int(all.most.Load()); most > width {
			t.Errorf("R5: %d mirrors are asked at a time, width %d", most, width)
		}
		partings(t, mirrors)
		watch.MustBeGone("R9")
	}
}

// often is how many times a test is run in which a wrong answer may get through by the choice of a select.
const often = 20

// atRest waits until a condition holds and what follows from it has happened. It looks several times, as goroutines
// may all happen to wait for a moment.
func atRest(watch *quiet.Watch, condition func() bool) {
	comesTo(watch, condition)
	for range 3 {
		time.Sleep(time.Millisecond)
		watch.Settle()
	}
}

// An end is what happens to a sweep while a name is looked up.
type end struct {
	name   string
	broken int // the mirror that fails, -1 for none
	cancel bool
	wanted error
}

// TestSweepEndsDuringLookup ends the sweep while the third name of five is looked up.
func TestSweepEndsDuringLookup(t *testing.T) {
	for _, one := range []end{
		{"the first mirror fails", 0, false, errMirror},
		{"the second mirror fails", 1, false, errMirror},
		{"the context ends", -1, true, context.Canceled},
		{"the first mirror fails, then the context ends", 0, true, errMirror},
	} {
		for range often {
			one.happens(t)
		}
	}
}

func (e end) happens(t *testing.T) {
	watch := quiet.New(t)
	gates := gate.New()
	gates.Hold("find m2")
	opened := make(chan struct{})
	mirrors, all := fleet(5, func(i int) (wait, error) {
		if i == e.broken {
			return held(opened), errMirror
		}
		return none, nil
	})
	known := &directory{mirrors: mirrors, find: func(name string) error { gates.Arrive("find " + name); return nil }}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var err error
	call := watch.Go(func() { _, err = probe.Sweep(ctx, known, namesOf(mirrors), 2) })
	atRest(watch, func() bool { return gates.Parked("find m2") == 1 })
	close(opened)
	atRest(watch, func() bool { return all.now.Load() == 0 })
	ended := e.cancel || all.begun.Load() == 2 // an answer that looks all names up first has asked nobody yet
	if e.cancel {
		cancel()
		atRest(watch, func() bool { return true })
	}
	askedFirst := all.begun.Load() == 2
	gates.Open("find m2")
	watch.MustReturn("R6", call)
	quiet.Excuse(watch.Settle())
	if !ended {
		return
	}
	if e.broken < 0 || askedFirst {
		mustBe(t, "R6", e.name, err, e.wanted)
	}
	for _, late := range mirrors[2:] {
		if len(late.contexts()) > 0 {
			t.Fatalf("R6: %s while m2 is looked up, and then %s is asked", e.name, late.name)
		}
	}
	if names := known.names(); slices.Contains(names, "m3") {
		t.Fatalf("R6: %s while m2 is looked up, and then m3 is looked up", e.name)
	}
}

// TestSweepOfContextDoneBefore has mirrors that take no notice of their context.
func TestSweepOfContextDoneBefore(t *testing.T) {
	for _, width := range []int{1, 3, 9} {
		for range often {
			watch := quiet.New(t)
			mirrors, all := fleet(4, func(int) (wait, error) { return none, nil })
			known := &directory{mirrors: mirrors}
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			var err error
			call := watch.Go(func() { _, err = probe.Sweep(ctx, known, namesOf(mirrors), width) })
			watch.MustReturn("R6", call)
			watch.MustBeGone("R9")
			mustBe(t, "R6", "the context is done before", err, context.Canceled)
			if all.begun.Load() > 0 || len(known.names()) > 0 {
				t.Fatalf("R6: the context was done before, %v were looked up and %d mirrors asked",
					known.names(), all.begun.Load())
			}
		}
	}
}

// TestOwnWords ends the context of mirrors that give up with an error of their own.
func TestOwnWords(t *testing.T) {
	for _, count := range []int{1, 3} {
		for range often {
			for _, asked := range []string{"First", "Sweep"} {
				watch := quiet.New(t)
				told := make(chan struct{})
				mirrors, all := fleet(count, func(int) (wait, error) { return inOwnWords(told), nil })
				ctx, cancel := context.WithCancel(context.Background())
				var err error
				call := watch.Go(func() {
					if asked == "First" {
						_, err = probe.First(ctx, asMirrors(mirrors))
					} else {
						_, err = probe.Sweep(ctx, &directory{mirrors: mirrors}, namesOf(mirrors), count)
					}
				})
				comesTo(watch, func() bool { return int(all.now.Load()) == count })
				cancel()
				close(told)
				watch.MustReturn("R2", call)
				watch.MustBeGone("R9")
				if !errors.Is(err, context.Canceled) {
					t.Fatalf("%s: %s: the context has ended, %d mirrors gave up; error %v, want one that wraps ctx.Err()",
						map[string]string{"First": "R2", "Sweep": "R6"}[asked], asked, count, err)
				}
			}
		}
	}
}
