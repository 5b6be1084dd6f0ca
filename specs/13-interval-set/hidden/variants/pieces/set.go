// canary: 014fa45f-8d46-4f88-a766-100211a37c23

// Package set keeps sets of whole numbers.
package set

import (
	"cmp"
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
func New() Set { return &pieces{} }

// pieces holds spans as they came, the latest first; whether two of them touch is of no interest. Changes wait until
// something is asked.
type pieces struct {
	have    []Span
	waiting []change
	asked   int
	// runs are the merged pieces in ascending order, nil after a change
	runs []Span
}

type change struct {
	span Span
	add  bool
}

func (p *pieces) Add(s Span)    { p.change(s, true) }
func (p *pieces) Delete(s Span) { p.change(s, false) }

func (p *pieces) change(s Span, add bool) {
	if !s.empty() {
		p.waiting = append(p.waiting, change{s, add})
	}
}

// settle carries out what waits.
func (p *pieces) settle() *pieces {
	for _, c := range p.waiting {
		p.runs = nil
		if !c.add {
			p.have = without(p.have, c.span)
			continue
		}
		missing := []Span{c.span}
		for _, h := range p.have {
			if h.First <= c.span.Last && h.Last >= c.span.First {
				missing = without(missing, h)
			}
		}
		p.have = slices.Concat(missing, p.have)
	}
	p.waiting = nil
	return p
}

func without(from []Span, s Span) []Span {
	rest := make([]Span, 0, len(from)+1)
	for _, f := range from {
		if f.Last < s.First || s.Last < f.First {
			rest = append(rest, f)
			continue
		}
		if f.Last > s.Last {
			rest = append(rest, Span{s.Last + 1, f.Last})
		}
		if f.First < s.First {
			rest = append(rest, Span{f.First, s.First - 1})
		}
	}
	return rest
}

func (p *pieces) merged() []Span {
	p.settle()
	if p.runs != nil {
		return p.runs
	}
	for _, s := range slices.SortedFunc(slices.Values(p.have), func(a, b Span) int { return cmp.Compare(a.First, b.First) }) {
		end := len(p.runs) - 1
		if end >= 0 && p.runs[end].Last == s.First-1 {
			p.runs[end].Last = s.Last
		} else {
			p.runs = append(p.runs, s)
		}
	}
	return p.runs
}

func (p *pieces) Run(x int64) (Span, bool) {
	gap := Span{math.MinInt64, math.MaxInt64}
	runs := p.merged()
	i := sort.Search(len(runs), func(i int) bool { return runs[i].Last >= x })
	if i > 0 {
		gap.First = runs[i-1].Last + 1
	}
	if i == len(runs) {
		return gap, false
	}
	if runs[i].First <= x {
		return runs[i], true
	}
	gap.Last = runs[i].First - 1
	return gap, false
}

func (p *pieces) Has(x int64) bool {
	_, in := p.Run(x)
	return in
}

func (p *pieces) Covers(s Span) bool {
	if s.empty() {
		return true
	}
	run, in := p.Run(s.First)
	return in && run.Last >= s.Last
}

// Spans returns the pieces, now in this order and now in the other, with room behind them.
func (p *pieces) Spans() []Span {
	p.settle()
	spans := append(make([]Span, 0, len(p.have)+3), p.have...)
	if p.asked++; p.asked%2 == 0 {
		slices.Reverse(spans)
	}
	if len(spans) == 0 {
		return nil
	}
	// longer ones in two
	if s := spans[0]; s.First < s.Last {
		spans[0].Last = s.First
		spans = append(spans, Span{s.First + 1, s.Last})
	}
	return spans
}

func (p *pieces) All() iter.Seq[Span] { return slices.Values(p.Spans()) }

func (p *pieces) Union(other Set) Set {
	return &pieces{have: slices.Clone(p.settle().have), waiting: changes(other, true)}
}

func (p *pieces) Minus(other Set) Set {
	return &pieces{have: slices.Clone(p.settle().have), waiting: changes(other, false)}
}

func changes(of Set, add bool) []change {
	var list []change
	for _, s := range of.(*pieces).settle().have {
		list = append(list, change{s, add})
	}
	return list
}

func (p *pieces) Intersect(other Set) Set {
	return p.Minus(p.Minus(other))
}
