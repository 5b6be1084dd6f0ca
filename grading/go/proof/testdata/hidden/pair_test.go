package answer_test

import (
	"errors"
	"testing"

	"answer"
	"specgen/pair"
)

func pairs(t *testing.T, one, two func(*answer.Agg)) {
	pair.BothOrders(t, "R1", func() pair.Calls {
		fresh := answer.New()
		return pair.Calls{One: func() { one(fresh) }, Two: func() { two(fresh) }}
	})
}

func live(g *answer.Agg) {
	for range g.Live() {
	}
}

func TestRaceLiveMap(t *testing.T) { pairs(t, live, (*answer.Agg).Record) }
func TestRaceLazy(t *testing.T) {
	pairs(t, func(g *answer.Agg) { g.LazyBad() }, func(g *answer.Agg) { g.LazyBad() })
}
func TestRaceBefore(t *testing.T) { pairs(t, (*answer.Agg).Before, (*answer.Agg).Within) }
func TestRaceAfter(t *testing.T)  { pairs(t, (*answer.Agg).After, (*answer.Agg).Within) }
func TestFineCopy(t *testing.T)   { pairs(t, func(g *answer.Agg) { g.Copy() }, (*answer.Agg).Record) }
func TestFineLazy(t *testing.T) {
	pairs(t, func(g *answer.Agg) { g.LazyGood() }, func(g *answer.Agg) { g.LazyGood() })
}
func TestFineWithin(t *testing.T) { pairs(t, (*answer.Agg).Within, (*answer.Agg).Within) }

func TestRaceErrors(t *testing.T) {
	answer.New().Errors(2, func() error { return errors.New("plain") })
}

// TestFinePairAfter reads what the calls wrote, without a race.
func TestFinePairAfter(t *testing.T) {
	pair.BothOrders(t, "R1", func() pair.Calls {
		var one, two int
		return pair.Calls{One: func() { one = 1 }, Two: func() { two = 2 }, After: func() {
			if one+two != 3 {
				t.Errorf("R1: %d", one+two)
			}
		}}
	})
}

func TestDeadlockPair(t *testing.T) { pairs(t, func(*answer.Agg) { select {} }, (*answer.Agg).Within) }
