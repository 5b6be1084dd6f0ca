// canary: 6576fcbc-d611-49ea-b4b8-c4a643f96698

package stock_test

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	"specgen/fault"
	"specgen/gate"
	"stock"
)

// bins are counts or capacities.
type bins = map[stock.Bin]int64

// errRefused is what an audit refuses with.
var errRefused = errors.New("not approved")

// audit notes what it is asked and then does as told; it agrees if nothing is told.
type audit struct {
	lock  sync.Mutex
	asked []stock.Entry
	told  func(e stock.Entry) error
}

func (a *audit) Check(e stock.Entry) error {
	a.lock.Lock()
	a.asked = append(a.asked, e)
	told := a.told
	a.lock.Unlock()
	if told == nil {
		return nil
	}
	return told(e)
}

// tell sets what the audit does from now on, and forgets what it was asked.
func (a *audit) tell(told func(e stock.Entry) error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.told = told
	a.asked = nil
}

func (a *audit) entries() []stock.Entry {
	a.lock.Lock()
	defer a.lock.Unlock()
	return append([]stock.Entry(nil), a.asked...)
}

// stepping lets the plan decide each answer.
func stepping(plan *fault.Plan) func(stock.Entry) error {
	return func(stock.Entry) error { return plan.Step("audit") }
}

// newGates returns gates at which nothing is parked any more when the test is over.
func newGates(t *testing.T) *gate.Gates {
	gates := gate.New()
	t.Cleanup(func() { gates.Open("op") })
	return gates
}

// gated parks every question at a gate that is named after the ID; answer decides it afterwards.
func gated(gates *gate.Gates, answer func(e stock.Entry) error) func(stock.Entry) error {
	return func(e stock.Entry) error {
		gates.Arrive(string(e.Op))
		if answer == nil {
			return nil
		}
		return answer(e)
	}
}

// capacities of the bins of all tests; "spare" starts empty.
func capacities() bins { return bins{"a": 20, "b": 15, "c": 30, "spare": 50} }

// filled returns a stock with 12 parts in a, 7 in b and 9 in c.
func filled(t *testing.T, a *audit) *stock.Stock {
	t.Helper()
	s := stock.New(a, capacities())
	for bin, n := range (bins{"a": 12, "b": 7, "c": 9}) {
		if err := s.Receive(bin, n); err != nil {
			t.Fatalf("R2: Receive(%q, %d): %v", bin, n, err)
		}
	}
	return s
}

// kit takes from three bins, from one of them twice.
func kit() []stock.Line {
	return []stock.Line{{Bin: "a", N: 4}, {Bin: "b", N: 2}, {Bin: "a", N: 3}, {Bin: "c", N: 1}}
}

// conserved holds R1 for the counts of an instant.
func conserved(t *testing.T, when string, got stock.Totals) {
	t.Helper()
	sum := got.Transit + got.Consumed
	if got.Transit < 0 || got.Consumed < 0 || got.Received < 0 {
		t.Errorf("R1: %s: a count is negative: %+v", when, got)
	}
	capacity := capacities()
	for bin, n := range got.Bins {
		sum += n
		if n < 0 {
			t.Errorf("R1: %s: bin %q holds %d parts", when, bin, n)
		}
		if n > capacity[bin] {
			t.Errorf("R1: %s: bin %q holds %d parts, its capacity is %d", when, bin, n, capacity[bin])
		}
	}
	if sum != got.Received {
		t.Errorf("R1: %s: bins, transit and consumed are %d parts together, received are %d: %+v", when, sum, got.Received, got)
	}
}

// counts compares a snapshot; requirement begins the message.
func counts(t *testing.T, requirement, when string, s *stock.Stock, want stock.Totals) {
	t.Helper()
	got := s.Snapshot()
	conserved(t, when, got)
	if !same(got, want) {
		t.Fatalf("%s: %s: counts are %+v, want %+v", requirement, when, got, want)
	}
}

func same(one, other stock.Totals) bool {
	return one.Received == other.Received && one.Transit == other.Transit && one.Consumed == other.Consumed &&
		maps.Equal(one.Bins, other.Bins)
}

// fails compares an error; requirement begins the message.
func fails(t *testing.T, requirement, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %s: error %v, want %v", requirement, what, err, want)
	}
}

// succeeds fails the test at once if there is an error.
func succeeds(t *testing.T, requirement, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %s: %v", requirement, what, err)
	}
}

// refused fails the test if a call has not returned an error.
func refused(t *testing.T, requirement, what string, err error) {
	t.Helper()
	if err == nil || errors.Is(err, errNone) {
		t.Errorf("%s: %s: %v, want an error", requirement, what, err)
	}
}

// operation is a call under the ID "op", on a stock that prepare has made ready for it.
type operation struct {
	name    string
	prepare func(s *stock.Stock) error
	call    func(s *stock.Stock) error
	entries []stock.Entry
	before  stock.Totals
	under   stock.Totals // while it is under way
	after   stock.Totals
}

func prepared(t *testing.T, a *audit, o operation) *stock.Stock {
	t.Helper()
	a.tell(nil)
	s := filled(t, a)
	succeeds(t, "R3", o.name+": what goes before", o.prepare(s))
	a.tell(nil)
	return s
}

func transfer(s *stock.Stock) error { return s.Transfer("op", "a", "b", 5) }
func consume(s *stock.Stock) error  { return s.Consume("op", kit()) }
func cancel(s *stock.Stock) error   { return s.Cancel("op") }
func nothing(*stock.Stock) error    { return nil }

func totals(a, b, c, transit, consumed int64) stock.Totals {
	return stock.Totals{Received: 28, Bins: bins{"a": a, "b": b, "c": c, "spare": 0}, Transit: transit, Consumed: consumed}
}

func operations() []operation {
	return []operation{
		{
			name: "transfer", prepare: nothing, call: transfer,
			entries: []stock.Entry{{Op: "op", From: "a", To: "b", N: 5}},
			before:  totals(12, 7, 9, 0, 0), under: totals(7, 7, 9, 5, 0), after: totals(7, 12, 9, 0, 0),
		},
		{
			name: "kit", prepare: nothing, call: consume,
			entries: []stock.Entry{
				{Op: "op", From: "a", N: 4}, {Op: "op", From: "b", N: 2}, {Op: "op", From: "a", N: 3}, {Op: "op", From: "c", N: 1},
			},
			before: totals(12, 7, 9, 0, 0), under: totals(5, 5, 8, 10, 0), after: totals(5, 5, 8, 0, 10),
		},
		{
			name: "cancelled transfer", prepare: transfer, call: cancel,
			entries: []stock.Entry{{Op: "op", Undo: true, From: "b", To: "a", N: 5}},
			before:  totals(7, 12, 9, 0, 0), under: totals(7, 7, 9, 5, 0), after: totals(12, 7, 9, 0, 0),
		},
		{
			name: "cancelled kit", prepare: consume, call: cancel,
			entries: []stock.Entry{
				{Op: "op", Undo: true, To: "a", N: 4}, {Op: "op", Undo: true, To: "b", N: 2},
				{Op: "op", Undo: true, To: "a", N: 3}, {Op: "op", Undo: true, To: "c", N: 1},
			},
			before: totals(5, 5, 8, 0, 10), under: totals(5, 5, 8, 10, 0), after: totals(12, 7, 9, 0, 0),
		},
	}
}

// fillUp puts as many parts into a bin as must fit now, and tells what is wrong with the room that it has.
func fillUp(s *stock.Stock, bin stock.Bin, n int64) error {
	if n > 0 {
		if err := s.Receive(bin, n); err != nil {
			return fmt.Errorf("no room for %d parts in %q: %w", n, bin, err)
		}
	}
	if err := s.Receive(bin, 1); !errors.Is(err, stock.ErrFull) {
		return fmt.Errorf("%q filled up and one more part: error %v, want %w", bin, err, stock.ErrFull)
	}
	return nil
}

// fillAll fills up all bins of a stock that holds such counts.
func fillAll(s *stock.Stock, held bins) error {
	var problems []error
	for bin, capacity := range capacities() {
		problems = append(problems, fillUp(s, bin, capacity-held[bin]))
	}
	return errors.Join(problems...)
}
