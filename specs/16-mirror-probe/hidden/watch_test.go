// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

package probe_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"probe"
	"specgen/bubble"
	"specgen/quiet"
)

// endings are the ways in which a source ends.
var endings = []error{io.EOF, errMirror}

func mustBeReports(t *testing.T, got []probe.Status, count int, ending error) {
	t.Helper()
	if !errors.Is(ending, io.EOF) {
		if len(got) == 0 || !errors.Is(got[len(got)-1].Err, ending) || errors.Is(got[len(got)-1].Err, errOther) {
			t.Fatalf("R7: %d reports, then error %v: received %+v, want the error as the last report", count, ending, got)
		}
		got = got[:len(got)-1]
	}
	if len(got) != count {
		t.Fatalf("R7: %d reports, then error %v: received %+v", count, ending, got)
	}
	for i, one := range got {
		if one != report(i+1) {
			t.Fatalf("R7: report %d of %d is %+v, want %+v", i, count, one, report(i+1))
		}
	}
}

func TestWatchReports(t *testing.T) {
	for _, count := range []int{0, 1, 7} {
		for _, ending := range endings {
			var got []probe.Status
			returns(t, "R7", func() {
				for one := range probe.Watch(context.Background(), &source{count: count, wait: none, err: ending}) {
					got = append(got, one)
				}
			})
			mustBeReports(t, got, count, ending)
		}
	}
}

// TestWatchKeepsPace counts the calls of Next while nobody receives.
func TestWatchKeepsPace(t *testing.T) {
	watch := quiet.New(t)
	from := &source{count: 5, wait: none, err: io.EOF}
	reports := probe.Watch(context.Background(), from)
	for turn := 1; turn <= 5; turn++ {
		if !comesTo(watch, func() bool { return from.crowd.begun.Load() == int64(turn) }) {
			t.Errorf("R7: %d reports have been received, and Next was called %d times", turn-1, from.crowd.begun.Load())
			break
		}
		var got probe.Status
		var open bool
		call := watch.Go(func() { got, open = <-reports })
		watch.MustReturn("R7", call)
		if !open || got != report(turn) {
			t.Errorf("R7: report %d is %+v, %v", turn, got, open)
			break
		}
	}
	quiet.Excuse(watch.Settle())
}

// TestWatchEndsForReader keeps receiving when the context ends.
func TestWatchEndsForReader(t *testing.T) {
	watch := quiet.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	reports := probe.Watch(ctx, &source{wait: endless})
	call := watch.Go(func() {
		for range reports {
		}
	})
	watch.Settle()
	if call.Returned() {
		t.Fatal("R8: the channel was closed before the context was done")
	}
	cancel()
	watch.MustReturn("R8", call)
	quiet.Excuse(watch.Settle())
}

// TestWatchIsQuiet judges by the goroutines that there are, without a clock of its own.
func TestWatchIsQuiet(t *testing.T) {
	for _, count := range []int{0, 100} {
		watch := quiet.New(t)
		ctx, cancel := context.WithCancel(context.Background())
		probe.Watch(ctx, &source{count: count, wait: none, err: errMirror})
		watch.Settle()
		cancel()
		watch.MustBeGone("R9")
	}
	watch := quiet.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	probe.Watch(ctx, &source{wait: endless})
	watch.Settle()
	cancel()
	watch.MustBeGone("R9")
}

// TestWatchWaitsForTheReader lets the reader take an hour for every report.
func TestWatchWaitsForTheReader(t *testing.T) {
	for _, ending := range endings {
		bubble.Run(t, "R9", func(t *testing.T) {
			var got []probe.Status
			reports := probe.Watch(context.Background(), &source{count: 5, wait: late(ms), err: ending})
			for time.Sleep(time.Hour); ; time.Sleep(time.Hour) {
				one, open := <-reports
				if !open {
					break
				}
				got = append(got, one)
			}
			mustBeReports(t, got, 5, ending)
		})
	}
}

// abandon receives some reports, ends the context while nobody receives, and lets Next return. Nobody may receive
// after that, as it would free a goroutine that is stuck.
func abandon(from *source, taken int, rest time.Duration) <-chan probe.Status {
	ctx, cancel := context.WithCancel(context.Background())
	reports := probe.Watch(ctx, from)
	for range taken {
		<-reports
	}
	time.Sleep(rest)
	synctest.Wait()
	cancel()
	from.crowd.disperse()
	return reports
}

func TestWatchCancelledWhileSending(t *testing.T) {
	for taken := range 5 {
		for _, pause := range []wait{none, late(2 * ms), heeding(2 * ms)} {
			bubble.Run(t, "R9", func(*testing.T) {
				abandon(&source{count: 100, wait: pause, err: io.EOF}, taken, 10*ms)
			})
		}
	}
}

func TestWatchCancelledWhileReportingFailure(t *testing.T) {
	for taken := range 4 {
		bubble.Run(t, "R9", func(*testing.T) {
			abandon(&source{count: taken, wait: late(ms), err: errMirror}, taken, 10*ms)
		})
	}
}

// TestWatchCancelledWhileAsking ends the context while Next is under way, be it that it heeds the context or not.
func TestWatchCancelledWhileAsking(t *testing.T) {
	for _, pause := range []wait{late(10 * ms), heeding(10 * ms)} {
		for _, ending := range endings {
			for taken := range 3 {
				bubble.Run(t, "R9", func(*testing.T) {
					abandon(&source{count: taken, wait: pause, err: ending}, taken, 5*ms)
				})
				bubble.Run(t, "R9", func(*testing.T) {
					abandon(&source{count: 100, wait: pause, err: ending}, taken, 5*ms)
				})
			}
		}
	}
	bubble.Run(t, "R9", func(*testing.T) { abandon(&source{wait: endless}, 0, 5*ms) })
}

func TestWatchWithContextDoneBefore(t *testing.T) {
	bubble.Run(t, "R9", func(*testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		from := &source{count: 3, wait: late(ms), err: errMirror}
		probe.Watch(ctx, from)
		from.crowd.disperse()
	})
}

func TestWatchClosesWithoutReader(t *testing.T) {
	for taken := range 3 {
		for _, count := range []int{taken, 100} {
			bubble.Run(t, "R8", func(t *testing.T) {
				reports := abandon(&source{count: count, wait: late(ms), err: errMirror}, taken, 10*ms)
				select {
				case one, open := <-reports:
					if open {
						t.Fatalf("R8: the context was done, nobody received, and %+v was still to be had", one)
					}
				default:
					t.Fatal("R8: the context is done, and the channel is not closed")
				}
			})
		}
	}
}
