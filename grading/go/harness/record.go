package harness

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"

	"specgen/guard"
)

// recorded runs the test and tells the guard how it ended. A cleanup that is registered first runs last, when parallel
// subtests have ended too.
func (test Test) recorded(t *testing.T) {
	returned, panicked := false, false
	t.Cleanup(func() {
		switch {
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
