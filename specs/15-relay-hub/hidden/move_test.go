// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import (
	"fmt"
	"testing"

	"relay"
	"specgen/quiet"
)

// meet holds the calls at their notes, starts them in turn and lets them go in the given order.
func (d *desk) meet(notes []string, order []int, started ...func()) {
	d.t.Helper()
	for _, note := range notes {
		d.hold(note)
	}
	var calls []*quiet.Call
	for _, call := range started {
		calls = append(calls, d.begin(call))
	}
	for _, i := range order {
		for d.gates.Release(notes[i]) { // one by one, should there be several
			d.watch.Settle()
		}
		d.gates.Open(notes[i])
		d.watch.Settle()
	}
	d.watch.MustReturn("R9", calls...)
}

func TestOpposingMoves(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		for _, reversed := range []bool{false, true} {
			for _, others := range []bool{false, true} {
				d := newDesk(t)
				here, there := "x", "y"
				if reversed {
					here, there = there, here
				}
				one, two := d.sub(here), d.sub(there)
				if others {
					d.sub(here)
					d.sub(there)
				}
				d.meet([]string{left(1, here), left(2, there)}, order,
					func() { d.hub.Move(one, there) }, func() { d.hub.Move(two, here) })
				d.send(here, "a")
				d.send(there, "b")
				if others {
					d.mustGet("R4", "opposing moves", "3 a", "2 a", "4 b", "1 b")
				} else {
					d.mustGet("R4", "opposing moves", "2 a", "1 b")
				}
				d.close()
			}
		}
	}
}

func TestMovesInARing(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}} {
		d := newDesk(t)
		var notes []string
		var moves []func()
		for i := range 4 {
			from, to := fmt.Sprint("x", i), fmt.Sprint("x", (i+1)%4)
			one := d.sub(from)
			notes = append(notes, left(i+1, from))
			moves = append(moves, func() { d.hub.Move(one, to) })
		}
		d.meet(notes, order, moves...)
		for i := range 4 {
			d.send(fmt.Sprint("x", i), "a")
		}
		d.mustGet("R4", "moves in a ring", "4 a", "1 a", "2 a", "3 a")
		d.close()
	}
}

// TestMoveMeetsOthers lets a move meet the other methods that change something.
func TestMoveMeetsOthers(t *testing.T) {
	for name, other := range map[string]struct {
		note string
		call func(d *desk, subs []*relay.Sub)
	}{
		"Subscribe at the topic that is left":      {came(5, "x"), func(d *desk, _ []*relay.Sub) { d.subscribe("x") }},
		"Subscribe at the topic that is gone to":   {came(5, "y"), func(d *desk, _ []*relay.Sub) { d.subscribe("y") }},
		"Subscribe elsewhere":                      {came(5, "z"), func(d *desk, _ []*relay.Sub) { d.subscribe("z") }},
		"Unsubscribe at the topic that is left":    {left(2, "x"), func(_ *desk, subs []*relay.Sub) { subs[1].Unsubscribe() }},
		"Unsubscribe at the topic that is gone to": {left(4, "y"), func(_ *desk, subs []*relay.Sub) { subs[3].Unsubscribe() }},
		"Move of the same":                         {left(1, "y"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[0], "z") }},
		"Move along":                               {left(2, "x"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "y") }},
	} {
		for _, order := range [][]int{{0, 1}, {1, 0}} {
			for _, moveFirst := range []bool{true, false} {
				if !moveFirst && name == "Move of the same" {
					continue
				}
				t.Run(name, func(t *testing.T) {
					d := newDesk(t)
					subs := d.three()
					notes := []string{left(1, "x"), other.note}
					started := []func(){func() { d.hub.Move(subs[0], "y") }, func() { other.call(d, subs) }}
					if !moveFirst {
						notes[0], notes[1] = notes[1], notes[0]
						started[0], started[1] = started[1], started[0]
					}
					d.meet(notes, order, started...)
					wanted := "y"
					if name == "Move of the same" {
						wanted = "z"
					}
					d.do("R3", func() { unsubscribe(subs[1:]) })
					d.send(wanted, "a")
					if got := d.got.Events(); len(got) == 0 || (got[0] != "1 a" && got[len(got)-1] != "1 a") {
						t.Fatalf("R4: %s: 1 is not at %s: got %q", name, wanted, got)
					}
					d.close()
				})
			}
		}
	}
}
