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
func New() Set { return &chunked{} }

const most = 64 // spans of a chunk

// chunked holds spans in ascending order, none of which touches the next, in chunks. What begins at from of a chunk or
// behind it, but before from of the next one, is in that chunk; the first chunk also has what begins earlier.
type chunked struct{ chunks []*chunk }

type chunk struct {
	from  int64
	spans []Span
}

// home returns the chunk in which a span that begins at x belongs.
func (c *chunked) home(x int64) int {
	return max(0, sort.Search(len(c.chunks), func(i int) bool { return c.chunks[i].from > x })-1)
}

func (c *chunked) find(x int64) (Span, bool) {
	if len(c.chunks) == 0 {
		return Span{}, false
	}
	spans := c.chunks[c.home(x)].spans
	i := sort.Search(len(spans), func(i int) bool { return spans[i].Last >= x })
	if i < len(spans) && spans[i].First <= x {
		return spans[i], true
	}
	return Span{}, false
}

func (c *chunked) Has(x int64) bool {
	_, in := c.find(x)
	return in
}

func (c *chunked) Covers(n Span) bool {
	if n.empty() {
		return true
	}
	s, in := c.find(n.First)
	return in && n.Last <= s.Last
}

func (c *chunked) Run(x int64) (Span, bool) {
	if s, in := c.find(x); in {
		return s, true
	}
	gap := Span{math.MinInt64, math.MaxInt64}
	for s := range c.each {
		if s.First > x {
			gap.Last = s.First - 1
			break
		}
		gap.First = s.Last + 1
	}
	return gap, false
}

func (c *chunked) each(yield func(Span) bool) {
	for _, one := range c.chunks {
		for _, s := range one.spans {
			if !yield(s) {
				return
			}
		}
	}
}

func (c *chunked) Add(n Span) {
	if n.empty() {
		return
	}
	if n.First > math.MinInt64 {
		if s, in := c.find(n.First - 1); in {
			n.First = s.First
		}
	}
	if n.Last < math.MaxInt64 {
		if s, in := c.find(n.Last + 1); in {
			n.Last = s.Last
		}
	}
	c.Delete(n)
	if len(c.chunks) == 0 {
		c.chunks = []*chunk{{from: n.First}}
	}
	at := c.home(n.First)
	home := c.chunks[at]
	i := sort.Search(len(home.spans), func(i int) bool { return home.spans[i].First > n.First })
	home.spans = slices.Insert(home.spans, i, n)
	if len(home.spans) > most {
		half := slices.Clone(home.spans[most/2:])
		home.spans = home.spans[:most/2]
		c.chunks = slices.Insert(c.chunks, at+1, &chunk{half[0].First, half})
	}
}

func (c *chunked) Delete(n Span) {
	if n.empty() || len(c.chunks) == 0 {
		return
	}
	first := c.home(n.First)
	last := c.home(n.Last)
	var kept []*chunk
	for _, one := range c.chunks[first : last+1] {
		one.cut(n)
		if len(one.spans) > 0 {
			one.from = one.spans[0].First
			kept = append(kept, one)
		}
	}
	c.chunks = slices.Replace(c.chunks, first, last+1, kept...)
}

// cut takes n out of the spans of a chunk.
func (c *chunk) cut(n Span) {
	var rest []Span
	for _, s := range c.spans {
		if left := (Span{s.First, min(s.Last, n.First-1)}); n.First > math.MinInt64 && !left.empty() {
			rest = append(rest, left)
		}
		if right := (Span{max(s.First, n.Last+1), s.Last}); n.Last < math.MaxInt64 && !right.empty() {
			rest = append(rest, right)
		}
	}
	c.spans = rest
}

func (c *chunked) Spans() []Span { return slices.Collect(c.each) }

func (c *chunked) All() iter.Seq[Span] { return slices.Values(c.Spans()) }

func (c *chunked) copy() *chunked {
	made := &chunked{}
	for _, one := range c.chunks {
		made.chunks = append(made.chunks, &chunk{one.from, slices.Clone(one.spans)})
	}
	return made
}

func (c *chunked) Union(other Set) Set {
	made := c.copy()
	for _, s := range other.Spans() {
		made.Add(s)
	}
	return made
}

func (c *chunked) Minus(other Set) Set {
	made := c.copy()
	for _, s := range other.Spans() {
		made.Delete(s)
	}
	return made
}

func (c *chunked) Intersect(other Set) Set { return c.Minus(c.Minus(other)) }
