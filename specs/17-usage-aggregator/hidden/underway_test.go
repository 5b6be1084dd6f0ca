// canary: 34339149-67f0-4fec-9e95-01b87d5994cf

package agg_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"agg"
	"specgen/gate"
	"specgen/quiet"
)

// stage is an Agg between fakes whose calls can be held.
type stage struct {
	t     *testing.T
	a     *agg.Agg
	gates *gate.Gates
	watch *quiet.Watch
	held  []string
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, gates: gate.New()}
	s.a = agg.New(factor(func(key string, nth int64) int64 {
		s.gates.Arrive("factor " + key)
		return 1
	}))
	s.watch = quiet.New(t)
	return s
}

// hold holds an observer at a key, or the sampler at "factor " and the key.
func (s *stage) hold(name string) {
	s.gates.Hold(name)
	s.held = append(s.held, name)
}

// end lets everything go; deferred, it keeps a test that has failed from disturbing the next.
func (s *stage) end() {
	for _, name := range s.held {
		s.gates.Open(name)
	}
	s.watch.Settle()
}

// starts begins a call and waits until nothing moves.
func (s *stage) starts(operation func()) *quiet.Call {
	call := s.watch.Go(operation)
	s.watch.Settle()
	return call
}

// does makes a call that has to return, whoever is held.
func (s *stage) does(requirement string, operation func()) {
	s.t.Helper()
	s.watch.MustReturn(requirement, s.watch.Go(operation))
}

func (s *stage) stats() (stats agg.Stats) {
	s.t.Helper()
	s.does("R10", func() { stats = s.a.Snapshot() })
	return stats
}

func (s *stage) rates() (rates []agg.Rate) {
	s.t.Helper()
	s.does("R10", func() { rates = s.a.Rates() })
	return rates
}

func (s *stage) flush(observer agg.Observer) (err error) {
	s.t.Helper()
	s.does("R10", func() { err = s.a.Flush(observer) })
	return err
}

func (s *stage) record(key string, units ...int64) {
	s.t.Helper()
	s.does("R10", func() { record(s.a, key, units...) })
}

func (s *stage) parked(requirement, what, name string, count int) {
	s.t.Helper()
	if got := s.gates.Parked(name); got != count {
		s.t.Errorf("%s: %s: %d calls are under way, want %d", requirement, what, got, count)
	}
}

func line(key string, number int64, events ...int64) agg.Line {
	return agg.Line{Key: key, Number: number, Usage: usage(events...)}
}

// nothingOf checks that a key without a finished event is nowhere.
func nothingOf(t *testing.T, s *stage, when string) {
	t.Helper()
	r := &register{}
	for range 2 {
		wantStats(t, "R3", when, s.stats(), usages{"y": usage(2)}, usages{})
		if got, want := s.rates(), []agg.Rate{{Key: "y", PerEvent: 2}}; !slices.Equal(got, want) {
			t.Errorf("R3: %s: rates %v, want %v", when, got, want)
		}
		if err := s.flush(r); err != nil || len(r.of("x")) > 0 {
			t.Errorf("R3: %s: Flush shows a line or returns an error (%v)", when, err)
		}
	}
}

// TestFirstEventAtTheSampler holds the first event of a key.
func TestFirstEventAtTheSampler(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("y", 2)
	s.flush(&register{})
	s.hold("factor x")
	call := s.starts(func() { s.a.Record("x", -5) })
	s.parked("R2", "Record asks the sampler", "factor x", 1)
	nothingOf(t, s, "the first event of x is at the sampler")
	s.gates.Open("factor x")
	s.watch.MustReturn("R10", call)
	wantStats(t, "R3", "Record has returned", s.stats(), usages{"x": usage(-5), "y": usage(2)}, usages{"x": usage(-5)})
	r := &register{}
	s.flush(r)
	wantLines(t, "R6", "Record has returned", r.of("x"), line("x", 1, -5))
	for _, rate := range s.rates() {
		if math.IsNaN(rate.PerEvent) || rate.Key == "x" && rate.PerEvent != -5 {
			t.Errorf("R11: rate %v, want -5", rate)
		}
	}
}

// TestSamplerPanics has the first event of a key and a later one fail.
func TestSamplerPanics(t *testing.T) {
	var asked []int64
	fails := true
	s := newStage(t)
	defer s.end()
	s.a = agg.New(factor(func(key string, nth int64) int64 {
		if key == "y" {
			return 1
		}
		asked = append(asked, nth)
		if fails {
			panic(errRefused)
		}
		return 1
	}))
	var caught any
	failing := func() {
		defer func() { caught = recover() }()
		s.a.Record("x", 5)
	}
	s.record("y", 2)
	s.flush(&register{})
	s.does("R3", failing)
	if err, ok := caught.(error); !ok || !errors.Is(err, errRefused) {
		t.Errorf("R3: Factor panicked, Record panicked with %v", caught)
	}
	nothingOf(t, s, "Factor panicked for the first event of x")
	fails = false
	s.record("x", -3)
	fails = true
	s.does("R3", failing)
	wantStats(t, "R3", "Factor panicked for the third event of x", s.stats(),
		usages{"x": usage(-3), "y": usage(2)}, usages{"x": usage(-3)})
	if !slices.Equal(asked, []int64{1, 2, 3}) {
		t.Errorf("R2: the sampler was asked for events %v, want 1, 2, 3", asked)
	}
}

// TestDeliveredWhileAtTheSampler delivers the key's other events while one is at the sampler.
func TestDeliveredWhileAtTheSampler(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", 7)
	s.hold("factor x")
	call := s.starts(func() { s.a.Record("x", 4) })
	wantStats(t, "R3", "the second event is at the sampler", s.stats(), usages{"x": usage(7)}, usages{"x": usage(7)})
	r := &register{}
	s.flush(r)
	wantLines(t, "R3", "the second event is at the sampler", r.of("x"), line("x", 1, 7))
	wantStats(t, "R6", "the first event has been delivered", s.stats(), usages{"x": usage(7)}, usages{})
	s.gates.Open("factor x")
	s.watch.MustReturn("R10", call)
	wantStats(t, "R3", "the second Record has returned", s.stats(), usages{"x": usage(7, 4)}, usages{"x": usage(4)})
	s.flush(r)
	wantLines(t, "R6", "the second Record has returned", r.of("x"), line("x", 2, 4))
}

// TestEventsAtTheSamplerTogether has two goroutines ask for one key.
func TestEventsAtTheSamplerTogether(t *testing.T) {
	s := newStage(t)
	defer s.end()
	var asked gate.Record
	s.a = agg.New(factor(func(key string, nth int64) int64 {
		asked.Add(fmt.Sprint(nth))
		s.gates.Arrive("factor x")
		return nth
	}))
	s.hold("factor x")
	one := s.starts(func() { s.a.Record("x", 10) })
	two := s.starts(func() { s.a.Record("x", 100) })
	s.parked("R10", "two goroutines record", "factor x", 2)
	s.gates.Open("factor x")
	s.watch.MustReturn("R10", one, two)
	if !slices.Equal(asked.Events(), []string{"1", "2"}) {
		t.Errorf("R2: two events at the sampler together have the numbers %v, want 1 and 2", asked.Events())
	}
	wantStats(t, "R2", "both have returned", s.stats(), usages{"x": usage(10, 200)}, usages{"x": usage(10, 200)})
}

// TestSamplerCallsBack has the sampler use every method, for the key that it is asked about too.
func TestSamplerCallsBack(t *testing.T) {
	s := newStage(t)
	defer s.end()
	r := &register{}
	var inner []agg.Stats
	var rates []agg.Rate
	s.a = agg.New(factor(func(key string, nth int64) int64 {
		if nth > 1 {
			return nth
		}
		s.a.Record("x", 20)
		inner = append(inner, s.a.Snapshot())
		rates = s.a.Rates()
		s.a.Flush(r)
		inner = append(inner, s.a.Snapshot())
		return nth
	}))
	s.record("x", 1)
	if len(inner) != 2 {
		t.Fatalf("R2: the sampler was asked %d times for the first event", len(inner)/2)
	}
	wantStats(t, "R3", "within the sampler", inner[0], usages{"x": usage(40)}, usages{"x": usage(40)})
	wantStats(t, "R6", "after a Flush within the sampler", inner[1], usages{"x": usage(40)}, usages{})
	if want := []agg.Rate{{Key: "x", PerEvent: 40}}; !slices.Equal(rates, want) {
		t.Errorf("R11: rates within the sampler %v, want %v", rates, want)
	}
	wantStats(t, "R3", "after all", s.stats(), usages{"x": usage(40, 1)}, usages{"x": usage(1)})
	wantLines(t, "R6", "flushed within the sampler", r.of("x"), line("x", 1, 40))
	if want := []agg.Rate{{Key: "x", PerEvent: 20.5}}; !slices.Equal(s.rates(), want) {
		t.Errorf("R11: rates %v, want %v", s.rates(), want)
	}
}

// TestResultsStayAsTheyAre keeps what was returned while more is recorded.
func TestResultsStayAsTheyAre(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", 3)
	before, rates := s.stats(), s.rates()
	s.record("x", 4)
	s.record("w", 4)
	s.flush(&register{})
	s.rates()
	wantStats(t, "R5", "an older Snapshot", before, usages{"x": usage(3)}, usages{"x": usage(3)})
	if want := []agg.Rate{{Key: "x", PerEvent: 3}}; !slices.Equal(rates, want) {
		t.Errorf("R1: older rates have become %v, want %v", rates, want)
	}
	before.Total["x"], rates[0] = agg.Usage{}, agg.Rate{}
	before = s.stats()
	before.Total["x"], before.Total["v"], before.Open["v"] = agg.Usage{}, agg.Usage{}, agg.Usage{}
	s.rates()[0] = agg.Rate{}
	wantStats(t, "R1", "the caller has changed its own", s.stats(), usages{"x": usage(3, 4), "w": usage(4)}, usages{})
	if want := []agg.Rate{{Key: "w", PerEvent: 4}, {Key: "x", PerEvent: 3.5}}; !slices.Equal(s.rates(), want) {
		t.Errorf("R1: the caller has changed its rates, and they are now %v, want %v", s.rates(), want)
	}
}

// TestOpenWhileShown looks at lines that are at an observer.
func TestOpenWhileShown(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", -5, -8)
	s.record("y", 1)
	s.hold("x")
	s.hold("y")
	r := &register{gates: s.gates}
	var err error
	call := s.starts(func() { err = s.a.Flush(r) })
	s.parked("R8", "Flush of two keys", "x", 1)
	s.parked("R8", "Flush of two keys", "y", 1)
	total := usages{"x": usage(-5, -8), "y": usage(1)}
	wantStats(t, "R6", "both lines are at the observer", s.stats(), total, total)
	s.record("x", -9)
	total["x"] = usage(-5, -8, -9)
	wantStats(t, "R6", "both lines are at the observer", s.stats(), total, total)
	s.gates.Open("x")
	s.watch.Settle()
	if call.Returned() {
		t.Error("R9: Flush has returned, and a line is still at its observer")
	}
	wantStats(t, "R6", "the line of x has been taken", s.stats(), total, usages{"x": usage(-9), "y": usage(1)})
	s.gates.Open("y")
	s.watch.MustReturn("R9", call)
	s.watch.MustBeGone("R10")
	if err != nil {
		t.Errorf("R9: all lines were taken, Flush returned %v", err)
	}
	wantStats(t, "R8", "recorded while Flush ran", s.stats(), total, usages{"x": usage(-9)})
	wantLines(t, "R8", "recorded while Flush ran", r.of("x"), line("x", 1, -5, -8))
}

// TestKeyIsFreeAgain flushes a key while an earlier Flush is still at another one.
func TestKeyIsFreeAgain(t *testing.T) {
	for _, refused := range []int{0, 1} {
		s := newStage(t)
		defer s.end()
		s.record("x", 5)
		s.record("y", 1)
		s.hold("y")
		slow := &register{gates: s.gates, refuse: map[string]int{"x": refused}}
		var err error
		call := s.starts(func() { err = s.a.Flush(slow) })
		s.parked("R8", "Flush of two keys", "y", 1)
		wantLines(t, "R6", "first Flush", slow.of("x"), line("x", 1, 5))
		s.record("x", 3)
		s.record("y", 6)
		r := &register{}
		if second := s.flush(r); second != nil {
			t.Errorf("R9: all lines of the second Flush were taken, it returned %v", second)
		}
		want := []agg.Line{line("x", 1, 5), line("x", 2, 3)}
		wantLines(t, "R8", "x is through, y is not", r.of("x"), want[1-refused:]...)
		wantLines(t, "R8", "y is at the observer of another Flush", r.of("y"))
		wantStats(t, "R6", "after the second Flush", s.stats(),
			usages{"x": usage(5, 3), "y": usage(1, 6)}, usages{"y": usage(1, 6)})
		s.gates.Open("y")
		s.watch.MustReturn("R9", call)
		if refused > 0 && !errors.Is(err, errRefused) || refused == 0 && err != nil {
			t.Errorf("R9: %d lines were refused to the first Flush, it returned %v", refused, err)
		}
		wantLines(t, "R8", "the first Flush is over", slow.of("x"))
		s.flush(r)
		wantLines(t, "R6", "third Flush", r.of("y"), line("y", 2, 6))
		wantLines(t, "R6", "third Flush", r.of("x"))
		wantStats(t, "R6", "after the third Flush", s.stats(), usages{"x": usage(5, 3), "y": usage(1, 6)}, usages{})
	}
}

// TestRecordedWhileShownAgain records while a line that has been refused is shown again, with more behind it.
func TestRecordedWhileShownAgain(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", -5)
	r := &register{gates: s.gates, refuse: map[string]int{"x": 1}}
	s.flush(r)
	s.record("x", -8)
	s.hold("factor x")
	late := s.starts(func() { s.a.Record("x", -1) })
	s.hold("x")
	call := s.starts(func() { s.a.Flush(r) })
	s.parked("R7", "a refused line and another", "x", 1)
	wantLines(t, "R7", "second Flush", r.of("x"), line("x", 1, -5), line("x", 1, -5))
	both := usages{"x": usage(-5, -8)}
	wantStats(t, "R6", "the refused line is at the observer again", s.stats(), both, both)
	s.gates.Open("factor x")
	s.watch.MustReturn("R10", late)
	s.record("x", -9)
	other := &register{}
	s.flush(other)
	wantLines(t, "R8", "another Flush is at work on x", other.of("x"))
	all := usages{"x": usage(-5, -8, -1, -9)}
	wantStats(t, "R6", "the refused line is at the observer again", s.stats(), all, all)
	s.gates.Release("x")
	s.watch.Settle()
	wantLines(t, "R8", "recorded after Flush was called", r.of("x"), line("x", 2, -8))
	wantStats(t, "R6", "the first line has been taken", s.stats(), all, usages{"x": usage(-8, -1, -9)})
	s.flush(other)
	wantLines(t, "R8", "another Flush is still at work on x", other.of("x"))
	s.gates.Open("x")
	s.watch.MustReturn("R9", call)
	wantStats(t, "R8", "recorded after Flush was called", s.stats(), all, usages{"x": usage(-1, -9)})
	s.flush(other)
	wantLines(t, "R8", "the next Flush", other.of("x"), line("x", 3, -1, -9))
}

// TestRefusedTwice refuses a line twice and the next one once.
func TestRefusedTwice(t *testing.T) {
	s := newStage(t)
	defer s.end()
	first := &register{refuse: map[string]int{"x": 2}}
	s.record("x", -5)
	s.flush(first)
	s.record("x", -8)
	if err := s.flush(first); !errors.Is(err, errRefused) {
		t.Errorf("R9: the line was refused a second time, Flush returned %v", err)
	}
	wantLines(t, "R7", "refused twice", first.of("x"), line("x", 1, -5), line("x", 1, -5))
	both := usages{"x": usage(-5, -8)}
	wantStats(t, "R6", "refused twice", s.stats(), both, both)
	second := &register{}
	shown := 0
	var behind []agg.Line
	err := s.flush(taker(func(line agg.Line) error {
		if shown++; shown == 1 {
			return second.Observe(line)
		}
		behind = append(behind, line)
		return errRefused
	}))
	if !errors.Is(err, errRefused) {
		t.Errorf("R9: the second line was refused, Flush returned %v", err)
	}
	wantLines(t, "R7", "shown a third time", second.of("x"), line("x", 1, -5))
	wantLines(t, "R8", "behind the first line", behind, line("x", 2, -8))
	s.record("x", -3)
	all := usages{"x": usage(-5, -8, -3)}
	wantStats(t, "R6", "the second line was refused", s.stats(), all, usages{"x": usage(-8, -3)})
	s.flush(second)
	wantLines(t, "R7", "after the second line was refused", second.of("x"), line("x", 2, -8), line("x", 3, -3))
	wantStats(t, "R6", "all delivered", s.stats(), all, usages{})
}

// TestRefusedWhileMoreIsRecorded has events come in before, while and after a line is refused again.
func TestRefusedWhileMoreIsRecorded(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", 1)
	r := &register{gates: s.gates, refuse: map[string]int{"x": 2}}
	s.flush(r)
	s.record("x", 2)
	s.hold("x")
	call := s.starts(func() { s.a.Flush(r) })
	s.record("x", 4)
	s.gates.Open("x")
	s.watch.MustReturn("R9", call)
	wantLines(t, "R8", "refused twice", r.of("x"), line("x", 1, 1), line("x", 1, 1))
	all := usages{"x": usage(1, 2, 4)}
	wantStats(t, "R6", "refused twice", s.stats(), all, all)
	s.flush(r)
	lines := r.of("x")
	var sum agg.Usage
	for i, line := range lines {
		if line.Number != int64(i+1) || line.Usage.Events < 1 {
			t.Errorf("R6: lines %v: the %d. of them", lines, i+1)
		}
		sum.Events += line.Usage.Events
		sum.Units += line.Usage.Units
	}
	if len(lines) < 2 || lines[0] != line("x", 1, 1) || sum.Events != 3 || sum.Units != 7 {
		t.Errorf("R7: lines %v, want the refused one and what was recorded after it", lines)
	}
	wantStats(t, "R6", "all delivered", s.stats(), all, usages{})
}

// TestObserverCallsBack has the observer use every method, Flush with itself too.
func TestObserverCallsBack(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", -5)
	s.flush(&register{refuse: map[string]int{"x": 1}})
	s.record("x", -8)
	r := &register{refuse: map[string]int{}}
	var inner []agg.Stats
	var rates []agg.Rate
	var errs []error
	r.during = func(line agg.Line) {
		if line.Number > 2 {
			return
		}
		s.a.Record("x", -20)
		inner = append(inner, s.a.Snapshot())
		rates = s.a.Rates()
		errs = append(errs, s.a.Flush(r))
	}
	err := s.flush(r)
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Errorf("R9: all lines were taken, Flush returned %v", err)
	}
	wantLines(t, "R8", "the observer records and flushes", r.of("x"), line("x", 1, -5), line("x", 2, -8))
	if len(inner) != 2 {
		t.Fatalf("R6: %d lines were shown, want 2", len(inner))
	}
	wantStats(t, "R6", "within the observer, first line", inner[0], usages{"x": usage(-5, -8, -20)}, usages{"x": usage(-5, -8, -20)})
	wantStats(t, "R6", "within the observer, second line", inner[1], usages{"x": usage(-5, -8, -20, -20)}, usages{"x": usage(-8, -20, -20)})
	if want := []agg.Rate{{Key: "x", PerEvent: -13.25}}; !slices.Equal(rates, want) {
		t.Errorf("R11: rates within the observer %v, want %v", rates, want)
	}
	s.flush(r)
	wantLines(t, "R8", "recorded by the observer", r.of("x"), line("x", 3, -20, -20))
}

// TestObserverFlushesOthers flushes within an observer while other keys are open.
func TestObserverFlushesOthers(t *testing.T) {
	s := newStage(t)
	defer s.end()
	s.record("x", 5)
	r := &register{}
	r.during = func(line agg.Line) {
		if line == (agg.Line{Key: "x", Number: 1, Usage: usage(5)}) {
			s.a.Record("x", 7)
			s.a.Record("y", 6)
			if err := s.a.Flush(r); err != nil {
				t.Errorf("R9: all lines were taken, Flush within an observer returned %v", err)
			}
		}
	}
	s.flush(r)
	wantLines(t, "R8", "x is at an observer", r.of("x"), line("x", 1, 5))
	wantLines(t, "R8", "y is recorded by the observer of x and flushed there", r.of("y"), line("y", 1, 6))
	wantStats(t, "R6", "after all", s.stats(), usages{"x": usage(5, 7), "y": usage(6)}, usages{"x": usage(7)})
}
