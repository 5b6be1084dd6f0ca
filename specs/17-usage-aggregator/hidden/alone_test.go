// canary: 34339149-67f0-4fec-9e95-01b87d5994cf

package agg_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"agg"
)

func TestTotals(t *testing.T) {
	a := agg.New(factor(func(key string, _ int64) int64 { return int64(len(key)) }))
	wantStats(t, "R5", "nothing recorded", a.Snapshot(), usages{}, usages{})
	record(a, "x", 3, 9, 4)
	record(a, "low", -7, -2, -5)
	record(a, "none", 0)
	all := usages{"x": usage(3, 9, 4), "low": usage(-21, -6, -15), "none": usage(0)}
	wantStats(t, "R4", "three keys", a.Snapshot(), all, all)
}

func TestNumbersOfEvents(t *testing.T) {
	var asked []string
	a := agg.New(factor(func(key string, nth int64) int64 {
		asked = append(asked, fmt.Sprint(key, nth))
		return nth
	}))
	record(a, "x", 10, 10)
	record(a, "y", 10)
	mustFlush(t, "R9", "all taken", a, &register{})
	record(a, "x", 10)
	record(a, "y", -10)
	if want := []string{"x1", "x2", "y1", "x3", "y2"}; !slices.Equal(asked, want) {
		t.Errorf("R2: the sampler was asked for %v, want %v", asked, want)
	}
	wantStats(t, "R2", "factors 1, 2, 3", a.Snapshot(),
		usages{"x": usage(10, 20, 30), "y": usage(10, -20)}, usages{"x": usage(30), "y": usage(-20)})
}

func TestLinesAreNumbered(t *testing.T) {
	a, r := agg.New(factor(one)), &register{}
	mustFlush(t, "R9", "nothing open", a, r)
	record(a, "x", 5, 8)
	record(a, "y", 0)
	mustFlush(t, "R9", "all taken", a, r)
	wantLines(t, "R6", "first Flush", r.of("x"), agg.Line{Key: "x", Number: 1, Usage: usage(5, 8)})
	wantLines(t, "R6", "an event of zero units", r.of("y"), agg.Line{Key: "y", Number: 1, Usage: usage(0)})
	wantStats(t, "R5", "all delivered", a.Snapshot(), usages{"x": usage(5, 8), "y": usage(0)}, usages{})
	record(a, "x", -6)
	mustFlush(t, "R9", "all taken", a, r)
	wantLines(t, "R6", "second Flush", r.of("x"), agg.Line{Key: "x", Number: 2, Usage: usage(-6)})
	wantLines(t, "R6", "a key with nothing open", r.of("y"))
	mustFlush(t, "R9", "nothing open", a, r)
	wantLines(t, "R6", "everything has been delivered", r.of("x"))
}

func TestRefusedLineIsShownAgain(t *testing.T) {
	a, r := agg.New(factor(one)), &register{refuse: map[string]int{"x": 1}}
	record(a, "x", -5, -8)
	record(a, "y", 1)
	err := flush(t, a, r)
	if !errors.Is(err, errRefused) || errors.Is(err, errOther) {
		t.Errorf("R9: a line was refused, Flush returned %v", err)
	}
	first := agg.Line{Key: "x", Number: 1, Usage: usage(-5, -8)}
	wantLines(t, "R6", "first Flush", r.of("x"), first)
	wantStats(t, "R5", "x was refused", a.Snapshot(), usages{"x": usage(-5, -8), "y": usage(1)}, usages{"x": usage(-5, -8)})
	record(a, "x", -4)
	wantStats(t, "R5", "x was refused and goes on", a.Snapshot(),
		usages{"x": usage(-5, -8, -4), "y": usage(1)}, usages{"x": usage(-5, -8, -4)})
	mustFlush(t, "R9", "all taken", a, r)
	wantLines(t, "R7", "second Flush", r.of("x"), first, agg.Line{Key: "x", Number: 2, Usage: usage(-4)})
	wantStats(t, "R5", "all delivered", a.Snapshot(), usages{"x": usage(-5, -8, -4), "y": usage(1)}, usages{})
}

func TestRates(t *testing.T) {
	a := agg.New(factor(one))
	if got := a.Rates(); len(got) != 0 {
		t.Errorf("R11: rates %v of nothing", got)
	}
	record(a, "b", 3, 4)
	record(a, "c", -1)
	record(a, "a", 0)
	want := []agg.Rate{{Key: "a", PerEvent: 0}, {Key: "b", PerEvent: 3.5}, {Key: "c", PerEvent: -1}}
	for range 2 {
		if got := a.Rates(); !slices.Equal(got, want) {
			t.Errorf("R11: rates %v, want %v", got, want)
		}
	}
	record(a, "b", 8)
	want[1].PerEvent = 5
	if got := a.Rates(); !slices.Equal(got, want) {
		t.Errorf("R11: rates %v after another event, want %v", got, want)
	}
	mustFlush(t, "R9", "all taken", a, &register{})
	if got := a.Rates(); !slices.Equal(got, want) {
		t.Errorf("R11: rates %v after a Flush, want %v", got, want)
	}
}

func TestForget(t *testing.T) {
	var asked []string
	a := agg.New(factor(func(key string, nth int64) int64 {
		asked = append(asked, fmt.Sprint(key, nth))
		return 1
	}))
	a.Forget("x")
	record(a, "x", 5, 8)
	record(a, "y", 4)
	mustFlush(t, "R9", "all taken", a, &register{})
	record(a, "x", 9)
	if err := flush(t, a, &register{refuse: map[string]int{"x": 1}}); !errors.Is(err, errRefused) {
		t.Errorf("R9: a line was refused, Flush returned %v", err)
	}
	record(a, "x", 9)
	a.Rates()
	a.Forget("x")
	wantStats(t, "R12", "x is forgotten", a.Snapshot(), usages{"y": usage(4)}, usages{})
	if got, want := a.Rates(), []agg.Rate{{Key: "y", PerEvent: 4}}; !slices.Equal(got, want) {
		t.Errorf("R12: x is forgotten: rates %v, want %v", got, want)
	}
	r := &register{}
	mustFlush(t, "R12", "x is forgotten", a, r)
	wantLines(t, "R12", "x is forgotten", r.of("x"))
	record(a, "x", -2)
	record(a, "y", 2)
	wantStats(t, "R12", "x begins anew", a.Snapshot(), usages{"x": usage(-2), "y": usage(4, 2)}, usages{"x": usage(-2), "y": usage(2)})
	mustFlush(t, "R9", "all taken", a, r)
	wantLines(t, "R12", "x begins anew", r.of("x"), agg.Line{Key: "x", Number: 1, Usage: usage(-2)})
	wantLines(t, "R6", "y goes on", r.of("y"), agg.Line{Key: "y", Number: 2, Usage: usage(2)})
	if want := []string{"x1", "x2", "y1", "x3", "x4", "x1", "y2"}; !slices.Equal(asked, want) {
		t.Errorf("R12: the sampler was asked for %v, want %v", asked, want)
	}
}
