// Package quiet finds the moment at which nothing can move any more: every goroutine that a test has started is gone or
// waits for another one. At that moment an operation that has not returned never will, and a goroutine that is left is
// a leak, however slow the machine is.
//
//	func TestOpposingMoves(t *testing.T) {
//		watch := quiet.New(t)
//		one := watch.Go(func() { hub.Move(a, "y") })
//		two := watch.Go(func() { hub.Move(b, "x") })
//		watch.MustReturn("R5", one, two) // else: R5: deadlock: …
//		watch.MustBeGone("R6")           // else: R6: leak: …
//	}
//
// To force an interleaving, hold calls at a gate (package gate), Settle, then release them in the wanted order.
//
// Limits: a snapshot orders no memory, so in a race build what a test reads after Settle must be written under a lock,
// atomically, or by a Call that has Returned. A context type of the test's own makes context.WithCancel start a
// goroutine that lives until the cancel: cancel before MustBeGone. A spinning goroutine is never quiet; the
// CPU limit of the process ends it.
package quiet

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	shortestPause = 20 * time.Microsecond
	longestPause  = 5 * time.Millisecond
	// backstop is a limit of wall time for what neither moves on nor waits for another goroutine, such as a long sleep.
	backstop = 12 * time.Second
	// confirmation is real time in which a pending timer in a select may still fire: such a select looks blocked.
	confirmation = 200 * time.Millisecond
	// mostGoroutines bounds the cost of a snapshot: 7 ms for 1,000 goroutines, 2 s for 100,000.
	mostGoroutines = 2000
)

var (
	excusedLock sync.Mutex
	excused     = map[uint64]bool{}
)

// Watch knows the goroutines that existed when it was made and judges all later ones.
type Watch struct {
	t     testing.TB
	known map[uint64]bool
}

// New starts a watch. Goroutines other than those of the test itself must be gone by then: one that was started by an
// init, or left over by an earlier test, fails the test as a leak.
func New(t testing.TB) *Watch {
	t.Helper()
	watch := &Watch{t: t, known: map[uint64]bool{}}
	var foreign []Goroutine
	watch.poll(func(found []Goroutine) bool {
		clear(watch.known)
		foreign = foreign[:0]
		for _, one := range found {
			watch.known[one.ID] = true
			if !ofTesting(one) && !isExcused(one) {
				foreign = append(foreign, one)
			}
		}
		return allBlocked(foreign)
	})
	if len(foreign) > 0 {
		Leak(t, "before the test", foreign)
	}
	return watch
}

// ofTesting recognises the main goroutine and tests that wait for their subtests.
func ofTesting(one Goroutine) bool {
	return strings.Contains(one.Stack, "testing.(*M).Run(") || strings.Contains(one.Stack, "testing.tRunner(") ||
		strings.Contains(one.Stack, "testing.runTests(")
}

// Excuse lets later watches overlook goroutines that a test has abandoned on purpose.
func Excuse(left []Goroutine) {
	excusedLock.Lock()
	defer excusedLock.Unlock()
	for _, one := range left {
		excused[one.ID] = true
	}
}

func isExcused(one Goroutine) bool {
	excusedLock.Lock()
	defer excusedLock.Unlock()
	return excused[one.ID]
}

// Settle waits until every goroutine started since New is gone or waits for another one, and returns the waiting ones.
// It fails the test when that does not come about.
func (w *Watch) Settle() []Goroutine {
	w.t.Helper()
	var own []Goroutine
	if !w.poll(func(found []Goroutine) bool {
		own = w.own(found)
		return allBlocked(own)
	}) {
		Hung(w.t, own)
	}
	return own
}

// poll asks settled about snapshots, at growing intervals, until it agrees; false when the backstop comes first.
func (w *Watch) poll(settled func([]Goroutine) bool) bool {
	w.t.Helper()
	start := time.Now()
	for pause := shortestPause; ; pause = min(2*pause, longestPause) {
		if count := runtime.NumGoroutine(); count > mostGoroutines {
			Flood(w.t, count)
		}
		if settled(others()) {
			return true
		}
		if time.Since(start) > backstop {
			return false
		}
		time.Sleep(pause)
	}
}

func (w *Watch) own(found []Goroutine) []Goroutine {
	var own []Goroutine
	for _, one := range found {
		if !w.known[one.ID] && !isExcused(one) {
			own = append(own, one)
		}
	}
	return own
}

func allBlocked(found []Goroutine) bool {
	for _, one := range found {
		if !one.Blocked() {
			return false
		}
	}
	return true
}
