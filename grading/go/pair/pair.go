// Package pair shows a data race for certain. It runs two calls one after the other, without any happens-before edge
// between them, so that the race detector reports every conflicting access, and does so in both orders: a half-locked
// access shows in one order only.
//
//	func TestSnapshotRace(t *testing.T) {
//		pair.BothOrders(t, "R1", func() pair.Calls {
//			a := agg.New(sampler{}) // fresh for each order
//			return pair.Calls{
//				One: func() { a.Record("x", 1) },
//				Two: func() { for range a.Snapshot().Counts {} },
//			}
//		})
//	}
//
// It finds something in race builds only; the detector ends the process with status 66. The calls must share nothing of
// the test's own that synchronises: no channel, lock, atomic, gate, t.Log or printing.
package pair

import (
	"testing"

	"specgen/quiet"
)

// Calls are two calls on one fresh object. After, if given, runs when both have returned and may read what they wrote.
type Calls struct {
	One, Two, After func()
}

// BothOrders runs One before Two and, on another fresh object, Two before One. Calls that never return fail the test as
// a deadlock; requirement, such as "R1", begins the message.
func BothOrders(t testing.TB, requirement string, fresh func() Calls) {
	t.Helper()
	calls := fresh()
	inOrder(t, requirement, calls.One, calls.Two, calls.After)
	calls = fresh()
	inOrder(t, requirement, calls.Two, calls.One, calls.After)
}

// inOrder asks whether a call has returned only after both are over: asking earlier would order them.
func inOrder(t testing.TB, requirement string, first, second, after func()) {
	t.Helper()
	watch := quiet.New(t)
	one := watch.Go(first)
	watch.Settle()
	two := watch.Go(second)
	watch.MustReturn(requirement, one, two)
	if after != nil {
		after()
	}
}
