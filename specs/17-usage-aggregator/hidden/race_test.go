// canary: 34339149-67f0-4fec-9e95-01b87d5994cf

package agg_test

import (
	"errors"
	"testing"

	"agg"
	"specgen/pair"
)

// filled has two keys, of which one has been delivered. The fakes share nothing that could order anything.
func filled() *agg.Agg {
	a := agg.New(factor(one))
	record(a, "y", 4)
	a.Flush(taker(func(agg.Line) error { return nil }))
	record(a, "x", 1, 2)
	return a
}

func read(stats agg.Stats) (units int64) {
	for _, usage := range stats.Total {
		units += usage.Units
	}
	for _, usage := range stats.Open {
		units += usage.Units
	}
	return units
}

func change(stats agg.Stats) {
	for _, held := range []usages{stats.Total, stats.Open} {
		for key := range held {
			held[key] = agg.Usage{}
		}
		held["new"] = agg.Usage{}
	}
}

func both(t *testing.T, requirement string, one, two func(a *agg.Agg)) {
	t.Helper()
	pair.BothOrders(t, requirement, func() pair.Calls {
		a := filled()
		return pair.Calls{One: func() { one(a) }, Two: func() { two(a) }}
	})
}

func accepting(agg.Line) error { return nil }

func TestSnapshotBesideRecord(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { read(a.Snapshot()) }, func(a *agg.Agg) { a.Record("x", 3) })
	both(t, "R1", func(a *agg.Agg) { read(a.Snapshot()) }, func(a *agg.Agg) { a.Record("z", 3) })
}

func TestSnapshotBesideSnapshot(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { change(a.Snapshot()) }, func(a *agg.Agg) { change(a.Snapshot()) })
}

func TestSnapshotBesideFlush(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { change(a.Snapshot()) }, func(a *agg.Agg) { a.Flush(taker(accepting)) })
}

func TestSnapshotBesideRates(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { change(a.Snapshot()) }, func(a *agg.Agg) { a.Rates() })
}

func TestRecordBesideRecord(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { a.Record("x", 3) }, func(a *agg.Agg) { a.Record("x", 4) })
	both(t, "R1", func(a *agg.Agg) { a.Record("n", 3) }, func(a *agg.Agg) { a.Record("m", 4) })
}

func spoil(rates []agg.Rate) {
	for i := range rates {
		rates[i] = agg.Rate{}
	}
}

func TestRatesBesideRecord(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { spoil(a.Rates()) }, func(a *agg.Agg) { a.Record("x", 3) })
	both(t, "R1", func(a *agg.Agg) { a.Rates(); a.Rates() }, func(a *agg.Agg) { a.Record("z", 3) })
}

func TestRatesBesideRates(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { a.Rates() }, func(a *agg.Agg) { a.Rates() })
	both(t, "R1", func(a *agg.Agg) { spoil(a.Rates()) }, func(a *agg.Agg) { spoil(a.Rates()) })
	pair.BothOrders(t, "R1", func() pair.Calls {
		a := filled()
		a.Rates()
		return pair.Calls{One: func() { spoil(a.Rates()) }, Two: func() { spoil(a.Rates()) }}
	})
}

// TestRefusalsOfOneFlush has nothing but the refusals of two keys to go wrong.
func TestRefusalsOfOneFlush(t *testing.T) {
	errX, errY := errors.New("x"), errors.New("y")
	var err error
	pair.BothOrders(t, "R10", func() pair.Calls {
		a := filled()
		record(a, "y", 1)
		return pair.Calls{
			One: func() {
				err = a.Flush(taker(func(line agg.Line) error {
					if line.Key == "x" {
						return errX
					}
					return errY
				}))
			},
			Two: func() {},
		}
	})
	if !errors.Is(err, errX) || !errors.Is(err, errY) || errors.Is(err, errOther) {
		t.Errorf("R9: two lines were refused, Flush returned %v, which does not wrap both errors", err)
	}
}

func TestFlushBesideFlush(t *testing.T) {
	refusing := func(agg.Line) error { return errRefused }
	both(t, "R1", func(a *agg.Agg) { a.Flush(taker(refusing)) }, func(a *agg.Agg) { a.Flush(taker(refusing)) })
	both(t, "R1", func(a *agg.Agg) { a.Flush(taker(accepting)) }, func(a *agg.Agg) { a.Flush(taker(refusing)) })
}

func TestFlushBesideRecord(t *testing.T) {
	both(t, "R1", func(a *agg.Agg) { a.Flush(taker(accepting)) }, func(a *agg.Agg) { a.Record("x", 3) })
}

func forget(a *agg.Agg) { a.Forget("x") }

func TestRecordBesideForget(t *testing.T) {
	both(t, "R1", forget, func(a *agg.Agg) { a.Record("x", 3) })
	both(t, "R1", forget, forget)
}

func TestSnapshotBesideForget(t *testing.T) {
	both(t, "R1", forget, func(a *agg.Agg) { change(a.Snapshot()) })
}

func TestRatesBesideForget(t *testing.T) {
	both(t, "R1", forget, func(a *agg.Agg) { spoil(a.Rates()) })
}

func TestFlushBesideForget(t *testing.T) {
	both(t, "R1", forget, func(a *agg.Agg) { a.Flush(taker(accepting)) })
	both(t, "R1", forget, func(a *agg.Agg) { a.Flush(taker(func(agg.Line) error { return errRefused })) })
}
