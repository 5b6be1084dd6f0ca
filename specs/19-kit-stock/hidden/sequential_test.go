// canary: 6576fcbc-d611-49ea-b4b8-c4a643f96698

package stock_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"specgen/quiet"
	"stock"
)

var (
	_ stock.Audit                                                     = (*audit)(nil)
	_ func(stock.Audit, map[stock.Bin]int64) *stock.Stock             = stock.New
	_ func(*stock.Stock, stock.Bin, int64) error                      = (*stock.Stock).Receive
	_ func(*stock.Stock, stock.ID, stock.Bin, stock.Bin, int64) error = (*stock.Stock).Transfer
	_ func(*stock.Stock, stock.ID, []stock.Line) error                = (*stock.Stock).Consume
	_ func(*stock.Stock, stock.ID) error                              = (*stock.Stock).Cancel
	_ func(*stock.Stock) stock.Totals                                 = (*stock.Stock).Snapshot
)

func TestErrorsDiffer(t *testing.T) {
	all := []error{
		stock.ErrInput, stock.ErrBin, stock.ErrID, stock.ErrCancelled, stock.ErrUnknown, stock.ErrShort, stock.ErrFull, errRefused,
	}
	for i, one := range all {
		for j, other := range all {
			if one == nil || (i != j && errors.Is(one, other)) {
				t.Fatalf("R11: error %d (%v) is nil or matches error %d (%v)", i, one, j, other)
			}
		}
	}
}

func TestReceive(t *testing.T) {
	s := stock.New(&audit{}, capacities())
	fails(t, "R2", "no parts", s.Receive("a", 0), stock.ErrInput)
	fails(t, "R2", "fewer than no parts", s.Receive("a", math.MinInt64), stock.ErrInput)
	fails(t, "R2", "unknown bin", s.Receive("x", 1), stock.ErrBin)
	fails(t, "R2", "too many", s.Receive("a", 21), stock.ErrFull)
	succeeds(t, "R2", "some parts", s.Receive("a", 8))
	succeeds(t, "R2", "after eight parts", fillUp(s, "a", 12))
	counts(t, "R2", "full bin", s, stock.Totals{Received: 20, Bins: bins{"a": 20, "b": 0, "c": 0, "spare": 0}})
}

func TestOperations(t *testing.T) {
	for _, o := range operations() {
		a := &audit{}
		s := prepared(t, a, o)
		counts(t, "R3", o.name+": before", s, o.before)
		succeeds(t, "R5", o.name, o.call(s))
		counts(t, "R3", o.name+": after", s, o.after)
		if got := a.entries(); !slices.Equal(got, o.entries) {
			t.Errorf("R5: %s: the audit was asked about %+v, want %+v", o.name, got, o.entries)
		}
	}
}

func TestAgain(t *testing.T) {
	for _, o := range operations() {
		a := &audit{}
		s := prepared(t, a, o)
		succeeds(t, "R5", o.name, o.call(s))
		a.tell(nil)
		for range 2 {
			succeeds(t, "R4", o.name+", sent again", o.call(s))
		}
		counts(t, "R4", o.name+", sent again", s, o.after)
		if asked := a.entries(); len(asked) > 0 {
			t.Errorf("R4: %s, sent again: the audit was asked about %+v", o.name, asked)
		}
	}
}

func TestIDsOfDoneOperations(t *testing.T) {
	a := &audit{}
	s := filled(t, a)
	succeeds(t, "R3", "transfer", s.Transfer("carry", "a", "b", 5))
	succeeds(t, "R3", "kit", s.Consume("build", []stock.Line{{Bin: "a", N: 1}, {Bin: "c", N: 2}}))
	before := s.Snapshot()
	a.tell(nil)
	others := func(when string) {
		t.Helper()
		fails(t, "R4", when+": other number", s.Transfer("carry", "a", "b", 4), stock.ErrID)
		fails(t, "R4", when+": other bins", s.Transfer("carry", "a", "c", 5), stock.ErrID)
		fails(t, "R4", when+": from another bin", s.Transfer("carry", "c", "b", 5), stock.ErrID)
		fails(t, "R4", when+": unknown bins", s.Transfer("carry", "x", "y", 5), stock.ErrID)
		fails(t, "R4", when+": a kit", s.Consume("carry", []stock.Line{{Bin: "a", N: 5}}), stock.ErrID)
		fails(t, "R4", when+": other lines", s.Consume("build", []stock.Line{{Bin: "a", N: 1}, {Bin: "c", N: 1}}), stock.ErrID)
		fails(t, "R4", when+": lines in another order", s.Consume("build", []stock.Line{{Bin: "c", N: 2}, {Bin: "a", N: 1}}), stock.ErrID)
		fails(t, "R4", when+": fewer lines", s.Consume("build", []stock.Line{{Bin: "a", N: 1}}), stock.ErrID)
		fails(t, "R4", when+": a transfer", s.Transfer("build", "a", "c", 1), stock.ErrID)
		fails(t, "R4", when+": malformed", s.Transfer("carry", "a", "a", 5), stock.ErrInput)
	}
	others("done")
	counts(t, "R4", "refused calls", s, before)
	succeeds(t, "R3", "cancel the transfer", s.Cancel("carry"))
	succeeds(t, "R3", "cancel the kit", s.Cancel("build"))
	a.tell(nil)
	others("cancelled")
	fails(t, "R4", "sent again after its cancellation", s.Transfer("carry", "a", "b", 5), stock.ErrCancelled)
	fails(t, "R4", "sent again after its cancellation", s.Consume("build", []stock.Line{{Bin: "a", N: 1}, {Bin: "c", N: 2}}), stock.ErrCancelled)
	counts(t, "R4", "after the cancellations", s, totals(12, 7, 9, 0, 0))
	if asked := a.entries(); len(asked) > 0 {
		t.Errorf("R4: the audit was asked about %+v", asked)
	}
}

func TestRefusals(t *testing.T) {
	a := &audit{}
	s := filled(t, a)
	line := func(bin stock.Bin, n int64) []stock.Line { return []stock.Line{{Bin: "c", N: 1}, {Bin: bin, N: n}} }
	for _, one := range []struct {
		what string
		err  error
		want error
	}{
		{"transfer without ID", s.Transfer("", "x", "b", 5), stock.ErrInput},
		{"transfer of nothing", s.Transfer("op", "x", "b", 0), stock.ErrInput},
		{"transfer of less", s.Transfer("op", "a", "b", -5), stock.ErrInput},
		{"transfer within a bin", s.Transfer("op", "x", "x", 5), stock.ErrInput},
		{"kit without ID", s.Consume("", line("a", 1)), stock.ErrInput},
		{"kit without lines", s.Consume("op", nil), stock.ErrInput},
		{"kit with a line of nothing", s.Consume("op", line("x", 0)), stock.ErrInput},
		{"kit with a line of less", s.Consume("op", line("a", -1)), stock.ErrInput},
		{"transfer from an unknown bin", s.Transfer("op", "x", "b", 50), stock.ErrBin},
		{"transfer to an unknown bin", s.Transfer("op", "a", "x", 50), stock.ErrBin},
		{"kit from an unknown bin", s.Consume("op", append(line("c", 50), line("x", 1)...)), stock.ErrBin},
		{"transfer of too many parts", s.Transfer("op", "a", "b", 13), stock.ErrShort},
		{"transfer of all parts there could be", s.Transfer("op", "a", "b", math.MaxInt64), stock.ErrShort},
		{"kit of too many parts", s.Consume("op", line("a", 13)), stock.ErrShort},
		{"kit of too many parts in two lines", s.Consume("op", line("c", 9)), stock.ErrShort},
		{"transfer into a full bin", s.Transfer("op", "a", "b", 9), stock.ErrFull},
		{"cancellation of nothing", s.Cancel("op"), stock.ErrUnknown},
	} {
		fails(t, "R4", one.what, one.err, one.want)
	}
	counts(t, "R4", "refused calls", s, totals(12, 7, 9, 0, 0))
	if asked := a.entries(); len(asked) > 0 {
		t.Errorf("R4: the audit was asked about %+v", asked)
	}
	succeeds(t, "R4", "the ID afterwards", s.Transfer("op", "a", "b", 8))
}

func TestRefusedCancellations(t *testing.T) {
	a := &audit{}
	s := filled(t, a)
	succeeds(t, "R3", "transfer", s.Transfer("carry", "a", "b", 5))
	succeeds(t, "R3", "kit", s.Consume("build", []stock.Line{{Bin: "c", N: 2}, {Bin: "c", N: 3}}))
	succeeds(t, "R3", "parts go on", s.Transfer("on", "b", "spare", 8))
	succeeds(t, "R2", "new parts for a", s.Receive("a", 9))
	a.tell(nil)
	fails(t, "R4", "neither parts nor room", s.Cancel("carry"), stock.ErrShort)
	succeeds(t, "R2", "new parts for b", s.Receive("b", 1))
	fails(t, "R4", "no room", s.Cancel("carry"), stock.ErrFull)
	succeeds(t, "R2", "new parts for c", s.Receive("c", 22))
	fails(t, "R4", "room for one line only", s.Cancel("build"), stock.ErrFull)
	fails(t, "R2", "one part too many after a refused cancellation", s.Receive("c", 5), stock.ErrFull)
	counts(t, "R4", "refused cancellations", s, stock.Totals{
		Received: 60, Bins: bins{"a": 16, "b": 5, "c": 26, "spare": 8}, Consumed: 5,
	})
	if asked := a.entries(); len(asked) > 0 {
		t.Errorf("R4: the audit was asked about %+v", asked)
	}
	succeeds(t, "R3", "room made in c", s.Transfer("away", "c", "spare", 1))
	succeeds(t, "R3", "room made in a", s.Transfer("away too", "a", "spare", 1))
	succeeds(t, "R4", "cancel the kit", s.Cancel("build"))
	succeeds(t, "R4", "cancel the transfer", s.Cancel("carry"))
	counts(t, "R3", "after the cancellations", s, stock.Totals{
		Received: 60, Bins: bins{"a": 20, "b": 0, "c": 30, "spare": 10},
	})
}

// TestRoomAfterwards finds out whether bins have all their room, and no more, when operations are over.
func TestRoomAfterwards(t *testing.T) {
	for _, o := range operations() {
		s := prepared(t, &audit{}, o)
		succeeds(t, "R5", o.name, o.call(s))
		succeeds(t, "R2", "after "+o.name, fillAll(s, o.after.Bins))
	}
}

func TestSnapshotBelongsToTheCaller(t *testing.T) {
	s := filled(t, &audit{})
	first := s.Snapshot()
	first.Bins["a"] = 99
	delete(first.Bins, "b")
	counts(t, "R10", "after a change to a snapshot", s, totals(12, 7, 9, 0, 0))
}

func TestNothingIsLeftBehind(t *testing.T) {
	watch := quiet.New(t)
	for _, o := range operations() {
		s := prepared(t, &audit{}, o)
		succeeds(t, "R5", o.name, o.call(s))
	}
	watch.MustBeGone("R11")
}
