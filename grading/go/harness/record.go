package harness

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"testing"

	"specgen/guard"
)

// exitPanicked is the status with which the runtime ends a process after a panic.
const exitPanicked = 2

// recorded runs the test and tells the guard how it ended. A cleanup that is registered first runs last, when parallel
// subtests have ended too. When a subtest panics, testing runs it in the subtest's goroutine before the process dies:
// the result so far is sent then.
func (test Test) recorded(t *testing.T) {
	own := goroutine()
	returned, panicked := false, false
	t.Cleanup(func() {
		switch {
		case goroutine() != own:
			guard.Panicked(test.Name)
			guard.Finish(exitPanicked)
		case panicked:
			guard.Panicked(test.Name)
		case t.Failed():
			guard.Failed(test.Name)
		case t.Skipped():
			guard.Skipped(test.Name)
		case returned:
			guard.Ran(test.Name)
		}
	})
	defer func() {
		if value := recover(); value != nil {
			panicked = true
			fmt.Fprintf(os.Stderr, "panic: %v\n\n%s", value, debug.Stack())
			t.FailNow()
		}
	}()
	test.Run(t)
	returned = true
}

// goroutine identifies the caller's goroutine by the start of its stack's text, "goroutine 18 ".
func goroutine() string {
	var head [len("goroutine ") + 20]byte
	text := head[:runtime.Stack(head[:], false)]
	return string(text[:bytes.IndexByte(text, '[')])
}
