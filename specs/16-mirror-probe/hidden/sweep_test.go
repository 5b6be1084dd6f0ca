// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

package probe_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"probe"
	"specgen/bubble"
	"specgen/gate"
	"specgen/quiet"
)

func mustBeResultsOf(t *testing.T, what string, got []probe.Result, err error, mirrors []*mirror) {
	t.Helper()
	if err != nil || len(got) != len(mirrors) {
		t.Fatalf("R5: %s: %d results, error %v; want %d results", what, len(got), err, len(mirrors))
	}
	for i, one := range mirrors {
		if got[i].Name != one.name || got[i].Serial != one.serial {
			t.Fatalf("R5: %s: result %d is %+v, want that of %s", what, i, got[i], one.name)
		}
		if got[i].Link != nil || one.unclosed() != 0 {
			t.Fatalf("R5: %s: result %d: Link is %v, and %d links of %s are open", what, i, got[i].Link, one.unclosed(), one.name)
		}
	}
}

// TestSweepResults lets the mirrors answer in another order than that of their names.
func TestSweepResults(t *testing.T) {
	for _, count := range []int{1, 2, 5, 9} {
		for _, width := range []int{1, 2, 3, 5, 20} {
			what := fmt.Sprintf("%d names, width %d", count, width)
			gates := make([]chan struct{}, count)
			mirrors, all := fleet(count, func(i int) (wait, error) {
				gates[i] = make(chan struct{})
				return held(gates[i]), nil
			})
			known := &directory{mirrors: mirrors}
			watch := quiet.New(t)
			var got []probe.Result
			var err error
			call := watch.Go(func() { got, err = probe.Sweep(context.Background(), known, namesOf(mirrors), width) })
			for left := count; left > 0; left-- {
				if !comesTo(watch, func() bool { return int(all.now.Load()) == min(width, left) }) {
					t.Errorf("R5: %s: %d mirrors are asked at a time while %d are left", what, all.now.Load(), left)
					break
				}
				close(gates[lastAsked(mirrors, gates)])
			}
			for _, one := range gates {
				open(one)
			}
			watch.MustReturn("R5", call)
			if most := int(all.most.Load()); most > width {
				t.Errorf("R5: %s: %d mirrors are asked at a time", what, most)
			}
			mustBeResultsOf(t, what, got, err, mirrors)
			if !slices.Equal(known.names(), namesOf(mirrors)) {
				t.Fatalf("R5: %s: looked up %v, want %v", what, known.names(), namesOf(mirrors))
			}
			quiet.Excuse(watch.Settle())
		}
	}
}

// open closes a channel that may be closed already.
func open(gate chan struct{}) {
	select {
	case <-gate:
	default:
		close(gate)
	}
}

// lastAsked returns the last of the mirrors that are being asked.
func lastAsked(mirrors []*mirror, gates []chan struct{}) int {
	for i := len(mirrors) - 1; i > 0; i-- {
		select {
		case <-gates[i]:
		default:
			if len(mirrors[i].contexts()) > 0 {
				return i
			}
		}
	}
	return 0
}

// TestSweepLooksUpOneByOne holds every lookup until all else has come to rest.
func TestSweepLooksUpOneByOne(t *testing.T) {
	gates := gate.New()
	gates.Hold("find")
	mirrors, _ := fleet(6, func(int) (wait, error) { return none, nil })
	known := &directory{mirrors: mirrors, find: func(string) error { gates.Arrive("find"); return nil }}
	watch := quiet.New(t)
	var got []probe.Result
	var err error
	call := watch.Go(func() { got, err = probe.Sweep(context.Background(), known, namesOf(mirrors), 3) })
	for range mirrors {
		if !comesTo(watch, func() bool { return gates.Parked("find") == 1 }) {
			t.Errorf("R5: %d lookups at once, want one after another", gates.Parked("find"))
			gates.Open("find")
		}
		gates.Release("find")
	}
	watch.MustReturn("R5", call)
	mustBeResultsOf(t, "slow directory", got, err, mirrors)
	if !slices.Equal(known.names(), namesOf(mirrors)) {
		t.Fatalf("R5: looked up %v, want %v", known.names(), namesOf(mirrors))
	}
	quiet.Excuse(watch.Settle())
}

func TestSweepArguments(t *testing.T) {
	mirrors, _ := fleet(2, func(int) (wait, error) { return none, nil })
	known := &directory{mirrors: mirrors}
	var got []probe.Result
	var err error
	for _, width := range []int{0, -1} {
		returns(t, "R5", func() { _, err = probe.Sweep(context.Background(), known, namesOf(mirrors), width) })
		mustBe(t, "R5", fmt.Sprintf("width %d", width), err, probe.ErrWidth)
		if errors.Is(err, probe.ErrNoMirror) {
			t.Fatalf("R5: width %d: error %v is ErrNoMirror", width, err)
		}
	}
	for _, names := range [][]string{nil, {}} {
		returns(t, "R5", func() { got, err = probe.Sweep(context.Background(), known, names, 3) })
		if len(got) != 0 || err != nil {
			t.Fatalf("R5: no names: %v, %v; want no results and no error", got, err)
		}
	}
	again := []*mirror{mirrors[1], mirrors[0], mirrors[1]}
	returns(t, "R5", func() { got, err = probe.Sweep(context.Background(), known, namesOf(again), 1) })
	mustBeResultsOf(t, "a name twice", got, err, again)
}

func TestSweepErrors(t *testing.T) {
	for broken := range 4 {
		for _, width := range []int{1, 2, 4, 6} {
			for _, lookup := range []bool{false, true} {
				mirrors, _ := fleet(4, func(i int) (wait, error) {
					if i == broken && !lookup {
						return none, errMirror
					}
					return none, nil
				})
				known := &directory{mirrors: mirrors, find: func(name string) error {
					if lookup && name == mirrors[broken].name {
						return errMirror
					}
					return nil
				}}
				var got []probe.Result
				var err error
				returns(t, "R6", func() { got, err = probe.Sweep(context.Background(), known, namesOf(mirrors), width) })
				mustBe(t, "R6", fmt.Sprintf("name %d of 4 fails, lookup: %v, width %d", broken, lookup, width), err, errMirror)
				if len(got) != 0 {
					t.Fatalf("R6: name %d of 4 fails: %d results", broken, len(got))
				}
			}
		}
	}
}

// failWhileLookingUp lets one of two mirrors fail while the lookup of a third is under way, and tells whether Sweep
// returned before the lookup did.
func failWhileLookingUp(t *testing.T, watch *quiet.Watch, broken int, lookup error) (returned bool) {
	gates := gate.New()
	gates.Hold("find m2")
	opened := make(chan struct{})
	mirrors, _ := fleet(4, func(i int) (wait, error) {
		if i == broken {
			return held(opened), errMirror
		}
		return none, nil
	})
	known := &directory{mirrors: mirrors, find: func(name string) error {
		gates.Arrive("find " + name)
		if name == "m2" {
			return lookup
		}
		return nil
	}}
	var err error
	call := watch.Go(func() { _, err = probe.Sweep(context.Background(), known, namesOf(mirrors), 2) })
	watch.Settle()
	close(opened)
	watch.Settle()
	returned = call.Returned() && gates.Parked("find m2") > 0
	gates.Open("find m2")
	watch.MustReturn("R6", call)
	mustBe(t, "R6", fmt.Sprintf("mirror %d of 4 fails", broken), err, errMirror)
	return returned
}

func TestSweepGivesTheDirectoryBack(t *testing.T) {
	for broken := range 2 {
		watch := quiet.New(t)
		if failWhileLookingUp(t, watch, broken, nil) {
			t.Error("R5: Sweep has returned while a lookup is under way")
		}
		quiet.Excuse(watch.Settle())
	}
}

// TestSweepFailsTwice has a lookup fail when a mirror has failed already.
func TestSweepFailsTwice(t *testing.T) {
	for broken := range 2 {
		watch := quiet.New(t)
		failWhileLookingUp(t, watch, broken, errMirror)
		watch.MustBeGone("R9")
	}
}

// TestSweepIsQuiet judges by the goroutines that there are, without a clock of its own.
func TestSweepIsQuiet(t *testing.T) {
	for _, lookup := range []bool{false, true} {
		for _, width := range []int{2, 5} {
			watch := quiet.New(t)
			opened := make(chan struct{})
			mirrors, _ := fleet(6, func(i int) (wait, error) {
				switch {
				case i == 3 && !lookup:
					return none, errMirror
				case i == 2:
					return endless, nil
				case i == 1:
					return none, nil
				default:
					return held(opened), nil
				}
			})
			known := &directory{mirrors: mirrors, find: func(name string) error {
				if name == "m3" && lookup {
					return errMirror
				}
				return nil
			}}
			var err error
			call := watch.Go(func() { _, err = probe.Sweep(context.Background(), known, namesOf(mirrors), width) })
			watch.Settle()
			close(opened)
			watch.MustReturn("R6", call)
			mustBe(t, "R6", "the fourth of six fails", err, errMirror)
			watch.MustBeGone("R9")
		}
	}
}

// A plan is one failing sweep: of 6 names the one at broken fails, in the directory or at the mirror.
type plan struct {
	broken, width int
	lookup        bool
}

func plans() []plan {
	var list []plan
	for broken := range 6 {
		for _, width := range []int{1, 2, 3, 6, 10} {
			list = append(list, plan{broken, width, false}, plan{broken, width, true})
		}
	}
	return list
}

func (p plan) directory(t *testing.T, shape func(i int) wait) (*directory, *crowd) {
	mirrors, all := fleet(6, func(i int) (wait, error) {
		if i == p.broken && !p.lookup {
			return late(2 * ms), errMirror
		}
		return shape(i), nil
	})
	return &directory{mirrors: mirrors, find: func(name string) error {
		if p.lookup && name == mirrors[p.broken].name {
			return errMirror
		}
		return nil
	}}, all
}

func (p plan) run(t *testing.T, shape func(i int) wait) {
	bubble.Run(t, "R9", func(t *testing.T) {
		known, all := p.directory(t, shape)
		defer all.disperse()
		got, err := probe.Sweep(context.Background(), known, namesOf(known.mirrors), p.width)
		mustBe(t, "R6", fmt.Sprintf("%+v", p), err, errMirror)
		if len(got) != 0 {
			t.Fatalf("R6: %+v: %d results in spite of the error", p, len(got))
		}
		all.disperse()
		for _, one := range known.mirrors {
			if one.unclosed() != 0 {
				t.Fatalf("R5: %+v: a link of %s is still open", p, one.name)
			}
		}
	})
}

// TestSweepLeavesNothing has mirrors that take no notice of their context and are still busy when the error comes.
func TestSweepLeavesNothing(t *testing.T) {
	for _, p := range plans() {
		p.run(t, func(int) wait { return none })
		p.run(t, func(i int) wait { return late(time.Duration(10*i) * ms) })
		p.run(t, func(int) wait { return late(2 * ms) })
	}
}

// TestSweepCancelsProbes has a mirror that answers for no other reason than that its context is done, just before the
// name that fails.
func TestSweepCancelsProbes(t *testing.T) {
	for _, p := range plans() {
		if p.width < 2 || p.broken == 0 {
			continue
		}
		p.run(t, func(i int) wait {
			if i == p.broken-1 {
				return endless
			}
			return heeding(ms)
		})
	}
}

func TestSweepContextsAreDone(t *testing.T) {
	for _, lookup := range []bool{false, true} {
		bubble.Run(t, "R9", func(t *testing.T) {
			known, all := plan{broken: 3, width: 4, lookup: lookup}.directory(t, func(int) wait { return late(30 * ms) })
			defer all.disperse()
			_, err := probe.Sweep(context.Background(), known, namesOf(known.mirrors), 4)
			mustBe(t, "R6", "the fourth of six fails", err, errMirror)
			synctest.Wait()
			for _, one := range known.mirrors {
				for _, ctx := range one.contexts() {
					if ctx.Err() == nil {
						t.Fatalf("R6: Sweep has returned an error, and the context of %s is not done", one.name)
					}
				}
			}
		})
	}
}

func TestSweepCancelled(t *testing.T) {
	for _, width := range []int{1, 2, 4, 9} {
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(6, func(i int) (wait, error) {
				if i < 2 {
					return heeding(ms), nil
				}
				return endless, nil
			})
			defer all.disperse()
			ctx, cancel := context.WithTimeout(context.Background(), 5*ms)
			defer cancel()
			got, err := probe.Sweep(ctx, &directory{mirrors: mirrors}, namesOf(mirrors), width)
			mustBe(t, "R6", "timed out", err, context.DeadlineExceeded)
			if len(got) != 0 {
				t.Fatalf("R6: timed out: %d results", len(got))
			}
		})
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(6, func(i int) (wait, error) { return late(time.Duration(3+i) * ms), nil })
			defer all.disperse()
			ctx, cancel := context.WithTimeout(context.Background(), 5*ms)
			defer cancel()
			probe.Sweep(ctx, &directory{mirrors: mirrors}, namesOf(mirrors), width)
		})
	}
}
