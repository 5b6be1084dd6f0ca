// canary: 34339149-67f0-4fec-9e95-01b87d5994cf

package agg_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"agg"
	"specgen/gate"
	"specgen/quiet"
)

var (
	errRefused = errors.New("refused")
	errOther   = errors.New("another error")
)

// factor is a sampler without any state of its own.
type factor func(key string, nth int64) int64

func (f factor) Factor(key string, nth int64) int64 { return f(key, nth) }

func one(string, int64) int64 { return 1 }

// taker is an observer without any state of its own.
type taker func(line agg.Line) error

func (t taker) Observe(line agg.Line) error { return t(line) }

// register takes lines over, notes them in order, and answers as told. It may be used by several goroutines.
type register struct {
	prefix string              // of the gates' names
	gates  *gate.Gates         // may be nil
	during func(line agg.Line) // called before the answer, may be nil
	lock   sync.Mutex
	shown  []agg.Line
	refuse map[string]int // how many more lines of a key are refused
}

func (r *register) Observe(line agg.Line) error {
	r.lock.Lock()
	r.shown = append(r.shown, line)
	refused := r.refuse[line.Key] > 0
	if refused {
		r.refuse[line.Key]--
	}
	r.lock.Unlock()
	if r.gates != nil {
		r.gates.Arrive(r.prefix + line.Key)
	}
	if r.during != nil {
		r.during(line)
	}
	if refused {
		return fmt.Errorf("%s: %w", line.Key, errRefused)
	}
	return nil
}

// of returns the lines of a key that have been shown so far, in order, and forgets them.
func (r *register) of(key string) []agg.Line {
	r.lock.Lock()
	defer r.lock.Unlock()
	var lines, others []agg.Line
	for _, line := range r.shown {
		if line.Key == key {
			lines = append(lines, line)
		} else {
			others = append(others, line)
		}
	}
	r.shown = others
	return lines
}

func usage(events ...int64) agg.Usage {
	var sum agg.Usage
	for i, units := range events {
		sum.Events++
		sum.Units += units
		if i == 0 || units > sum.Peak {
			sum.Peak = units
		}
	}
	return sum
}

func record(a *agg.Agg, key string, units ...int64) {
	for _, n := range units {
		a.Record(key, n)
	}
}

type usages = map[string]agg.Usage

func wantStats(t *testing.T, requirement, when string, got agg.Stats, total, open usages) {
	t.Helper()
	if !maps.Equal(got.Total, total) {
		t.Errorf("%s: %s: Total is %v, want %v", requirement, when, got.Total, total)
	}
	if !maps.Equal(got.Open, open) {
		t.Errorf("%s: %s: Open is %v, want %v", requirement, when, got.Open, open)
	}
}

func wantLines(t *testing.T, requirement, when string, got []agg.Line, want ...agg.Line) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %s: lines %v were shown, want %v", requirement, when, got, want)
	}
}

// returns runs an operation that has to return, and leaves no goroutine.
func returns(t *testing.T, requirement string, operation func()) {
	t.Helper()
	watch := quiet.New(t)
	call := watch.Go(operation)
	watch.MustReturn(requirement, call)
	watch.MustBeGone("R10")
}

func flush(t *testing.T, a *agg.Agg, observer agg.Observer) (err error) {
	t.Helper()
	returns(t, "R10", func() { err = a.Flush(observer) })
	return err
}

func mustFlush(t *testing.T, requirement, when string, a *agg.Agg, observer agg.Observer) {
	t.Helper()
	if err := flush(t, a, observer); err != nil {
		t.Errorf("%s: %s: Flush returned %v, want nil", requirement, when, err)
	}
}
