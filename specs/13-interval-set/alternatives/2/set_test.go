// canary: 014fa45f-8d46-4f88-a766-100211a37c23

package set_test

import (
	"math"
	"set"
	"sort"
	"strings"
	"testing"
)

// A picture draws a set near some number: '#' is in it, '.' is not. Outside of the picture there is nothing.
type picture struct {
	at    int64
	cells string
}

// pictures returns all pictures of n cells at a place.
func pictures(at int64, n int) []picture {
	var all []picture
	for bits := range 1 << n {
		var b strings.Builder
		for i := range n {
			b.WriteByte(".#"[bits>>i&1])
		}
		all = append(all, picture{at, b.String()})
	}
	return all
}

// places are where pictures of n cells are drawn: at both ends of the numbers and in between.
func places(n int) []int64 {
	return []int64{math.MinInt64, -2, math.MaxInt64 - int64(n) + 1}
}

func (p picture) number(i int) int64 { return p.at + int64(i) }

func (p picture) span(i, j int) set.Span { return set.Span{First: p.number(i), Last: p.number(j)} }

// make builds the set, cell by cell from the left, from the right, or by taking out of a whole.
func (p picture) make(way int) set.Set {
	s := set.New()
	n := len(p.cells)
	if way == 2 {
		s.Add(p.span(0, n-1))
	}
	for k := range n {
		i := k
		if way == 1 {
			i = n - 1 - k
		}
		if p.cells[i] == '#' {
			s.Add(p.span(i, i))
		} else {
			s.Delete(p.span(i, i))
		}
	}
	return s
}

func (p picture) runs() []set.Span {
	var runs []set.Span
	for i := 0; i < len(p.cells); i++ {
		if p.cells[i] == '.' {
			continue
		}
		from := i
		for i+1 < len(p.cells) && p.cells[i+1] == '#' {
			i++
		}
		runs = append(runs, p.span(from, i))
	}
	return runs
}

// show is the canonical list of what spans hold; nil and false if they are not fit to be spans of a set.
func show(spans []set.Span) ([]set.Span, bool) {
	sorted := append([]set.Span(nil), spans...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].First < sorted[j].First })
	var runs []set.Span
	for i, s := range sorted {
		if s.Last < s.First || i > 0 && s.First <= sorted[i-1].Last {
			return nil, false
		}
		if n := len(runs); n > 0 && runs[n-1].Last == s.First-1 {
			runs[n-1].Last = s.Last
		} else {
			runs = append(runs, s)
		}
	}
	return runs, true
}

func alike(spans, want []set.Span) bool {
	runs, ok := show(spans)
	if !ok || len(runs) != len(want) {
		return false
	}
	for i := range runs {
		if runs[i] != want[i] {
			return false
		}
	}
	return true
}

func collect(s set.Set) []set.Span {
	var spans []set.Span
	for one := range s.All() {
		spans = append(spans, one)
	}
	return spans
}

// is compares the set with the picture.
func (p picture) is(s set.Set) bool {
	if !alike(s.Spans(), p.runs()) || !alike(collect(s), p.runs()) {
		return false
	}
	for i, c := range p.cells {
		run, in := s.Run(p.number(i))
		if in != (c == '#') || s.Has(p.number(i)) != in || run != p.around(i) {
			return false
		}
	}
	return true
}

// around is the answer that Run should give.
func (p picture) around(i int) set.Span {
	from, to := i, i
	for from > 0 && p.cells[from-1] == p.cells[i] {
		from--
	}
	for to+1 < len(p.cells) && p.cells[to+1] == p.cells[i] {
		to++
	}
	s := p.span(from, to)
	if p.cells[i] == '.' && from == 0 {
		s.First = math.MinInt64
	}
	if p.cells[i] == '.' && to == len(p.cells)-1 {
		s.Last = math.MaxInt64
	}
	return s
}

func TestEveryPictureEveryWay(t *testing.T) {
	for _, at := range places(6) {
		for _, p := range pictures(at, 6) {
			for way := range 3 {
				if s := p.make(way); !p.is(s) {
					t.Errorf("%v, way %d: %v", p, way, s.Spans())
				}
			}
		}
	}
}

func TestEveryChangeOfEveryPicture(t *testing.T) {
	for _, at := range places(5) {
		for _, p := range pictures(at, 5) {
			for i := range 5 {
				for j := i; j < 5; j++ {
					s := p.make(0)
					s.Add(p.span(i, j))
					if !(picture{at, p.cells[:i] + "#####"[i:j+1] + p.cells[j+1:]}).is(s) {
						t.Errorf("%v and %d to %d: %v", p, i, j, s.Spans())
					}
					s = p.make(1)
					s.Delete(p.span(i, j))
					if !(picture{at, p.cells[:i] + "....."[i:j+1] + p.cells[j+1:]}).is(s) {
						t.Errorf("%v without %d to %d: %v", p, i, j, s.Spans())
					}
				}
			}
		}
	}
}

func TestCoveredSpansOfEveryPicture(t *testing.T) {
	for _, at := range places(5) {
		for _, p := range pictures(at, 5) {
			s := p.make(0)
			for i := range 5 {
				for j := i; j < 5; j++ {
					if s.Covers(p.span(i, j)) == strings.Contains(p.cells[i:j+1], ".") {
						t.Errorf("%v, Covers %d to %d", p, i, j)
					}
				}
			}
			if s.Covers(set.Span{First: math.MinInt64, Last: math.MaxInt64}) {
				t.Errorf("%v covers everything", p)
			}
		}
	}
}

func TestEmptySpans(t *testing.T) {
	for _, empty := range []set.Span{{First: 1, Last: 0}, {First: math.MaxInt64, Last: math.MinInt64}, {First: 2, Last: -3}, {First: math.MaxInt64, Last: 0}} {
		p := picture{-2, "##.##"}
		s := p.make(0)
		s.Add(empty)
		s.Delete(empty)
		if !p.is(s) || !s.Covers(empty) || !set.New().Covers(empty) {
			t.Errorf("%v: %v", empty, s.Spans())
		}
	}
}

func TestLongSpans(t *testing.T) {
	all := set.Span{First: math.MinInt64, Last: math.MaxInt64}
	s := set.New()
	s.Add(all)
	if run, in := s.Run(5); run != all || !in || !s.Covers(all) {
		t.Error("not all numbers are in the set")
	}
	s.Delete(set.Span{First: -1, Last: 1})
	if !alike(s.Spans(), []set.Span{{First: math.MinInt64, Last: -2}, {First: 2, Last: math.MaxInt64}}) || s.Covers(all) {
		t.Errorf("got %v", s.Spans())
	}
	if run, in := s.Run(0); in || run != (set.Span{First: -1, Last: 1}) {
		t.Errorf("got %v, %v", run, in)
	}
	s.Delete(all)
	if run, in := s.Run(0); in || run != all || len(s.Spans()) != 0 {
		t.Errorf("got %v", s.Spans())
	}
}

// A method by which two sets make a third, and what it makes of two cells.
type method struct {
	name string
	of   func(a, b set.Set) set.Set
	cell func(a, b bool) bool
}

var methods = []method{
	{"Union", set.Set.Union, func(a, b bool) bool { return a || b }},
	{"Intersect", set.Set.Intersect, func(a, b bool) bool { return a && b }},
	{"Minus", set.Set.Minus, func(a, b bool) bool { return a && !b }},
}

func (m method) drawn(p, q picture) picture {
	cells := []byte(p.cells)
	for i := range cells {
		cells[i] = '.'
		if m.cell(p.cells[i] == '#', q.cells[i] == '#') {
			cells[i] = '#'
		}
	}
	return picture{p.at, string(cells)}
}

func TestEveryPair(t *testing.T) {
	for _, at := range places(4) {
		for _, p := range pictures(at, 4) {
			for _, q := range pictures(at, 4) {
				a, b := p.make(0), q.make(1)
				for _, m := range methods {
					if result := m.of(a, b); !m.drawn(p, q).is(result) {
						t.Errorf("%v %s %v: %v", p, m.name, q, result.Spans())
					}
				}
				if !p.is(a) || !q.is(b) {
					t.Errorf("%v or %v has changed", p, q)
				}
			}
		}
	}
}

func TestEveryTripleUnasked(t *testing.T) {
	for _, p := range pictures(7, 3) {
		for _, q := range pictures(7, 3) {
			for _, r := range pictures(7, 3) {
				for _, m := range methods {
					for _, n := range methods {
						if !n.drawn(p, m.drawn(q, r)).is(n.of(p.make(0), m.of(q.make(0), r.make(0)))) {
							t.Errorf("%v %s (%v %s %v)", p, n.name, q, m.name, r)
						}
						if !n.drawn(m.drawn(q, r), p).is(n.of(m.of(q.make(0), r.make(0)), p.make(0))) {
							t.Errorf("(%v %s %v) %s %v", q, m.name, r, n.name, p)
						}
					}
				}
			}
		}
	}
}

// strangers tells whether a change of either set is seen in the other.
func strangers(a, b set.Set, p picture) bool {
	for _, change := range []func(s set.Set, x int64){
		func(s set.Set, x int64) { s.Add(set.Span{First: x, Last: x}) },
		func(s set.Set, x int64) { s.Delete(set.Span{First: x, Last: x}) },
	} {
		for _, pair := range [][2]set.Set{{a, b}, {b, a}} {
			for i := range p.cells {
				before, _ := show(pair[1].Spans())
				change(pair[0], p.number(i))
				if !alike(pair[1].Spans(), before) {
					return false
				}
			}
		}
	}
	return true
}

func TestResultsAreStrangers(t *testing.T) {
	for _, p := range pictures(0, 3) {
		for _, q := range pictures(0, 3) {
			for _, m := range methods {
				a, b := p.make(0), q.make(0)
				if !strangers(a, m.of(a, b), p) || !strangers(b, m.of(a, b), p) {
					t.Errorf("%v %s %v has something in common with them", p, m.name, q)
				}
				if !strangers(m.of(a, b), m.of(a, b), p) {
					t.Errorf("%v %s %v: two results have something in common", p, m.name, q)
				}
			}
		}
	}
}

func TestOneSetTwice(t *testing.T) {
	for _, p := range pictures(0, 5) {
		for _, m := range methods {
			s := p.make(0)
			result := m.of(s, s)
			if !m.drawn(p, p).is(result) || !p.is(s) || !strangers(s, result, p) {
				t.Errorf("%v %s itself", p, m.name)
			}
		}
	}
}

func TestSlices(t *testing.T) {
	p := picture{0, "##.#.##"}
	s := p.make(0)
	one, other, sequence := s.Spans(), s.Spans(), s.All()
	for i := range one[:cap(one)] {
		one[:cap(one)][i] = set.Span{First: 3, Last: 50}
	}
	if !alike(other, p.runs()) || !p.is(s) {
		t.Error("what is written to a slice is seen")
	}
	kept := s.Spans()
	for i := range p.cells {
		s.Delete(p.span(i, i))
		s.Add(p.span(i+10, i+10))
	}
	var seen []set.Span
	for span := range sequence {
		seen = append(seen, span)
	}
	if !alike(kept, p.runs()) || !alike(seen, p.runs()) {
		t.Error("changes are seen in a slice or in a sequence from before")
	}
}

func TestSequences(t *testing.T) {
	p := picture{0, "##.#.##"}
	s := p.make(0)
	sequence := s.All()
	var outer, inner, last []set.Span
	for one := range sequence {
		outer = append(outer, one)
		inner = nil
		for two := range sequence {
			inner = append(inner, two)
		}
		for range sequence {
			break
		}
		s.Delete(one)
	}
	for one := range sequence {
		last = append(last, one)
	}
	for i := range outer {
		if len(inner) != len(outer) || len(last) != len(outer) || inner[i] != outer[i] || last[i] != outer[i] {
			t.Fatalf("loops yield %v, %v and %v", outer, inner, last)
		}
	}
	if !alike(outer, p.runs()) || !(picture{0, "......."}).is(s) {
		t.Errorf("got %v, and at last %v", outer, s.Spans())
	}
}

// long is a picture with many runs, in which the cells from i on are replaced.
func long(i int, cells string) picture {
	all := strings.Repeat("#..", 300)
	if i+len(cells) > len(all) {
		panic("too long")
	}
	return picture{1000, all[:i] + cells + all[i+len(cells):]}
}

func TestLongPictures(t *testing.T) {
	for way := range 3 {
		if p := long(0, ""); !p.is(p.make(way)) {
			t.Errorf("way %d", way)
		}
	}
}

func TestLongPicturesWithHoles(t *testing.T) {
	for _, asked := range []bool{false, true} {
		for _, edge := range []int{0, 60, 299} {
			p := long(0, "")
			s := p.make(0)
			width := 900 - 2*edge
			if asked && !p.is(s) {
				t.Fatal("no hole yet")
			}
			s.Delete(p.span(edge, edge+width-1))
			if asked && !long(edge, strings.Repeat(".", width)).is(s) {
				t.Errorf("a hole at %d", edge)
			}
			s.Add(p.span(edge+10, edge+width-11))
			filled := ".........." + strings.Repeat("#", width-20) + ".........."
			if !long(edge, filled).is(s) {
				t.Errorf("a hole at %d, filled (asked %v)", edge, asked)
			}
			for i, c := range p.cells {
				if c == '#' {
					s.Add(p.span(i, i))
				} else {
					s.Delete(p.span(i, i))
				}
			}
			if !p.is(s) {
				t.Errorf("a hole at %d, all back again (asked %v)", edge, asked)
			}
		}
	}
}

func TestLongPairs(t *testing.T) {
	p, q := long(0, ""), long(100, strings.Repeat("#.#..", 100))
	for _, m := range methods {
		if !m.drawn(p, q).is(m.of(p.make(0), q.make(1))) || !m.drawn(q, p).is(m.of(q.make(0), p.make(1))) {
			t.Errorf("%s of two large sets", m.name)
		}
	}
}
