// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

package probe_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"probe"
	"specgen/bubble"
	"specgen/quiet"
)

const ms = time.Millisecond

func checkResultOf(t *testing.T, requirement, what string, got probe.Result, err error, from *mirror) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %s: error %v, want the result of %s", requirement, what, err, from.name)
		return
	}
	if got.Name != from.name || got.Serial != from.serial || got.Link == nil {
		t.Errorf("%s: %s: result %+v, want that of %s", requirement, what, got, from.name)
	}
	if from.unclosed() != 1 {
		t.Errorf("%s: %s: the link of the returned result is closed", requirement, what)
	}
}

// TestFirstResult lets one mirror fail and one succeed while a third is silent.
func TestFirstResult(t *testing.T) {
	for winner := range 3 {
		loser := (winner + 1) % 3
		lost, won, rest := make(chan struct{}), make(chan struct{}), make(chan struct{})
		mirrors, all := fleet(3, func(i int) (wait, error) {
			switch i {
			case loser:
				return held(lost), errMirror
			case winner:
				return held(won), nil
			default:
				return held(rest), nil
			}
		})
		watch := quiet.New(t)
		var got probe.Result
		var err error
		call := watch.Go(func() { got, err = probe.First(context.Background(), asMirrors(mirrors)) })
		if !comesTo(watch, func() bool { return all.now.Load() == 3 }) {
			t.Errorf("R1: %d of 3 mirrors are asked at the same time", all.now.Load())
		}
		close(lost)
		watch.Settle()
		if call.Returned() {
			t.Errorf("R1: First returned %+v, %v before any mirror had succeeded", got, err)
		}
		close(won)
		if watch.Stuck(call) {
			t.Error("R1: a mirror has succeeded, another is silent, and First does not return")
		}
		if call.Returned() {
			checkResultOf(t, "R1", fmt.Sprintf("mirror %d of 3 succeeds", winner), got, err, mirrors[winner])
		}
		close(rest)
		quiet.Excuse(watch.Settle())
		if all.begun.Load() != 3 {
			t.Errorf("R1: 3 mirrors were asked %d times", all.begun.Load())
		}
	}
}

func TestFirstOfOne(t *testing.T) {
	mirrors, _ := fleet(1, func(int) (wait, error) { return none, nil })
	var got probe.Result
	var err error
	returns(t, "R1", func() { got, err = probe.First(context.Background(), asMirrors(mirrors)) })
	checkResultOf(t, "R1", "one mirror", got, err, mirrors[0])
}

func TestFirstFailures(t *testing.T) {
	for _, count := range []int{1, 2, 5} {
		failures := make([]error, count)
		mirrors, _ := fleet(count, func(i int) (wait, error) {
			failures[i] = fmt.Errorf("failure %d", i)
			return none, failures[i]
		})
		var err error
		returns(t, "R2", func() { _, err = probe.First(context.Background(), asMirrors(mirrors)) })
		for _, one := range failures {
			mustBe(t, "R2", fmt.Sprintf("%d mirrors, all fail", count), err, one)
		}
	}
}

func TestFirstWithoutMirrors(t *testing.T) {
	if probe.ErrNoMirror == nil || probe.ErrWidth == nil || errors.Is(probe.ErrNoMirror, probe.ErrWidth) {
		t.Fatal("R10: ErrNoMirror and ErrWidth must be two errors")
	}
	for _, mirrors := range [][]probe.Mirror{nil, {}} {
		var err error
		returns(t, "R2", func() { _, err = probe.First(context.Background(), mirrors) })
		mustBe(t, "R2", "no mirrors", err, probe.ErrNoMirror)
	}
}

// endedByContext asks two silent mirrors and some that have failed, and returns the error of First.
func endedByContext(t *testing.T, ctx context.Context, failing int, end func()) error {
	t.Helper()
	silence := make(chan struct{})
	mirrors, _ := fleet(2+failing, func(i int) (wait, error) {
		if i < failing {
			return none, errMirror
		}
		return held(silence), nil
	})
	watch := quiet.New(t)
	var err error
	call := watch.Go(func() { _, err = probe.First(ctx, asMirrors(mirrors)) })
	watch.Settle()
	end()
	if watch.Stuck(call) {
		t.Error("R2: the context is done, two mirrors are silent, and First does not return")
	}
	close(silence)
	watch.MustReturn("R2", call)
	quiet.Excuse(watch.Settle())
	return err
}

func TestFirstEndsWithContext(t *testing.T) {
	for failing := range 2 {
		ctx, cancel := context.WithCancel(context.Background())
		err := endedByContext(t, ctx, failing, cancel)
		mustBe(t, "R2", "cancelled while mirrors are silent", err, context.Canceled)
	}
}

func TestFirstAfterDeadline(t *testing.T) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Hour))
	defer cancel()
	err := endedByContext(t, ctx, 0, func() {})
	mustBe(t, "R2", "deadline long past", err, context.DeadlineExceeded)
}

// TestFirstIsQuiet judges by the goroutines that there are, without a clock of its own.
func TestFirstIsQuiet(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		watch := quiet.New(t)
		go1, rest := make(chan struct{}), make(chan struct{})
		mirrors, _ := fleet(4, func(i int) (wait, error) {
			if i == 1 && !cancelled {
				return held(go1), nil
			}
			return held(rest), nil
		})
		ctx, cancel := context.WithCancel(context.Background())
		call := watch.Go(func() { probe.First(ctx, asMirrors(mirrors)) })
		watch.Settle()
		if cancelled {
			cancel()
		}
		close(go1)
		watch.MustReturn("R1", call)
		close(rest)
		watch.MustBeGone("R9")
		cancel()
	}
}

// TestFirstLeavesNothing lets every mirror in turn be the first. The others answer in the end, whatever the context.
func TestFirstLeavesNothing(t *testing.T) {
	for count := 1; count <= 5; count++ {
		for winner := range count {
			bubble.Run(t, "R9", func(t *testing.T) {
				mirrors, all := fleet(count, func(i int) (wait, error) {
					switch {
					case i == winner:
						return late(5 * ms), nil
					case i%2 == 0:
						return late(time.Duration(10+i) * ms), errMirror
					default:
						return late(time.Duration(10+i) * ms), nil
					}
				})
				defer all.disperse()
				start := time.Now()
				got, err := probe.First(context.Background(), asMirrors(mirrors))
				checkResultOf(t, "R1", "others are slower", got, err, mirrors[winner])
				if time.Since(start) != 5*ms {
					t.Fatalf("R1: the first success came after 5ms, First returned after %v", time.Since(start))
				}
			})
		}
	}
}

// TestFirstLeavesNothingAfterFailures has failures before, at and after the moment of success.
func TestFirstLeavesNothingAfterFailures(t *testing.T) {
	for early := range 4 {
		for together := range 3 {
			bubble.Run(t, "R9", func(t *testing.T) {
				mirrors, all := fleet(early+together+4, func(i int) (wait, error) {
					switch {
					case i < early:
						return late(time.Duration(1+i) * ms), errMirror
					case i < early+together:
						return late(5 * ms), errMirror
					case i == early+together:
						return late(5 * ms), nil
					default:
						return late(time.Duration(i) * 10 * ms), errMirror
					}
				})
				defer all.disperse()
				got, err := probe.First(context.Background(), asMirrors(mirrors))
				checkResultOf(t, "R1", "some have failed", got, err, mirrors[early+together])
			})
		}
	}
}

func TestFirstLeavesNothingWhenAllFail(t *testing.T) {
	bubble.Run(t, "R9", func(t *testing.T) {
		mirrors, all := fleet(4, func(i int) (wait, error) { return late(time.Duration(i) * ms), errMirror })
		defer all.disperse()
		_, err := probe.First(context.Background(), asMirrors(mirrors))
		mustBe(t, "R2", "all fail", err, errMirror)
	})
}

func TestFirstLeavesNothingWhenCancelled(t *testing.T) {
	for early := range 3 {
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(5, func(i int) (wait, error) {
				if i < early {
					return late(ms), errMirror
				}
				return late(time.Duration(20+i) * ms), nil
			})
			defer all.disperse()
			ctx, cancel := context.WithTimeout(context.Background(), 5*ms)
			defer cancel()
			start := time.Now()
			_, err := probe.First(ctx, asMirrors(mirrors))
			mustBe(t, "R2", "timed out", err, context.DeadlineExceeded)
			if time.Since(start) != 5*ms {
				t.Fatalf("R2: the context was done after 5ms, First returned after %v", time.Since(start))
			}
		})
	}
}

func TestLateLinksAreClosedQuietly(t *testing.T) {
	for _, cancelled := range []bool{false, true} {
		watch := quiet.New(t)
		winner, rest := make(chan struct{}), make(chan struct{})
		mirrors, _ := fleet(many, func(i int) (wait, error) {
			switch {
			case i == 0:
				return none, errMirror
			case i == 1 && !cancelled:
				return held(winner), nil
			case i == 2 && !cancelled:
				return endless, nil
			default:
				return held(rest), nil
			}
		})
		ctx, cancel := context.WithCancel(context.Background())
		var got probe.Result
		var err error
		call := watch.Go(func() { got, err = probe.First(ctx, asMirrors(mirrors)) })
		watch.Settle()
		if cancelled {
			cancel()
		}
		close(winner)
		watch.MustReturn("R1", call)
		close(rest)
		watch.MustBeGone("R9")
		mustOwn(t, mirrors, got, err)
		cancel()
	}
}

// TestLosersAreCancelled has mirrors that wait for nothing but their context.
func TestLosersAreCancelled(t *testing.T) {
	for _, count := range []int{2, 5} {
		for winner := range count {
			bubble.Run(t, "R3", func(t *testing.T) {
				mirrors, _ := fleet(count, func(i int) (wait, error) {
					if i == winner {
						return late(5 * ms), nil
					}
					return endless, nil
				})
				got, err := probe.First(context.Background(), asMirrors(mirrors))
				checkResultOf(t, "R1", "the others wait for their context", got, err, mirrors[winner])
				synctest.Wait()
				for i, one := range mirrors {
					for _, ctx := range one.contexts() {
						if i != winner && ctx.Err() == nil {
							t.Fatalf("R3: First has returned, and the context of %s is not done", one.name)
						}
					}
				}
				if mirrors[winner].unclosed() != 1 {
					t.Fatal("R4: the link of the returned result was closed")
				}
			})
		}
	}
}

// mustOwn fails unless the only open link is that of the returned result.
func mustOwn(t *testing.T, mirrors []*mirror, got probe.Result, err error) {
	t.Helper()
	for _, one := range mirrors {
		returned := err == nil && one.name == got.Name
		switch open := one.unclosed(); {
		case returned && open != 1:
			t.Fatalf("R4: the link of the returned result, of %s, is closed", one.name)
		case !returned && open != 0:
			t.Fatalf("R4: First returned %q, %v, and a link of %s is still open", got.Name, err, one.name)
		}
	}
}

// many is so large that no random choice of a select gets through by luck.
const many = 40

// TestLateLinksAreClosed has mirrors that succeed although they have lost.
func TestLateLinksAreClosed(t *testing.T) {
	for _, apart := range []time.Duration{0, ms} {
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(many, func(i int) (wait, error) {
				if i == many/2 {
					return late(5 * ms), nil
				}
				return late(10*ms + time.Duration(i)*apart), nil
			})
			defer all.disperse()
			got, err := probe.First(context.Background(), asMirrors(mirrors))
			all.disperse()
			mustOwn(t, mirrors, got, err)
		})
	}
}

// TestLinksOfOneMoment has mirrors that succeed all at once, so that several answers are there when First takes one.
func TestLinksOfOneMoment(t *testing.T) {
	for _, delay := range []wait{none, late(5 * ms)} {
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(many, func(int) (wait, error) { return delay, nil })
			defer all.disperse()
			got, err := probe.First(context.Background(), asMirrors(mirrors))
			if err != nil {
				t.Fatalf("R1: all mirrors succeed, First returned %v", err)
			}
			all.disperse()
			mustOwn(t, mirrors, got, err)
		})
	}
}

// TestLinksAfterCancel has mirrors that succeed after the caller has given up, or at that moment.
func TestLinksAfterCancel(t *testing.T) {
	for _, delay := range []time.Duration{5 * ms, 20 * ms} {
		bubble.Run(t, "R9", func(t *testing.T) {
			mirrors, all := fleet(many, func(int) (wait, error) { return late(delay), nil })
			defer all.disperse()
			ctx, cancel := context.WithTimeout(context.Background(), 5*ms)
			defer cancel()
			got, err := probe.First(ctx, asMirrors(mirrors))
			if err != nil {
				mustBe(t, "R2", "timed out", err, context.DeadlineExceeded)
			}
			all.disperse()
			mustOwn(t, mirrors, got, err)
		})
	}
}

// TestLinksOfContextDoneBefore asks when the context is done already.
func TestLinksOfContextDoneBefore(t *testing.T) {
	bubble.Run(t, "R9", func(t *testing.T) {
		mirrors, all := fleet(many, func(i int) (wait, error) { return late(time.Duration(i%2) * ms), nil })
		defer all.disperse()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		got, err := probe.First(ctx, asMirrors(mirrors))
		all.disperse()
		mustOwn(t, mirrors, got, err)
	})
}
