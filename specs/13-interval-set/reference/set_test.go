// canary: 014fa45f-8d46-4f88-a766-100211a37c23

package set_test

import (
	"cmp"
	"iter"
	"math"
	"set"
	"slices"
	"testing"
)

const (
	lowest  = math.MinInt64
	highest = math.MaxInt64
)

type span = set.Span

// of returns a set of the given spans.
func of(spans ...span) set.Set {
	s := set.New()
	for _, one := range spans {
		s.Add(one)
	}
	return s
}

// merged returns spans in ascending order, as few as possible. It fails if one is empty or a number is in two.
func merged(t *testing.T, what string, spans []span) []span {
	t.Helper()
	ordered := slices.SortedFunc(slices.Values(spans), func(a, b span) int { return cmp.Compare(a.First, b.First) })
	var runs []span
	for _, one := range ordered {
		if one.Last < one.First {
			t.Errorf("%s: %v is empty", what, one)
			continue
		}
		end := len(runs) - 1
		if end >= 0 && one.First <= runs[end].Last {
			t.Errorf("%s: %v and %v have a number in common", what, runs[end], one)
		}
		if end >= 0 && one.First-1 == runs[end].Last {
			runs[end].Last = one.Last
			continue
		}
		runs = append(runs, one)
	}
	return runs
}

func wantSpans(t *testing.T, what string, got, want []span) {
	t.Helper()
	if runs := merged(t, what, got); !slices.Equal(runs, want) {
		t.Errorf("%s: got %v, want %v", what, runs, want)
	}
}

// holds asks s all that there is to ask. want are the runs that it must have, in ascending order.
func holds(t *testing.T, s set.Set, want ...span) {
	t.Helper()
	wantSpans(t, "Spans", s.Spans(), want)
	wantSpans(t, "All", slices.Collect(s.All()), want)
	gap := span{First: lowest, Last: highest}
	for i, run := range want {
		asked(t, s, run, true)
		if run.First == lowest {
			continue
		}
		gap.Last = run.First - 1
		if i > 0 {
			gap.First = want[i-1].Last + 1
		}
		asked(t, s, gap, false)
	}
	if len(want) == 0 {
		asked(t, s, gap, false)
	} else if last := want[len(want)-1].Last; last < highest {
		asked(t, s, span{First: last + 1, Last: highest}, false)
	}
}

// asked asks about a run that is in the set, or not, as a whole.
func asked(t *testing.T, s set.Set, run span, in bool) {
	t.Helper()
	middle := run.First/2 + run.Last/2
	for _, x := range []int64{run.First, max(run.First, min(middle, run.Last)), run.Last} {
		if got, ok := s.Run(x); got != run || ok != in {
			t.Errorf("Run(%d): got %v, %v, want %v, %v", x, got, ok, run, in)
		}
		if got := s.Has(x); got != in {
			t.Errorf("Has(%d): got %v", x, got)
		}
		if got := s.Covers(span{First: x, Last: x}); got != in {
			t.Errorf("Covers the number %d: got %v", x, got)
		}
	}
	if got := s.Covers(run); got != in {
		t.Errorf("Covers(%v): got %v", run, got)
	}
	if run.First > lowest && s.Covers(span{First: run.First - 1, Last: run.Last}) {
		t.Errorf("Covers(%v) and a number before", run)
	}
	if run.Last < highest && s.Covers(span{First: run.First, Last: run.Last + 1}) {
		t.Errorf("Covers(%v) and a number behind", run)
	}
}

func TestNewIsEmpty(t *testing.T) {
	s := set.New()
	holds(t, s)
	s.Add(span{First: 1, Last: 1})
	holds(t, set.New())
}

func TestAddAndDelete(t *testing.T) {
	s := of(span{10, 20}, span{30, 40}, span{50, 60})
	holds(t, s, span{10, 20}, span{30, 40}, span{50, 60})
	s.Add(span{21, 29})
	holds(t, s, span{10, 40}, span{50, 60})
	s.Add(span{15, 25})
	holds(t, s, span{10, 40}, span{50, 60})
	s.Delete(span{12, 13})
	holds(t, s, span{10, 11}, span{14, 40}, span{50, 60})
	s.Delete(span{41, 49})
	holds(t, s, span{10, 11}, span{14, 40}, span{50, 60})
	s.Delete(span{38, 52})
	holds(t, s, span{10, 11}, span{14, 37}, span{53, 60})
	s.Add(span{5, 53})
	holds(t, s, span{5, 60})
	s.Delete(span{5, 60})
	holds(t, s)
}

func TestCoversWithHoles(t *testing.T) {
	s := of(span{1, 3}, span{5, 7}, span{9, 9})
	for _, one := range []span{{1, 7}, {3, 5}, {2, 9}, {1, 9}, {7, 9}} {
		if s.Covers(one) {
			t.Errorf("Covers(%v) of %v", one, s.Spans())
		}
	}
}

func TestEmptySpans(t *testing.T) {
	for _, empty := range []span{{1, 0}, {highest, lowest}, {lowest + 1, lowest}, {highest, highest - 1}, {20, 10}, {0, lowest}} {
		s := of(span{0, 30})
		s.Add(empty)
		s.Delete(empty)
		holds(t, s, span{0, 30})
		if !s.Covers(empty) || !set.New().Covers(empty) {
			t.Errorf("Covers(%v): got false", empty)
		}
		holds(t, of(empty))
	}
}

func TestAllNumbers(t *testing.T) {
	all := span{First: lowest, Last: highest}
	s := of(all)
	holds(t, s, all)
	s.Delete(span{0, 0})
	holds(t, s, span{lowest, -1}, span{1, highest})
	s.Add(span{-5, 5})
	holds(t, s, all)
	s.Delete(span{lowest, 4})
	holds(t, s, span{5, highest})
	s.Delete(all)
	holds(t, s)
}

func TestNothingCoversNoNumber(t *testing.T) {
	if set.New().Covers(span{lowest, highest}) {
		t.Error("an empty set covers all numbers")
	}
	if of(span{lowest, lowest}, span{highest, highest}).Covers(span{lowest, highest}) {
		t.Error("two numbers cover all numbers")
	}
}

func TestLargestNumbers(t *testing.T) {
	s := of(span{highest, highest}, span{highest - 5, highest - 1})
	holds(t, s, span{highest - 5, highest})
	s.Delete(span{highest, highest})
	holds(t, s, span{highest - 5, highest - 1})
	s.Add(span{highest, highest})
	holds(t, s, span{highest - 5, highest})
	s.Delete(span{highest - 3, highest - 1})
	holds(t, s, span{highest - 5, highest - 4}, span{highest, highest})
	s.Add(span{highest - 2, highest})
	holds(t, s, span{highest - 5, highest - 4}, span{highest - 2, highest})
}

func TestSmallestNumbers(t *testing.T) {
	s := of(span{lowest, lowest}, span{lowest + 1, lowest + 5})
	holds(t, s, span{lowest, lowest + 5})
	s.Delete(span{lowest, lowest})
	holds(t, s, span{lowest + 1, lowest + 5})
	s.Add(span{highest, highest})
	s.Add(span{lowest, lowest + 1})
	holds(t, s, span{lowest, lowest + 5}, span{highest, highest})
}

func TestOperationsAtTheEnds(t *testing.T) {
	a := of(span{lowest, 5}, span{highest - 20, highest})
	b := of(span{lowest, 3}, span{highest - 10, highest})
	holds(t, a.Union(b), span{lowest, 5}, span{highest - 20, highest})
	holds(t, b.Union(a), span{lowest, 5}, span{highest - 20, highest})
	holds(t, a.Intersect(b), span{lowest, 3}, span{highest - 10, highest})
	holds(t, a.Minus(b), span{4, 5}, span{highest - 20, highest - 11})
	holds(t, b.Minus(a))
	all := of(span{lowest, highest})
	holds(t, all.Minus(b), span{4, highest - 11})
}

func TestUnionOfTouchingSpans(t *testing.T) {
	a, b := of(span{1, 2}, span{5, 6}, span{20, 29}), of(span{3, 4}, span{7, 9}, span{30, 30})
	holds(t, a.Union(b), span{1, 9}, span{20, 30})
	holds(t, b.Union(a), span{1, 9}, span{20, 30})
	holds(t, of(span{1, 90}).Union(of(span{5, 6}, span{91, 92})), span{1, 92})
	holds(t, of(span{5, 6}, span{91, 92}).Union(of(span{1, 90})), span{1, 92})
}

func TestIntersect(t *testing.T) {
	a, b := of(span{1, 2}, span{5, 6}, span{9, 20}), of(span{2, 9}, span{11, 12}, span{20, 30})
	want := []span{{2, 2}, {5, 6}, {9, 9}, {11, 12}, {20, 20}}
	holds(t, a.Intersect(b), want...)
	holds(t, b.Intersect(a), want...)
	holds(t, a.Intersect(set.New()))
}

func TestMinus(t *testing.T) {
	a, b := of(span{1, 20}, span{30, 40}), of(span{3, 4}, span{6, 6}, span{18, 32}, span{40, 50})
	holds(t, a.Minus(b), span{1, 2}, span{5, 5}, span{7, 17}, span{33, 39})
	holds(t, b.Minus(a), span{21, 29}, span{41, 50})
	holds(t, set.New().Minus(a))
}

// Results serve as operands before anything was asked about them.
func TestOperationsOnResults(t *testing.T) {
	low, high, both := of(span{1, 10}, span{21, 30}), of(span{15, 25}, span{40, 45}), of(span{5, 17}, span{44, 60})
	want := []span{{5, 10}, {15, 17}, {44, 45}}
	holds(t, both.Intersect(high.Union(low)), want...)
	holds(t, high.Union(low).Intersect(both), want...)
	holds(t, both.Minus(high.Union(low)), span{11, 14}, span{46, 60})
	holds(t, high.Union(low).Minus(both), span{1, 4}, span{18, 30}, span{40, 43})
	holds(t, both.Union(high.Union(low)), span{1, 30}, span{40, 60})
	holds(t, low.Minus(both).Union(low.Intersect(both)), span{1, 10}, span{21, 30})
}

var methods = map[string]func(a, b set.Set) set.Set{
	"Union":     set.Set.Union,
	"Intersect": set.Set.Intersect,
	"Minus":     set.Set.Minus,
}

func TestOneSetTwice(t *testing.T) {
	for name, method := range methods {
		s := of(span{1, 2}, span{5, 6}, span{9, 9})
		result := method(s, s)
		if name == "Minus" {
			holds(t, result)
		} else {
			holds(t, result, span{1, 2}, span{5, 6}, span{9, 9})
		}
		result.Add(span{100, 100})
		holds(t, s, span{1, 2}, span{5, 6}, span{9, 9})
		s.Delete(span{1, 200})
		if !result.Has(100) {
			t.Errorf("%s: a deletion shows in the result", name)
		}
	}
}

func TestResultsAreNew(t *testing.T) {
	operands := [][]span{nil, {{1, 5}}, {{3, 8}, {20, 20}}, {{1, 5}, {7, 8}}, {{lowest, highest}}}
	for _, method := range methods {
		for _, one := range operands {
			for _, other := range operands {
				a, b := of(one...), of(other...)
				result := method(a, b)
				want := merged(t, "result", result.Spans())
				result.Add(span{50, 60})
				result.Delete(span{4, 4})
				holds(t, a, one...)
				holds(t, b, other...)
				again := method(a, b)
				holds(t, again, want...)
				a.Add(span{70, 70})
				b.Add(span{75, 75})
				a.Delete(span{5, 5})
				b.Delete(span{5, 5})
				holds(t, again, want...)
			}
		}
	}
}

func TestResultsOfTheSameOperands(t *testing.T) {
	for name, method := range methods {
		a, b := of(span{1, 9}, span{20, 29}), of(span{5, 24})
		first, second := method(a, b), method(a, b)
		first.Add(span{100, 100})
		if second.Has(100) {
			t.Errorf("%s: a change of one result shows in the next", name)
		}
		if method(a, b).Has(100) {
			t.Errorf("%s: a change of one result shows in a later one", name)
		}
	}
}

func TestSlicesAreTheCallers(t *testing.T) {
	s := of(span{1, 2}, span{5, 6}, span{9, 9})
	want := []span{{1, 2}, {5, 6}, {9, 9}}
	sequence, first, second := s.All(), s.Spans(), s.Spans()
	for i := range first[:cap(first)] {
		first[:cap(first)][i] = span{40, 50}
	}
	wantSpans(t, "another slice", second, want)
	wantSpans(t, "a sequence", slices.Collect(sequence), want)
	holds(t, s, want...)
	kept := s.Spans()
	s.Delete(span{2, 5})
	s.Add(span{100, 110})
	s.Delete(span{9, 9})
	wantSpans(t, "a slice from before", kept, want)
}

func TestSequencesStayAsTheyWere(t *testing.T) {
	want := []span{{1, 2}, {5, 6}, {9, 9}, {20, 30}}
	s := of(want...)
	sequence := s.All()
	s.Delete(span{6, 22})
	s.Add(span{50, 60})
	wantSpans(t, "after changes", slices.Collect(sequence), want)
	s.Delete(span{lowest, highest})
	wantSpans(t, "after more changes", slices.Collect(sequence), want)
	wantSpans(t, "of nothing", slices.Collect(s.All()), nil)
}

func TestSequencesInsideOthers(t *testing.T) {
	s := of(span{1, 2}, span{5, 6}, span{9, 9})
	sequence := s.All()
	whole := slices.Collect(sequence)
	for range sequence {
		break
	}
	for range sequence {
		if again := slices.Collect(sequence); !slices.Equal(again, whole) {
			t.Errorf("inside of a loop: got %v, want %v", again, whole)
		}
	}
	var seen []span
	for one := range s.All() {
		seen = append(seen, one)
		s.Delete(one)
		s.Add(span{one.First + 100, one.Last + 100})
	}
	wantSpans(t, "with changes in the loop", seen, []span{{1, 2}, {5, 6}, {9, 9}})
	holds(t, s, span{101, 102}, span{105, 106}, span{109, 109})
}

// singles yields n numbers, every fourth from 0 on.
func singles(n int64) iter.Seq[span] {
	return func(yield func(span) bool) {
		for i := range n {
			if !yield(span{4 * i, 4 * i}) {
				return
			}
		}
	}
}

func without(spans iter.Seq[span], gone span) []span {
	return slices.DeleteFunc(slices.Collect(spans), func(s span) bool { return gone.First <= s.First && s.Last <= gone.Last })
}

func TestManySpans(t *testing.T) {
	s := set.New()
	for i := range int64(600) {
		one := i * 7 % 600 * 4
		s.Add(span{one, one})
	}
	holds(t, s, slices.Collect(singles(600))...)
	s.Delete(span{397, 2003})
	holds(t, s, without(singles(600), span{397, 2003})...)
	for one := range singles(600) {
		s.Add(one)
	}
	holds(t, s, slices.Collect(singles(600))...)
	s.Delete(span{-9, 9999})
	holds(t, s)
}

func TestLargeHolesAreFilled(t *testing.T) {
	for _, hole := range []span{{130, 2003}, {260, 1999}, {lowest, highest}} {
		s := of(slices.Collect(singles(600))...)
		s.Delete(hole)
		s.Add(span{300, 1500})
		want := slices.Concat(without(singles(600), hole), []span{{300, 1500}})
		holds(t, s, merged(t, "want", want)...)
	}
}

func TestLongSpansOverMany(t *testing.T) {
	for _, long := range []span{{0, 2400}, {130, 2002}, {202, 1000}, {lowest, 1202}} {
		s := of(slices.Collect(singles(600))...)
		s.Add(long)
		rest := without(singles(600), long)
		s.Delete(span{700, 720})
		holds(t, s, merged(t, "want", append(rest, span{long.First, 699}, span{721, max(long.Last, 721)}))...)
	}
}

func TestManyChangesUnasked(t *testing.T) {
	s := of(slices.Collect(singles(300))...)
	s.Delete(span{20, 1100})
	s.Add(span{100, 200})
	s.Delete(span{150, 150})
	s.Add(span{0, 8})
	holds(t, s, span{0, 8}, span{12, 12}, span{16, 16}, span{100, 149}, span{151, 200},
		span{1104, 1104}, span{1108, 1108}, span{1112, 1112}, span{1116, 1116}, span{1120, 1120}, span{1124, 1124},
		span{1128, 1128}, span{1132, 1132}, span{1136, 1136}, span{1140, 1140}, span{1144, 1144}, span{1148, 1148},
		span{1152, 1152}, span{1156, 1156}, span{1160, 1160}, span{1164, 1164}, span{1168, 1168}, span{1172, 1172},
		span{1176, 1176}, span{1180, 1180}, span{1184, 1184}, span{1188, 1188}, span{1192, 1192}, span{1196, 1196})
}

func TestOperationsOnManySpans(t *testing.T) {
	a := of(slices.Collect(singles(400))...)
	b := set.New()
	for one := range singles(400) {
		b.Add(span{one.First + 1, one.First + 3})
	}
	holds(t, a.Union(b), span{0, 1599})
	holds(t, a.Intersect(b))
	holds(t, a.Union(b).Minus(b), slices.Collect(singles(400))...)
	holds(t, a.Minus(of(span{100, 1503})), without(singles(400), span{100, 1503})...)
	holds(t, a, slices.Collect(singles(400))...)
}
