package quiet

import (
	"sync/atomic"
	"time"
)

// Call is an operation in a goroutine of its own.
type Call struct{ returned atomic.Bool }

// Go starts an operation.
func (w *Watch) Go(operation func()) *Call {
	call := &Call{}
	go func() {
		operation()
		call.returned.Store(true)
	}()
	return call
}

// Returned tells whether the operation has returned. If so, what it wrote may be read.
func (c *Call) Returned() bool { return c.returned.Load() }

// MustReturn settles and fails the test as a deadlock if a call has not returned then. Requirement, such as "R4",
// begins the message.
func (w *Watch) MustReturn(requirement string, calls ...*Call) {
	w.t.Helper()
	if left := w.confirmed(func() bool { return allReturned(calls) }); left != nil {
		Deadlock(w.t, requirement, left)
	}
}

// MustBeGone settles and fails the test as a leak if a goroutine is left then.
func (w *Watch) MustBeGone(requirement string) {
	w.t.Helper()
	var left []Goroutine
	if left = w.confirmed(func() bool { return false }); len(left) > 0 {
		Leak(w.t, requirement, left)
	}
}

// Stuck settles and tells whether a call has not returned then, with the same care as MustReturn.
func (w *Watch) Stuck(calls ...*Call) bool {
	w.t.Helper()
	return w.confirmed(func() bool { return allReturned(calls) }) != nil
}

// confirmed settles until done, or until the same goroutines are left before and after a pause of real time; it then
// returns them, never nil.
func (w *Watch) confirmed(done func() bool) []Goroutine {
	w.t.Helper()
	for left := w.Settle(); ; {
		if done() {
			return nil
		}
		if len(left) == 0 {
			return []Goroutine{}
		}
		time.Sleep(confirmation)
		again := w.Settle()
		if same(left, again) {
			if done() {
				return nil
			}
			return again
		}
		left = again
	}
}

func allReturned(calls []*Call) bool {
	for _, call := range calls {
		if !call.Returned() {
			return false
		}
	}
	return true
}

func same(some, others []Goroutine) bool {
	if len(some) != len(others) {
		return false
	}
	ids := map[uint64]string{}
	for _, one := range some {
		ids[one.ID] = one.Stack
	}
	for _, one := range others {
		if stack, ok := ids[one.ID]; !ok || stack != one.Stack {
			return false
		}
	}
	return true
}
