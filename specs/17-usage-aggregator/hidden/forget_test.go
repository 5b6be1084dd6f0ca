// canary: 34339149-67f0-4fec-9e95-01b87d5994cf

package agg_test

import (
	"errors"
	"slices"
	"testing"

	"agg"
	"specgen/quiet"
)

func (s *stage) forget(key string) {
	s.t.Helper()
	s.does("R10", func() { s.a.Forget(key) })
}

// TestForgottenWhileAtTheSampler forgets a key of which an event is at the sampler: R3 says that this event is not there
// to be forgotten.
func TestForgottenWhileAtTheSampler(t *testing.T) {
	for _, anew := range [][]int64{nil, {-9}} {
		var asked []int64
		s := newStage(t)
		defer s.end()
		s.a = agg.New(factor(func(key string, nth int64) int64 {
			asked = append(asked, nth)
			s.gates.Arrive("factor x")
			return 1
		}))
		s.record("x", 7)
		s.hold("factor x")
		call := s.starts(func() { s.a.Record("x", -4) })
		s.parked("R2", "Record asks the sampler", "factor x", 1)
		s.forget("x")
		wantStats(t, "R12", "x is forgotten, an event is at the sampler", s.stats(), usages{}, usages{})
		if got := s.rates(); len(got) != 0 {
			t.Errorf("R12: x is forgotten, an event is at the sampler: rates %v", got)
		}
		r := &register{}
		s.flush(r)
		wantLines(t, "R12", "x is forgotten, an event is at the sampler", r.of("x"))
		var calls []*quiet.Call
		for _, n := range anew {
			calls = append(calls, s.starts(func() { s.a.Record("x", n) }))
		}
		s.gates.Open("factor x")
		s.watch.MustReturn("R10", append(calls, call)...)
		events := append(slices.Clone(anew), -4)
		wantStats(t, "R3", "Record has returned after x was forgotten", s.stats(), usages{"x": usage(events...)}, usages{"x": usage(events...)})
		s.flush(r)
		wantLines(t, "R3", "Record has returned after x was forgotten", r.of("x"), line("x", 1, events...))
		s.record("x", 1)
		want := []int64{1, 2}
		for i := range len(anew) + 1 {
			want = append(want, int64(i+1))
		}
		if !slices.Equal(asked, want) {
			t.Errorf("R12: the sampler was asked for events %v, want %v", asked, want)
		}
	}
}

// TestForgottenWhileShown forgets a key of which a line is at an observer, with another line behind it.
func TestForgottenWhileShown(t *testing.T) {
	for _, refused := range []int{0, 1} {
		s := newStage(t)
		defer s.end()
		s.record("x", 5)
		s.flush(&register{refuse: map[string]int{"x": 1}})
		s.record("x", 6)
		s.hold("x")
		old := &register{gates: s.gates, refuse: map[string]int{"x": refused}}
		var err error
		call := s.starts(func() { err = s.a.Flush(old) })
		s.parked("R7", "a refused line and another", "x", 1)
		s.forget("x")
		wantStats(t, "R12", "x is forgotten, a line is at an observer", s.stats(), usages{}, usages{})
		s.record("x", 3)
		wantStats(t, "R12", "x begins anew, an old line is at an observer", s.stats(), usages{"x": usage(3)}, usages{"x": usage(3)})
		s.gates.Open("x")
		s.watch.MustReturn("R9", call)
		if refused > 0 && !errors.Is(err, errRefused) || refused == 0 && err != nil {
			t.Errorf("R9: %d lines were refused, Flush returned %v", refused, err)
		}
		wantLines(t, "R12", "the rest of a key that is forgotten", old.of("x"), line("x", 1, 5))
		wantStats(t, "R12", "the old line has been answered", s.stats(), usages{"x": usage(3)}, usages{"x": usage(3)})
		r := &register{}
		s.flush(r)
		wantLines(t, "R12", "the old line has been answered", r.of("x"), line("x", 1, 3))
		wantStats(t, "R6", "the new line has been taken", s.stats(), usages{"x": usage(3)}, usages{})
	}
}

// TestFlushedAnewWhileShown shows the new line of a key while an old one is at an observer.
func TestFlushedAnewWhileShown(t *testing.T) {
	for _, refusedOld := range []int{0, 1} {
		for _, refusedNew := range []int{0, 1} {
			s := newStage(t)
			defer s.end()
			s.record("x", 5)
			s.hold("x")
			s.hold("new x")
			old := &register{gates: s.gates, refuse: map[string]int{"x": refusedOld}}
			first := s.starts(func() { s.a.Flush(old) })
			s.forget("x")
			s.record("x", 3)
			young := &register{gates: s.gates, prefix: "new ", refuse: map[string]int{"x": refusedNew}}
			second := s.starts(func() { s.a.Flush(young) })
			s.parked("R12", "x begins anew, an old line is at an observer", "new x", 1)
			s.gates.Open("x")
			s.watch.MustReturn("R9", first)
			three := usages{"x": usage(3)}
			wantStats(t, "R12", "the old line has been answered", s.stats(), three, three)
			r := &register{}
			s.flush(r)
			wantLines(t, "R12", "the old line has been answered, the new one not", r.of("x"))
			s.gates.Open("new x")
			s.watch.MustReturn("R9", second)
			s.flush(r)
			want := []agg.Line{line("x", 1, 3)}
			wantLines(t, "R7", "the new line has been answered", r.of("x"), want[1-refusedNew:]...)
			wantStats(t, "R6", "the new line has been taken", s.stats(), three, usages{})
			s.record("x", 2)
			s.flush(r)
			wantLines(t, "R6", "after all", r.of("x"), line("x", 2, 2))
		}
	}
}

// TestForgottenFromWithin has sampler and observer forget the key that they are called for.
func TestForgottenFromWithin(t *testing.T) {
	s := newStage(t)
	defer s.end()
	var asked []int64
	s.a = agg.New(factor(func(key string, nth int64) int64 {
		if asked = append(asked, nth); len(asked) == 2 {
			s.a.Forget("x")
		}
		return 1
	}))
	s.record("x", 7, 8)
	wantStats(t, "R3", "the sampler has forgotten x", s.stats(), usages{"x": usage(8)}, usages{"x": usage(8)})
	s.record("x", 9)
	if !slices.Equal(asked, []int64{1, 2, 1}) {
		t.Errorf("R12: the sampler was asked for events %v, want 1, 2, 1", asked)
	}
	r := &register{}
	r.during = func(line agg.Line) {
		if line.Usage.Events == 2 {
			s.a.Forget("x")
			s.a.Record("x", 4)
			s.a.Flush(r)
		}
	}
	if err := s.flush(r); err != nil {
		t.Errorf("R9: all lines were taken, Flush returned %v", err)
	}
	wantLines(t, "R12", "the observer has forgotten x", r.of("x"), line("x", 1, 8, 9), line("x", 1, 4))
	wantStats(t, "R12", "the observer has forgotten x", s.stats(), usages{"x": usage(4)}, usages{})
}
