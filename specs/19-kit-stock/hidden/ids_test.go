// canary: 6576fcbc-d611-49ea-b4b8-c4a643f96698

package stock_test

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"specgen/quiet"
	"stock"
)

// ended is how a call came to its end; errNone stands for one that has not returned.
type ended struct{ err error }

var errNone = errors.New("did not return")

// begin starts a call in a goroutine of its own. A panic and the end of the goroutine stay within it.
func begin(watch *quiet.Watch, call func() error) (*quiet.Call, *ended) {
	end := &ended{errNone}
	return watch.Go(func() {
		over := make(chan struct{})
		go func() {
			defer close(over)
			defer func() { _ = recover() }()
			end.err = call()
		}()
		<-over
	}), end
}

func TestSentAgainWhileUnderWay(t *testing.T) {
	for _, o := range operations() {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := prepared(t, a, o)
		a.tell(gated(gates, nil))
		gates.Hold("op")
		first, firstEnd := begin(watch, func() error { return o.call(s) })
		watch.Settle()
		second, secondEnd := begin(watch, func() error { return o.call(s) })
		third, thirdEnd := begin(watch, func() error { return o.call(s) })
		watch.Settle()
		if second.Returned() || third.Returned() {
			t.Errorf("R8: %s: a call did not wait for the one under way: %v, %v", o.name, secondEnd.err, thirdEnd.err)
		}
		gates.Open("op")
		watch.MustReturn("R8", first, second, third)
		for _, end := range []*ended{firstEnd, secondEnd, thirdEnd} {
			succeeds(t, "R8", o.name+", three times at once", end.err)
		}
		counts(t, "R8", o.name+", three times at once", s, o.after)
		if asked := len(a.entries()); asked != len(o.entries) {
			t.Errorf("R8: %s, three times at once: the audit was asked %d times, want %d", o.name, asked, len(o.entries))
		}
	}
}

// endings are the ways in which the audit can end an operation that is then not done.
var endings = []struct {
	name string
	end  func() error
}{
	{"refusal", func() error { return errRefused }},
	{"panic", func() error { panic("the audit is out of order") }},
	{"end of the goroutine", func() error { runtime.Goexit(); return nil }},
}

func TestIDAfterFailure(t *testing.T) {
	for _, how := range endings {
		for _, o := range operations() {
			a, watch := &audit{}, quiet.New(t)
			s := prepared(t, a, o)
			for range 2 {
				a.tell(func(stock.Entry) error { return how.end() })
				failed, end := begin(watch, func() error { return o.call(s) })
				watch.MustReturn("R7", failed)
				if end.err == nil {
					t.Fatalf("R6: %s, %s: no error", o.name, how.name)
				}
			}
			a.tell(nil)
			again, end := begin(watch, func() error { return o.call(s) })
			watch.MustReturn("R6", again)
			succeeds(t, "R6", o.name+" once more after "+how.name, end.err)
			counts(t, "R6", o.name+" once more after "+how.name, s, o.after)
			if asked := len(a.entries()); asked != len(o.entries) {
				t.Errorf("R6: %s once more after %s: the audit was asked %d times, want %d", o.name, how.name, asked, len(o.entries))
			}
		}
	}
}

func TestIDAfterFailureForOtherCalls(t *testing.T) {
	for _, how := range endings {
		for _, o := range operations()[:2] {
			a, watch := &audit{}, quiet.New(t)
			s := prepared(t, a, o)
			a.tell(func(stock.Entry) error { return how.end() })
			failed, _ := begin(watch, func() error { return o.call(s) })
			watch.MustReturn("R7", failed)
			a.tell(nil)
			var unknown, other error
			later := watch.Go(func() {
				unknown = s.Cancel("op")
				other = s.Transfer("op", "c", "spare", 3)
			})
			watch.MustReturn("R6", later)
			fails(t, "R6", "cancel "+o.name+" after "+how.name, unknown, stock.ErrUnknown)
			succeeds(t, "R6", "another operation under the ID of "+o.name+" after "+how.name, other)
			want := totals(12, 7, 6, 0, 0)
			want.Bins["spare"] = 3
			counts(t, "R6", "another operation after "+how.name, s, want)
		}
	}
}

// TestTurnsAfterFailure lets two calls wait for one whose operation is then not done. One of them goes on, by what it
// finds, and the other waits for that one.
func TestTurnsAfterFailure(t *testing.T) {
	for _, how := range endings {
		for _, o := range operations() {
			a, gates, watch := &audit{}, newGates(t), quiet.New(t)
			s := prepared(t, a, o)
			var failing atomic.Bool
			failing.Store(true)
			a.tell(gated(gates, func(stock.Entry) error {
				if failing.CompareAndSwap(true, false) {
					return how.end()
				}
				return nil
			}))
			gates.Hold("op")
			when := o.name + ", waiting for one that ends by " + how.name
			first, firstEnd := begin(watch, func() error { return o.call(s) })
			watch.Settle()
			second, secondEnd := begin(watch, func() error { return o.call(s) })
			third, thirdEnd := begin(watch, func() error { return o.call(s) })
			watch.Settle()
			gates.Release("op")
			watch.MustReturn("R7", first)
			if firstEnd.err == nil {
				t.Errorf("R6: %s: no error from the first", when)
			}
			watch.Settle()
			if parked := gates.Parked("op"); parked != 1 || second.Returned() || third.Returned() {
				t.Fatalf("R8: %s: %d calls are asking the audit and others have returned (%v, %v), want one that asks and one that waits",
					when, parked, secondEnd.err, thirdEnd.err)
			}
			gates.Open("op")
			watch.MustReturn("R8", second, third)
			succeeds(t, "R8", when, errors.Join(secondEnd.err, thirdEnd.err))
			counts(t, "R8", when, s, o.after)
			if asked := len(a.entries()); asked != 1+len(o.entries) {
				t.Errorf("R8: %s: the audit was asked %d times, want %d", when, asked, 1+len(o.entries))
			}
		}
	}
}

// TestOtherCallWaits sends another operation under the ID of one that is under way.
func TestOtherCallWaits(t *testing.T) {
	for _, refusing := range []bool{false, true} {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := filled(t, a)
		a.tell(gated(gates, func(e stock.Entry) error {
			if refusing && e.N == 5 {
				return errRefused
			}
			return nil
		}))
		gates.Hold("op")
		first, firstEnd := begin(watch, func() error { return transfer(s) })
		watch.Settle()
		second, secondEnd := begin(watch, func() error { return s.Consume("op", []stock.Line{{Bin: "a", N: 8}}) })
		watch.Settle()
		if second.Returned() {
			t.Errorf("R8: another operation under the same ID did not wait: %v", secondEnd.err)
		}
		gates.Open("op")
		watch.MustReturn("R8", first, second)
		if refusing {
			refused(t, "R6", "refused transfer", firstEnd.err)
			succeeds(t, "R8", "a kit that waited for a refused transfer", secondEnd.err)
			counts(t, "R8", "a kit that waited for a refused transfer", s, totals(4, 7, 9, 0, 8))
		} else {
			succeeds(t, "R8", "transfer", firstEnd.err)
			fails(t, "R8", "a kit that waited for a transfer", secondEnd.err, stock.ErrID)
			counts(t, "R8", "a kit that waited for a transfer", s, totals(7, 12, 9, 0, 0))
		}
	}
}

func TestCancelWaitsForTheOperation(t *testing.T) {
	for _, o := range operations()[:2] {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := prepared(t, a, o)
		a.tell(gated(gates, nil))
		gates.Hold("op")
		first, firstEnd := begin(watch, func() error { return o.call(s) })
		watch.Settle()
		again, againEnd := begin(watch, func() error { return o.call(s) })
		undo, undoEnd := begin(watch, func() error { return s.Cancel("op") })
		watch.Settle()
		if undo.Returned() {
			t.Errorf("R8: the cancellation of a %s under way did not wait: %v", o.name, undoEnd.err)
		}
		gates.Open("op")
		watch.MustReturn("R8", first, again, undo)
		succeeds(t, "R8", o.name, firstEnd.err)
		succeeds(t, "R8", "cancellation of a "+o.name+" under way", undoEnd.err)
		if againEnd.err != nil && !errors.Is(againEnd.err, stock.ErrCancelled) {
			t.Errorf("R8: %s, sent again: %v", o.name, againEnd.err)
		}
		counts(t, "R8", "cancellation of a "+o.name+" under way", s, totals(12, 7, 9, 0, 0))
		fails(t, "R4", "sent again after its cancellation", o.call(s), stock.ErrCancelled)
	}
}

func TestOperationWaitsForItsCancellation(t *testing.T) {
	for i, o := range operations()[2:] {
		call := []func(*stock.Stock) error{transfer, consume}[i]
		for _, refusing := range []bool{false, true} {
			a, gates, watch := &audit{}, newGates(t), quiet.New(t)
			s := prepared(t, a, o)
			a.tell(gated(gates, func(stock.Entry) error {
				if refusing {
					return errRefused
				}
				return nil
			}))
			gates.Hold("op")
			undo, undoEnd := begin(watch, func() error { return s.Cancel("op") })
			watch.Settle()
			again, againEnd := begin(watch, func() error { return call(s) })
			watch.Settle()
			if again.Returned() {
				t.Errorf("R8: %s: sent again, the operation did not wait for its cancellation: %v", o.name, againEnd.err)
			}
			gates.Open("op")
			watch.MustReturn("R8", undo, again)
			if refusing {
				refused(t, "R6", o.name+" refused", undoEnd.err)
				succeeds(t, "R8", "sent again during a cancellation that was refused", againEnd.err)
				counts(t, "R6", o.name+" refused", s, o.before)
			} else {
				succeeds(t, "R5", o.name, undoEnd.err)
				fails(t, "R8", "sent again during its cancellation", againEnd.err, stock.ErrCancelled)
				counts(t, "R8", "sent again during its cancellation", s, o.after)
			}
		}
	}
}

func TestLinesBelongToTheCaller(t *testing.T) {
	s := filled(t, &audit{})
	lines := kit()
	succeeds(t, "R5", "kit", s.Consume("op", lines))
	for i := range lines {
		lines[i] = stock.Line{Bin: "spare", N: 1}
	}
	fails(t, "R10", "other lines in the same slice", s.Consume("op", lines), stock.ErrID)
	succeeds(t, "R10", "the same lines in another slice", s.Consume("op", kit()))
	succeeds(t, "R10", "cancellation after a change to the lines", s.Cancel("op"))
	counts(t, "R10", "cancellation after a change to the lines", s, totals(12, 7, 9, 0, 0))
}

func TestCapacitiesBelongToTheCaller(t *testing.T) {
	capacity := capacities()
	s := stock.New(&audit{}, capacity)
	succeeds(t, "R2", "parts for a", s.Receive("a", 12))
	capacity["a"], capacity["b"], capacity["new"] = 1, 99, 5
	delete(capacity, "c")
	fails(t, "R10", "a bin added to the map after New", s.Receive("new", 1), stock.ErrBin)
	succeeds(t, "R10", "after a change to the map", fillUp(s, "a", 8))
	succeeds(t, "R10", "after a change to the map", fillUp(s, "b", 15))
	succeeds(t, "R10", "after a change to the map", fillUp(s, "c", 30))
}
