// canary: 014fa45f-8d46-4f88-a766-100211a37c23

package set_test

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"set"
	"slices"
	"testing"
)

// A world cuts all numbers into cells, in ascending order; every span of a test consists of whole cells. What a set
// should hold is then one bool for each cell.
type world []set.Span

// worldOf cuts at the given numbers: a cell begins at each.
func worldOf(starts ...int64) world {
	slices.Sort(starts)
	starts = slices.Compact(starts)
	cells := make(world, 0, len(starts)+1)
	first := int64(math.MinInt64)
	for _, start := range starts {
		if start > first {
			cells = append(cells, set.Span{First: first, Last: start - 1})
			first = start
		}
	}
	return append(cells, set.Span{First: first, Last: math.MaxInt64})
}

// ends is a world that is fine at both ends of the numbers and around 0.
func ends() world {
	var starts []int64
	for i := range int64(4) {
		starts = append(starts, math.MinInt64+i, i-2, math.MaxInt64-i)
	}
	return worldOf(starts...)
}

// wide is a world of many small cells.
func wide() world {
	var starts []int64
	for i := range int64(400) {
		starts = append(starts, i*i+i)
	}
	return worldOf(starts...)
}

type cells []bool

func (w world) span(from, to int) set.Span { return set.Span{First: w[from].First, Last: w[to].Last} }

func (w world) runs(in cells) []set.Span {
	var runs []set.Span
	for i := range in {
		if !in[i] {
			continue
		}
		if i > 0 && in[i-1] {
			runs[len(runs)-1].Last = w[i].Last
		} else {
			runs = append(runs, w[i])
		}
	}
	return runs
}

// equal tells what is wrong with spans, if anything.
func (w world) equal(spans []set.Span, in cells) error {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b set.Span) int {
		switch {
		case a.First < b.First:
			return -1
		case a.First > b.First:
			return 1
		}
		return 0
	})
	var runs []set.Span
	for i, s := range spans {
		switch {
		case s.First > s.Last:
			return fmt.Errorf("an empty span %v", s)
		case i > 0 && spans[i-1].Last >= s.First:
			return fmt.Errorf("%v and %v overlap", spans[i-1], s)
		case i > 0 && spans[i-1].Last+1 == s.First:
			runs[len(runs)-1].Last = s.Last
		default:
			runs = append(runs, s)
		}
	}
	if want := w.runs(in); !slices.Equal(runs, want) {
		return fmt.Errorf("got %v, want %v", runs, want)
	}
	return nil
}

// ask compares every answer of s.
func (w world) ask(t *testing.T, s set.Set, in cells) {
	t.Helper()
	if err := w.equal(s.Spans(), in); err != nil {
		t.Fatal("Spans:", err)
	}
	if err := w.equal(slices.Collect(s.All()), in); err != nil {
		t.Fatal("All:", err)
	}
	for from := 0; from < len(w); {
		to := from
		for to+1 < len(w) && in[to+1] == in[from] {
			to++
		}
		run := w.span(from, to)
		for _, x := range []int64{run.First, run.Last, w[from+(to-from)/2].Last} {
			if got, ok := s.Run(x); got != run || ok != in[from] || s.Has(x) != ok {
				t.Fatalf("Run(%d) is %v, %v, want %v, %v; Has is %v", x, got, ok, run, in[from], s.Has(x))
			}
		}
		for back := range 3 {
			other := max(0, from-back)
			if got := s.Covers(w.span(other, to)); got != (in[from] && other == from) {
				t.Fatalf("Covers(%v) is %v", w.span(other, to), got)
			}
		}
		from = to + 1
	}
	all := w.span(0, len(w)-1)
	if s.Covers(all) != !slices.Contains(in, false) {
		t.Fatalf("Covers(%v) is %v", all, s.Covers(all))
	}
}

// kept is something that was handed out, and what it has to go on showing.
type kept struct {
	slice    []set.Span
	sequence iter.Seq[set.Span]
	in       cells
}

// herd is some sets that are changed and combined at random.
type herd struct {
	w    world
	r    *rand.Rand
	sets [4]set.Set
	in   [4]cells
	kept []kept
}

func newHerd(w world, seed uint64) *herd {
	h := &herd{w: w, r: rand.New(rand.NewPCG(seed, 13))}
	for i := range h.sets {
		h.sets[i], h.in[i] = set.New(), make(cells, len(w))
	}
	return h
}

func (h *herd) change(i int) {
	from, to := h.r.IntN(len(h.w)), h.r.IntN(len(h.w))
	if h.r.IntN(4) > 0 {
		to = min(len(h.w)-1, from+h.r.IntN(3))
	}
	s, add := h.w.span(min(from, to), max(from, to)), h.r.IntN(3) > 0
	if add {
		h.sets[i].Add(s)
	} else {
		h.sets[i].Delete(s)
	}
	for j := min(from, to); j <= max(from, to); j++ {
		h.in[i][j] = add
	}
}

// combine puts into k what comes of i and j, twice, and spoils one of the two results.
func (h *herd) combine(i, j, k int) {
	method := h.r.IntN(3)
	spoilt := methods[method](h.sets[i], h.sets[j])
	h.make(method, i, j, k)
	spoilt.Add(h.w[h.r.IntN(len(h.w))])
	spoilt.Delete(h.w[h.r.IntN(len(h.w))])
}

var methods = []func(a, b set.Set) set.Set{set.Set.Union, set.Set.Intersect, set.Set.Minus}

// make puts into k what a method makes of i and j.
func (h *herd) make(method, i, j, k int) {
	result := methods[method](h.sets[i], h.sets[j])
	in := make(cells, len(h.w))
	for c := range in {
		a, b := h.in[i][c], h.in[j][c]
		in[c] = []bool{a || b, a && b, a && !b}[method]
	}
	h.sets[k], h.in[k] = result, in
}

func (h *herd) keep(i int) {
	in := slices.Clone(h.in[i])
	h.kept = append(h.kept, kept{slice: h.sets[i].Spans(), in: in}, kept{sequence: h.sets[i].All(), in: in})
	spoilt := h.sets[i].Spans()
	spoilt = spoilt[:cap(spoilt)]
	for j := range spoilt {
		spoilt[j] = set.Span{First: 1, Last: 0}
	}
}

func (h *herd) look(t *testing.T) {
	t.Helper()
	for i, s := range h.sets {
		h.w.ask(t, s, h.in[i])
	}
	for _, k := range h.kept {
		spans := k.slice
		if k.sequence != nil {
			for range k.sequence {
				break
			}
			spans = slices.Collect(k.sequence)
		}
		if err := h.w.equal(spans, k.in); err != nil {
			t.Fatal("from before:", err)
		}
	}
	h.kept = h.kept[:0]
}

// roam makes changes, and looks after some of them.
func (h *herd) roam(t *testing.T, steps, unseen int) {
	t.Helper()
	for range steps {
		i, j, k := h.r.IntN(4), h.r.IntN(4), h.r.IntN(4)
		switch h.r.IntN(12) {
		case 0:
			h.combine(i, j, k)
		case 1:
			h.combine(i, i, k)
		case 2:
			h.keep(i)
		case 3:
			h.sets[k], h.in[k] = set.New(), make(cells, len(h.w))
		default:
			h.change(i)
		}
		if h.r.IntN(unseen) == 0 {
			h.look(t)
		}
	}
	h.look(t)
}

func TestHerdAtTheEnds(t *testing.T) {
	for seed := range uint64(30) {
		newHerd(ends(), seed).roam(t, 60, 4)
	}
}

func TestHerdUnseen(t *testing.T) {
	for seed := range uint64(10) {
		newHerd(ends(), seed).roam(t, 200, 60)
	}
}

func TestWideHerd(t *testing.T) {
	for seed := range uint64(3) {
		newHerd(wide(), seed).roam(t, 150, 30)
	}
}

func TestResultsOfResults(t *testing.T) {
	for seed := range uint64(90) {
		h := newHerd(ends(), seed)
		for range 12 {
			h.change(h.r.IntN(3))
		}
		inner, outer := int(seed)/2%3, int(seed)/6%3
		h.make(inner, 0, 1, 3)
		if seed%2 == 0 {
			h.make(outer, 2, 3, 3)
		} else {
			h.make(outer, 3, 2, 3)
		}
		h.look(t)
	}
}

// full returns a herd whose sets have every second cell.
func full(seed uint64) *herd {
	h := newHerd(wide(), seed)
	for i := range h.sets {
		for c := i % 2; c < len(h.w); c += 2 {
			h.sets[i].Add(h.w[c])
			h.in[i][c] = true
		}
	}
	return h
}

func TestFullHerd(t *testing.T) {
	for seed := range uint64(4) {
		h := full(seed)
		h.look(t)
		h.roam(t, 40, 20)
	}
}

func TestHolesInFullSets(t *testing.T) {
	h := full(1)
	for i, s := range h.sets {
		from, to := 40+i, 350+i
		s.Delete(h.w.span(from, to))
		s.Add(h.w.span(from+i, to-20*i))
		for c := from; c <= to; c++ {
			h.in[i][c] = from+i <= c && c <= to-20*i
		}
	}
	h.look(t)
}

func TestLongScriptsBeforeTheFirstQuestion(t *testing.T) {
	for seed := range uint64(5) {
		h := newHerd(wide(), seed)
		for range 150 {
			h.change(0)
		}
		h.look(t)
	}
}

func TestSpansWithoutNumbers(t *testing.T) {
	for _, empty := range []set.Span{{First: 1}, {First: math.MaxInt64, Last: math.MinInt64}, {First: math.MinInt64 + 1, Last: math.MinInt64}, {First: 3, Last: -3}} {
		h := newHerd(ends(), 1)
		for range 3 {
			h.sets[0].Add(empty)
			h.sets[0].Delete(empty)
			if !h.sets[0].Covers(empty) {
				t.Fatalf("Covers(%v) is false", empty)
			}
			h.look(t)
			h.change(0)
		}
	}
}

func TestChangesInsideALoop(t *testing.T) {
	h := full(2)
	in := slices.Clone(h.in[0])
	sequence := h.sets[0].All()
	var seen []set.Span
	for s := range sequence {
		seen = append(seen, s)
		h.sets[0].Delete(s)
		if len(seen)%10 == 0 && !slices.Equal(slices.Collect(sequence)[:len(seen)], seen) {
			t.Fatal("another loop yields other spans")
		}
	}
	if err := h.w.equal(seen, in); err != nil {
		t.Fatal(err)
	}
	h.in[0] = make(cells, len(h.w))
	h.look(t)
}
