// canary: 014fa45f-8d46-4f88-a766-100211a37c23

// Package set keeps sets of whole numbers.
package set

import (
	"iter"
	"math"
	"slices"
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
func New() Set { return &tree{} }

// tree is a treap of spans none of which touches another. Nodes are never changed, so that sets can share them.
type tree struct{ root *node }

type node struct {
	span        Span
	weight      uint64
	left, right *node
}

func single(s Span) *node {
	return &node{span: s, weight: (uint64(s.First) ^ uint64(s.Last)<<7) * 0x9e3779b97f4a7c15}
}

func join(a, b *node) *node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case a.weight > b.weight:
		return &node{a.span, a.weight, a.left, join(a.right, b)}
	}
	return &node{b.span, b.weight, join(a, b.left), b.right}
}

// split parts a tree into the spans that begin before x and the others.
func split(n *node, x int64) (before, others *node) {
	if n == nil {
		return nil, nil
	}
	if n.span.First < x {
		middle, right := split(n.right, x)
		return &node{n.span, n.weight, n.left, middle}, right
	}
	left, middle := split(n.left, x)
	return left, &node{n.span, n.weight, middle, n.right}
}

// around returns the last span that begins at x or before it, and the first that begins behind it.
func (t *tree) around(x int64) (before, behind *node) {
	for n := t.root; n != nil; {
		if n.span.First <= x {
			before, n = n, n.right
		} else {
			behind, n = n, n.left
		}
	}
	return before, behind
}

func (t *tree) Run(x int64) (Span, bool) {
	before, behind := t.around(x)
	if before != nil && before.span.Last >= x {
		return before.span, true
	}
	gap := Span{math.MinInt64, math.MaxInt64}
	if before != nil {
		gap.First = before.span.Last + 1
	}
	if behind != nil {
		gap.Last = behind.span.First - 1
	}
	return gap, false
}

func (t *tree) Has(x int64) bool {
	_, in := t.Run(x)
	return in
}

func (t *tree) Covers(s Span) bool {
	if s.empty() {
		return true
	}
	run, in := t.Run(s.First)
	return in && run.Last >= s.Last
}

// put replaces all that lies in s by the given spans.
func (t *tree) put(s Span, instead ...Span) {
	before, others := split(t.root, s.First)
	var behind *node
	if s.Last < math.MaxInt64 {
		_, behind = split(others, s.Last+1)
	}
	for _, one := range instead {
		before = join(before, single(one))
	}
	t.root = join(before, behind)
}

func (t *tree) Add(s Span) {
	if s.empty() {
		return
	}
	whole := s
	if s.First > math.MinInt64 {
		if run, in := t.Run(s.First - 1); in {
			whole.First = run.First
		}
	}
	if next := s.Last + 1; s.Last < next && next < math.MaxInt64 {
		if run, in := t.Run(s.Last + 1); in {
			whole.Last = run.Last
		}
	}
	t.put(whole, whole)
}

func (t *tree) Delete(s Span) {
	if s.empty() {
		return
	}
	whole := s
	var rest []Span
	if run, in := t.Run(s.First); in && run.First < s.First {
		whole.First = run.First
		rest = append(rest, Span{run.First, s.First - 1})
	}
	if run, in := t.Run(s.Last); in && run.Last > s.Last {
		whole.Last = run.Last
		rest = append(rest, Span{s.Last + 1, run.Last})
	}
	t.put(whole, rest...)
}

func (t *tree) All() iter.Seq[Span] {
	root := t.root
	return func(yield func(Span) bool) { walk(root, yield) }
}

func walk(n *node, yield func(Span) bool) bool {
	return n == nil || walk(n.left, yield) && yield(n.span) && walk(n.right, yield)
}

func (t *tree) Spans() []Span { return slices.AppendSeq(make([]Span, 0, 4), t.All()) }

func (t *tree) Union(other Set) Set {
	result := &tree{t.root}
	for s := range other.All() {
		result.Add(s)
	}
	return result
}

func (t *tree) Minus(other Set) Set {
	result := &tree{t.root}
	for s := range other.All() {
		result.Delete(s)
	}
	return result
}

func (t *tree) Intersect(other Set) Set { return t.Minus(t.Minus(other)) }
