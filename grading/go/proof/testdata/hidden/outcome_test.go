package answer_test

import (
	"testing"

	"specgen/guard"
)

func TestFineObserves(t *testing.T) { guard.Observe("day \"30\"\n", "in\x00 \xff é") }
func TestFailPlain(t *testing.T)    { t.Error("R1: wrong") }
func TestPanicPlain(t *testing.T)   { panic("boom") }
func TestSkipPlain(t *testing.T)    { t.Skip() }
func TestDeathElsewhere(t *testing.T) {
	go panic("elsewhere")
	select {}
}
func TestDeathStack(t *testing.T) {
	var deeper func(n int) int
	deeper = func(n int) int { return deeper(n+1) + 1 }
	deeper(0)
}

// TestFailParallelSubtest fails only after the test function has returned.
func TestFailParallelSubtest(t *testing.T) {
	t.Run("later", func(t *testing.T) { t.Parallel(); t.Error("R1: wrong") })
}

// TestSubPanic and TestSubParallelPanic end the process, with a result.
func TestSubPanic(t *testing.T) { t.Run("sub", func(t *testing.T) { panic("boom") }) }

func TestSubParallelPanic(t *testing.T) {
	t.Run("sub", func(t *testing.T) { t.Parallel(); panic("boom") })
}

func TestFailCleanup(t *testing.T) { t.Cleanup(func() { t.Error("R1: wrong") }) }
func TestFineSubtest(t *testing.T) { t.Run("sub", func(t *testing.T) { t.Parallel() }) }
