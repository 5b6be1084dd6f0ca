// canary: 6576fcbc-d611-49ea-b4b8-c4a643f96698

package stock_test

import (
	"errors"
	"math"
	"testing"

	"specgen/quiet"
	"stock"
)

func TestAuditSeesTransit(t *testing.T) {
	for _, o := range operations() {
		a, watch := &audit{}, quiet.New(t)
		s := prepared(t, a, o)
		var seen []stock.Totals
		a.tell(func(stock.Entry) error {
			seen = append(seen, s.Snapshot())
			return nil
		})
		call, end := begin(watch, func() error { return o.call(s) })
		watch.MustReturn("R9", call)
		succeeds(t, "R5", o.name, end.err)
		if len(seen) != len(o.entries) {
			t.Fatalf("R5: %s: the audit was asked %d times, want %d", o.name, len(seen), len(o.entries))
		}
		for i, got := range seen {
			conserved(t, o.name, got)
			if !same(got, o.under) {
				t.Errorf("R5: %s: at question %d the audit sees %+v, want %+v", o.name, i+1, got, o.under)
			}
		}
		counts(t, "R5", o.name, s, o.after)
	}
}

// TestAuditCalls lets the audit use the stock while it is asked, three operations deep.
func TestAuditCalls(t *testing.T) {
	for _, o := range operations() {
		a, watch := &audit{}, quiet.New(t)
		s := prepared(t, a, o)
		succeeds(t, "R3", "an earlier transfer", s.Transfer("old", "c", "spare", 1))
		asked := 0
		var inner error
		a.tell(func(e stock.Entry) error {
			switch e.Op {
			case "op":
				if asked++; asked > 1 {
					return nil
				}
				inner = errors.Join(s.Receive("c", 4), s.Transfer("one", "c", "spare", 2), s.Cancel("old"))
			case "one":
				inner = errors.Join(inner, s.Consume("two", []stock.Line{{Bin: "c", N: 1}}))
			}
			return nil
		})
		call, end := begin(watch, func() error { return o.call(s) })
		watch.MustReturn("R9", call)
		succeeds(t, "R9", o.name+": calls made by the audit", inner)
		succeeds(t, "R9", o.name, end.err)
		want := o.after
		want.Received += 4
		want.Consumed++
		want.Bins["c"]++
		want.Bins["spare"] += 2
		counts(t, "R9", o.name+" with an audit that calls", s, want)
	}
}

// TestFailuresWithinAudit lets an operation of the audit end it, and with it the one that it was asked about.
func TestFailuresWithinAudit(t *testing.T) {
	for _, how := range endings[1:] {
		for _, o := range operations() {
			a, watch := &audit{}, quiet.New(t)
			s := prepared(t, a, o)
			a.tell(func(e stock.Entry) error {
				if e.Op == "op" {
					return s.Transfer("inner", "c", "spare", 2)
				}
				return how.end()
			})
			call, _ := begin(watch, func() error { return o.call(s) })
			watch.MustReturn("R7", call)
			when := o.name + ", whose audit makes a transfer that ends by " + how.name
			look := watch.Go(func() { s.Snapshot() })
			watch.MustReturn("R7", look)
			counts(t, "R7", when, s, o.before)
			a.tell(nil)
			var err error
			next := watch.Go(func() { err = s.Transfer("next", "c", "spare", 2) })
			watch.MustReturn("R7", next)
			succeeds(t, "R7", when+": afterwards", err)
		}
	}
}

// TestNobodyWaitsForAnotherID keeps an operation at the audit and uses everything else.
func TestNobodyWaitsForAnotherID(t *testing.T) {
	for _, o := range operations() {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := prepared(t, a, o)
		a.tell(gated(gates, nil))
		gates.Hold("op")
		held, heldEnd := begin(watch, func() error { return o.call(s) })
		watch.Settle()
		var err error
		others := watch.Go(func() {
			conserved(t, o.name+" under way", s.Snapshot())
			err = errors.Join(
				s.Receive("spare", 6), s.Transfer("other", "spare", "c", 5), s.Consume("kit", []stock.Line{{Bin: "c", N: 5}}),
				s.Cancel("kit"), s.Cancel("other"), s.Transfer("last", "spare", "c", 6))
		})
		watch.MustReturn("R9", others)
		succeeds(t, "R9", "calls while a "+o.name+" is under way", err)
		want := o.under
		want.Received += 6
		want.Bins["c"] += 6
		counts(t, "R5", o.name+" under way", s, want)
		gates.Open("op")
		watch.MustReturn("R5", held)
		succeeds(t, "R5", o.name, heldEnd.err)
		want = o.after
		want.Received += 6
		want.Bins["c"] += 6
		counts(t, "R5", o.name, s, want)
		watch.MustBeGone("R11")
	}
}

// TestWaitingIsInNobodysWay has a cancellation wait for the operation under its ID and then uses others.
func TestWaitingIsInNobodysWay(t *testing.T) {
	for _, o := range operations()[:2] {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := prepared(t, a, o)
		a.tell(gated(gates, nil))
		gates.Hold("op")
		held, heldEnd := begin(watch, func() error { return o.call(s) })
		watch.Settle()
		waits, _ := begin(watch, func() error { return s.Cancel("op") })
		watch.Settle()
		var err error
		others := watch.Go(func() {
			err = errors.Join(
				s.Receive("spare", 6), s.Transfer("other", "spare", "c", 5), s.Consume("kit", []stock.Line{{Bin: "c", N: 5}}),
				s.Cancel("kit"), s.Cancel("other"))
		})
		watch.MustReturn("R9", others)
		succeeds(t, "R9", "calls while another waits for a "+o.name, err)
		gates.Open("op")
		watch.MustReturn("R8", held, waits)
		succeeds(t, "R5", o.name, heldEnd.err)
		watch.MustBeGone("R11")
	}
}

// TestRoomForBothEnds fills all bins as far as they let themselves be filled while an operation is under way. Whichever
// way it ends, its parts must find room.
func TestRoomForBothEnds(t *testing.T) {
	ways := append(endings[:0:0], endings...)
	ways = append(ways, struct {
		name string
		end  func() error
	}{"agreement", func() error { return nil }})
	for _, how := range ways {
		for _, o := range operations() {
			a, gates, watch := &audit{}, newGates(t), quiet.New(t)
			s := prepared(t, a, o)
			a.tell(gated(gates, func(stock.Entry) error { return how.end() }))
			gates.Hold("op")
			call, end := begin(watch, func() error { return o.call(s) })
			watch.Settle()
			taken := bins{}
			for bin := range capacities() {
				taken[bin] = max(o.before.Bins[bin], o.after.Bins[bin])
			}
			var problem error
			others := watch.Go(func() { problem = fillAll(s, taken) })
			watch.MustReturn("R9", others)
			if problem != nil {
				t.Errorf("R1: bins filled up while a %s is under way: %v", o.name, problem)
			}
			conserved(t, o.name+" under way", s.Snapshot())
			gates.Open("op")
			watch.MustReturn("R7", call)
			want, requirement := o.before, "R6"
			if how.name == "agreement" {
				succeeds(t, "R5", o.name, end.err)
				want, requirement = o.after, "R5"
			}
			for bin, capacity := range capacities() {
				want.Bins[bin] += capacity - taken[bin]
				want.Received += capacity - taken[bin]
			}
			when := o.name + ", ended by " + how.name + " when all bins were full"
			counts(t, requirement, when, s, want)
			succeeds(t, requirement, when, fillAll(s, want.Bins))
		}
	}
}

// TestTransfersToOneBin lets two transfers meet that do not both fit, at either end of the first.
func TestTransfersToOneBin(t *testing.T) {
	for _, one := range []struct {
		what     string
		from, to stock.Bin
		n        int64
		want     error
	}{
		{"to where parts go", "c", "b", 4, stock.ErrFull},
		{"to where parts come from", "b", "a", 7, nil},
		{"back, to where parts come from", "spare", "a", 9, stock.ErrFull},
		{"of parts under way", "a", "spare", 8, stock.ErrShort},
	} {
		a, gates, watch := &audit{}, newGates(t), quiet.New(t)
		s := filled(t, a)
		succeeds(t, "R2", "parts for spare", s.Receive("spare", 20))
		a.tell(gated(gates, func(e stock.Entry) error {
			if e.Op == "op" {
				return errRefused
			}
			return nil
		}))
		gates.Hold("op")
		first, firstEnd := begin(watch, func() error { return transfer(s) })
		watch.Settle()
		second, secondEnd := begin(watch, func() error { return s.Transfer("other", one.from, one.to, one.n) })
		watch.MustReturn("R9", second)
		if !errors.Is(secondEnd.err, one.want) {
			t.Errorf("R4: transfer %s: error %v, want %v", one.what, secondEnd.err, one.want)
		}
		conserved(t, "two transfers", s.Snapshot())
		gates.Open("op")
		watch.MustReturn("R6", first)
		refused(t, "R6", "refused transfer", firstEnd.err)
		conserved(t, "a refused transfer beside one "+one.what, s.Snapshot())
	}
}

// TestCancelledPartsAreNotTakenTwice lets somebody else want the parts of a cancellation under way.
func TestCancelledPartsAreNotTakenTwice(t *testing.T) {
	a, gates, watch := &audit{}, newGates(t), quiet.New(t)
	s := filled(t, a)
	succeeds(t, "R3", "transfer", transfer(s))
	a.tell(gated(gates, nil))
	gates.Hold("op")
	undo, undoEnd := begin(watch, func() error { return s.Cancel("op") })
	watch.Settle()
	other, otherEnd := begin(watch, func() error { return s.Transfer("other", "b", "spare", 8) })
	watch.MustReturn("R9", other)
	fails(t, "R4", "transfer of parts that are being cancelled", otherEnd.err, stock.ErrShort)
	gates.Open("op")
	watch.MustReturn("R5", undo)
	succeeds(t, "R5", "cancellation", undoEnd.err)
	counts(t, "R5", "cancellation", s, totals(12, 7, 9, 0, 0))
}

// TestLinesOfManyParts has lines of one bin whose sum is more than an int64 can hold.
func TestLinesOfManyParts(t *testing.T) {
	for _, lines := range [][]stock.Line{
		{{Bin: "a", N: math.MaxInt64}, {Bin: "a", N: math.MaxInt64}},
		{{Bin: "a", N: math.MaxInt64}, {Bin: "a", N: math.MaxInt64}, {Bin: "a", N: 4}},
		{{Bin: "a", N: 1 << 62}, {Bin: "a", N: 1 << 62}, {Bin: "a", N: 1 << 62}, {Bin: "a", N: 1 << 62}},
		{{Bin: "a", N: 12}, {Bin: "b", N: math.MaxInt64}},
	} {
		a := &audit{}
		s := filled(t, a)
		a.tell(nil)
		fails(t, "R4", "kit of many parts", s.Consume("op", lines), stock.ErrShort)
		counts(t, "R4", "kit of many parts", s, totals(12, 7, 9, 0, 0))
		if asked := a.entries(); len(asked) > 0 {
			t.Errorf("R4: kit of many parts: the audit was asked about %+v", asked)
		}
	}
}

// TestDeliveriesOfManyParts asks for room for more parts than an int64 can hold together with those that are there.
func TestDeliveriesOfManyParts(t *testing.T) {
	s := filled(t, &audit{})
	for _, n := range []int64{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 - 12, 1 << 62} {
		fails(t, "R2", "delivery of many parts", s.Receive("a", n), stock.ErrFull)
		fails(t, "R4", "transfer of many parts", s.Transfer("op", "a", "b", n), stock.ErrShort)
	}
	counts(t, "R2", "deliveries of many parts", s, totals(12, 7, 9, 0, 0))
}

// TestBinWithoutName uses the name that entries have for what is no bin.
func TestBinWithoutName(t *testing.T) {
	a := &audit{}
	s := filled(t, a)
	succeeds(t, "R3", "kit", s.Consume("kit", kit()))
	a.tell(nil)
	fails(t, "R2", "delivery to a bin without name", s.Receive("", 1), stock.ErrBin)
	fails(t, "R4", "transfer from a bin without name", s.Transfer("op", "", "b", 1), stock.ErrBin)
	fails(t, "R4", "transfer to a bin without name", s.Transfer("op", "a", "", 1), stock.ErrBin)
	fails(t, "R4", "kit from a bin without name", s.Consume("op", []stock.Line{{Bin: "c", N: 1}, {Bin: "", N: 1}}), stock.ErrBin)
	counts(t, "R4", "calls with a bin without name", s, totals(5, 5, 8, 0, 10))
	if asked := a.entries(); len(asked) > 0 {
		t.Errorf("R4: bin without name: the audit was asked about %+v", asked)
	}
}
