package answer_test

import (
	"runtime"
	"testing"

	"answer"
	"specgen/fault"
	"specgen/guard"
)

func conserved(t *testing.T, kind fault.Kind, move func(*answer.Stock, int) error) {
	runs := 0
	fault.Each(t, kind, func(plan *fault.Plan) {
		runs++
		stock := &answer.Stock{Bins: [2]int{10, 0}, Audit: plan.Step}
		outcome := plan.Do("R1", func() { move(stock, 3) })
		if want := map[fault.Kind]fault.Outcome{fault.Fail: fault.Returned, fault.Panic: fault.Panicked, fault.Crash: fault.Crashed}[kind]; plan.Fired() && outcome != want {
			t.Fatalf("R1: %s: %s, want %s", plan, outcome, want)
		}
		if total := stock.Bins[0] + stock.Bins[1]; total != 10 {
			t.Fatalf("R2: fault at %s: total %d, want 10", plan, total)
		}
		stock.Audit = func(string) error { return nil }
		plan.Do("R3", func() { move(stock, 1) })
	})
	guard.Observe("runs", string(rune('0'+runs)))
}

func TestFineFaultFail(t *testing.T)      { conserved(t, fault.Fail, (*answer.Stock).Whole) }
func TestFineFaultPanic(t *testing.T)     { conserved(t, fault.Panic, (*answer.Stock).Whole) }
func TestFineFaultCrash(t *testing.T)     { conserved(t, fault.Crash, (*answer.Stock).Whole) }
func TestFailFaultFail(t *testing.T)      { conserved(t, fault.Fail, (*answer.Stock).Torn) }
func TestFailFaultPanic(t *testing.T)     { conserved(t, fault.Panic, (*answer.Stock).Torn) }
func TestFailFaultCrash(t *testing.T)     { conserved(t, fault.Crash, (*answer.Stock).Torn) }
func TestDeadlockFaultPanic(t *testing.T) { conserved(t, fault.Panic, (*answer.Stock).Sticky) }

func TestPanicFaultOwn(t *testing.T) {
	fault.Each(t, fault.Fail, func(plan *fault.Plan) { plan.Do("R1", func() { panic("own") }) })
}

// TestFineCrashInHelper crashes a helper of the operation, which then waits forever; a restart goes on.
func TestFineCrashInHelper(t *testing.T) {
	fault.Each(t, fault.Crash, func(plan *fault.Plan) {
		printed := 0
		run := func() {
			done := make(chan int)
			go func() {
				plan.Step("before")
				printed++
				plan.Step("after")
				close(done)
			}()
			<-done
		}
		if plan.Do("R1", run) == fault.Crashed {
			plan.Restart()
			plan.Do("R1", run)
		}
		if printed < 1 {
			t.Fatalf("R1: %s: printed %d times", plan, printed)
		}
		runtime.Gosched()
	})
}
