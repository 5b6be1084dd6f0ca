// Package bubble runs a test under a fake clock (testing/synctest) and turns what the clock's owner finds into verdicts.
//
//	func TestFirstLeavesNothing(t *testing.T) {
//		bubble.Run(t, "R4", func(t *testing.T) {
//			result, err := probe.First(t.Context(), mirrors)
//			…
//		})
//	}
//
// Time moves only while every goroutine of the bubble waits, and stops when the test function returns: whatever is
// blocked or asleep then has leaked, time-outs included. Use it for channels, timers, Cond and WaitGroup. Waiting for a
// Mutex does not count as waiting, so code that contends for one, or holds one across a sleep, can hang a bubble: use
// packages quiet and gate there. Gates work inside a bubble if they are made there.
package bubble

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"specgen/guard"
)

// Run runs the test in a bubble. Goroutines that never end fail it as a leak, a test that cannot go on as a deadlock;
// requirement, such as "R4", begins the message. A panic of the test function goes on in the caller.
func Run(t *testing.T, requirement string, test func(t *testing.T)) {
	t.Helper()
	ended := &ending{}
	defer func() {
		t.Helper()
		value := recover()
		switch {
		case ended.panicked != nil:
			panic(ended.panicked)
		case value == nil:
		case ended.failed:
			t.FailNow()
		case isDeadlock(value):
			verdict(t, requirement, fmt.Sprint(value))
		default:
			panic(value)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		defer ended.note(t)
		test(t)
	})
}

// ending is how the test function itself ended, before the bubble was judged.
type ending struct {
	failed   bool
	panicked any
}

func (e *ending) note(t *testing.T) {
	if e.panicked = recover(); e.panicked != nil {
		t.Fail()
	}
	e.failed = t.Failed()
}

func isDeadlock(value any) bool { return strings.HasPrefix(fmt.Sprint(value), "deadlock:") }

func verdict(t *testing.T, requirement, text string) {
	t.Helper()
	reason := "deadlock"
	if strings.Contains(text, "main bubble goroutine has exited") {
		reason = "leak"
	}
	guard.Reason(reason)
	t.Fatalf("%s: %s: %s", requirement, reason, text)
}
