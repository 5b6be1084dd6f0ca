// canary: 014fa45f-8d46-4f88-a766-100211a37c23

// Package set keeps sets of whole numbers.
package set

import (
	"iter"
	"math"
	"slices"
	"sort"
)

// A Span is the whole numbers from First to Last, both included. It is empty if Last is less than First.
type Span struct{ First, Last int64 }

// A Set is a set of whole numbers.
type Set interface {
	Add(s Span)
	Delete(s Span)
	Has(x int64) bool
	Covers(s Span) bool
	Run(x int64) (Span, bool)
	Spans() []Span
	All() iter.Seq[Span]
	Union(other Set) Set
	Intersect(other Set) Set
	Minus(other Set) Set
}

func (s Span) empty() bool { return s.Last < s.First }

// New returns an empty set.
func New() Set { return &sorted{} }

// sorted holds spans in ascending order, none of which touches the next.
type sorted struct{ spans []Span }

// reaching returns the first span that reaches x or a number behind it.
func (s *sorted) reaching(x int64) int {
	return sort.Search(len(s.spans), func(i int) bool { return s.spans[i].Last >= x })
}

func (s *sorted) Add(n Span) {
	if n.empty() {
		return
	}
	from := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].Last >= n.First || s.spans[i].Last+1 == n.First })
	to := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].First > n.Last && s.spans[i].First-1 != n.Last })
	if from < to {
		n.First = min(n.First, s.spans[from].First)
		n.Last = max(n.Last, s.spans[to-1].Last)
	}
	s.spans = slices.Replace(s.spans, from, to, n)
}

func (s *sorted) Delete(n Span) {
	if n.empty() {
		return
	}
	from := s.reaching(n.First)
	to := sort.Search(len(s.spans), func(i int) bool { return s.spans[i].First > n.Last })
	if from == to {
		return
	}
	var rest []Span
	if first := s.spans[from]; first.First < n.First {
		rest = append(rest, Span{first.First, n.First - 1})
	}
	if last := s.spans[to-1]; last.Last > n.Last {
		rest = append(rest, Span{n.Last + 1, last.Last})
	}
	s.spans = slices.Replace(s.spans, from, to, rest...)
}

func (s *sorted) Has(x int64) bool {
	i := s.reaching(x)
	return i < len(s.spans) && s.spans[i].First <= x
}

func (s *sorted) Covers(n Span) bool {
	if n.empty() {
		return true
	}
	i := s.reaching(n.First)
	return i < len(s.spans) && s.spans[i].First <= n.First && n.Last <= s.spans[i].Last
}

func (s *sorted) Run(x int64) (Span, bool) {
	i := s.reaching(x)
	if i < len(s.spans) && s.spans[i].First <= x {
		return s.spans[i], true
	}
	gap := Span{math.MinInt64, math.MaxInt64}
	if i > 0 {
		gap.First = s.spans[i-1].Last + 1
	}
	if i < len(s.spans) {
		gap.Last = s.spans[i].First - 1
	}
	return gap, false
}

func (s *sorted) Spans() []Span { return slices.Clone(s.spans) }

func (s *sorted) All() iter.Seq[Span] {
	taken := slices.Clone(s.spans)
	return slices.Values(taken)
}

func (s *sorted) Union(other Set) Set {
	o := other.(*sorted)
	var joined []Span
	i, j := 0, 0
	for i < len(s.spans) || j < len(o.spans) {
		var next Span
		if j == len(o.spans) || i < len(s.spans) && s.spans[i].First <= o.spans[j].First {
			next, i = s.spans[i], i+1
		} else {
			next, j = o.spans[j], j+1
		}
		end := len(joined) - 1
		if end >= 0 && (next.First <= joined[end].Last || next.First-1 == joined[end].Last) {
			joined[end].Last = max(joined[end].Last, next.Last)
			continue
		}
		joined = append(joined, next)
	}
	return &sorted{joined}
}

func (s *sorted) Intersect(other Set) Set {
	o := other.(*sorted)
	var common []Span
	i, j := 0, 0
	for i < len(s.spans) && j < len(o.spans) {
		a, b := s.spans[i], o.spans[j]
		if both := (Span{max(a.First, b.First), min(a.Last, b.Last)}); !both.empty() {
			common = append(common, both)
		}
		if a.Last <= b.Last {
			i++
		}
		j++
	}
	return &sorted{common}
}

func (s *sorted) Minus(other Set) Set {
	left := &sorted{slices.Clone(s.spans)}
	for _, n := range other.(*sorted).spans {
		left.Delete(n)
	}
	return left
}
