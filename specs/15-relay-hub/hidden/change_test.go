// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"relay"
	"specgen/gate"
)

// change runs a change while subscription 1 handles a message at x: in the handler itself, in another goroutine that the
// handler waits for, or from outside while the handler takes its time.
func change(t *testing.T, scenario func(d *desk, subs []*relay.Sub) func(), check func(d *desk, what string, subs []*relay.Sub)) {
	t.Helper()
	for _, what := range []string{"in a handler", "while a handler waits", "from outside"} {
		t.Run(what, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			act := scenario(d, subs)
			switch what {
			case "in a handler":
				d.on(1, "a", act)
				d.send("x", "a")
			case "while a handler waits":
				d.on(1, "a", func() {
					done := make(chan struct{})
					go func() {
						defer close(done)
						act()
					}()
					<-done
				})
				d.send("x", "a")
			case "from outside":
				d.hold("1 a")
				outer := d.begin(func() { d.publish("x", "a") })
				d.do("R6", act)
				d.gates.Open("1 a")
				d.watch.MustReturn("R9", outer)
			}
			check(d, what, subs)
			d.close()
		})
	}
}

func TestLeavesBeforeItsTurn(t *testing.T) {
	change(t, func(_ *desk, subs []*relay.Sub) func() { return subs[1].Unsubscribe }, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R3", "unsubscribed "+what, "1 a", "3 a")
	})
	change(t, func(d *desk, subs []*relay.Sub) func() { return func() { d.hub.Move(subs[1], "y") } }, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R2", "moved "+what, "1 a", "3 a")
		d.send("y", "b")
		d.mustGet("R4", "moved "+what, "4 b", "2 b")
	})
	change(t, func(_ *desk, subs []*relay.Sub) func() { return func() { unsubscribe(subs) } }, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R3", "all unsubscribed "+what, "1 a")
		d.mustShow("R5", "all unsubscribed "+what, "")
	})
	change(t, func(_ *desk, subs []*relay.Sub) func() { return subs[0].Unsubscribe }, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R2", "the first unsubscribed "+what, "1 a", "2 a", "3 a")
	})
}

func TestComesTooLate(t *testing.T) {
	change(t, func(d *desk, subs []*relay.Sub) func() { return func() { d.subscribe("x"); d.hub.Move(subs[3], "x") } },
		func(d *desk, what string, _ []*relay.Sub) {
			d.mustGet("R2", "come "+what, "1 a", "2 a", "3 a")
			d.send("x", "b")
			d.mustGet("R1", "come "+what, "1 b", "2 b", "3 b", "5 b", "4 b")
		})
}

// TestAwayAndBack lets subscriptions leave the topic and come back before it is their turn.
func TestAwayAndBack(t *testing.T) {
	change(t, func(d *desk, subs []*relay.Sub) func() {
		return func() { d.hub.Move(subs[1], "y"); d.hub.Move(subs[1], "x") }
	}, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R2", "away and back "+what, "1 a", "3 a")
		d.send("x", "b")
		d.mustGet("R1", "away and back "+what, "1 b", "3 b", "2 b")
	})
	change(t, func(d *desk, subs []*relay.Sub) func() {
		return func() {
			for _, one := range subs[:3] {
				d.hub.Move(one, "y")
			}
			d.publish("y", "between")
			for _, one := range subs[:3] {
				d.hub.Move(one, "x")
			}
		}
	}, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R2", "all away and back "+what, "1 a", "4 between", "1 between", "2 between", "3 between")
		d.send("x", "b")
		d.mustGet("R1", "all away and back "+what, "1 b", "2 b", "3 b")
	})
	change(t, func(d *desk, subs []*relay.Sub) func() {
		return func() { d.hub.Move(subs[2], "y"); d.hub.Move(subs[2], "x"); d.publish("x", "between") }
	}, func(d *desk, what string, _ []*relay.Sub) {
		d.mustGet("R2", "away and back, and another message, "+what, "1 a", "1 between", "2 between", "3 between", "2 a")
	})
}

// TestKeepsItsTurn moves a subscription to the topic at which it is.
func TestKeepsItsTurn(t *testing.T) {
	change(t, func(d *desk, subs []*relay.Sub) func() { return func() { d.hub.Move(subs[1], "x") } },
		func(d *desk, what string, _ []*relay.Sub) {
			d.mustGet("R4", "moved nowhere "+what, "1 a", "2 a", "3 a")
			d.send("x", "b")
			d.mustGet("R4", "moved nowhere "+what, "1 b", "2 b", "3 b")
		})
	change(t, func(d *desk, subs []*relay.Sub) func() {
		return func() { d.publish("x", "inner"); d.publish("y", "inner") }
	},
		func(d *desk, what string, _ []*relay.Sub) {
			d.mustGet("R2", "published "+what, "1 a", "1 inner", "2 inner", "3 inner", "4 inner", "2 a", "3 a")
		})
}

// TestPublishesMeet lets a message overtake another one.
func TestPublishesMeet(t *testing.T) {
	d := newDesk(t)
	subs := d.three()
	d.hold("2 a")
	first := d.begin(func() { d.publish("x", "a") })
	d.send("x", "b")
	d.do("R3", subs[0].Unsubscribe)
	d.hold("2 c")
	third := d.begin(func() { d.publish("x", "c") })
	d.do("R3", subs[2].Unsubscribe)
	d.gates.Open("2 c")
	d.watch.MustReturn("R9", third)
	d.gates.Open("2 a")
	d.watch.MustReturn("R9", first)
	d.mustGet("R2", "three messages at once", "1 a", "2 a", "1 b", "2 b", "3 b", "2 c")
	d.mustShow("R5", "three messages at once", "x 1/3, y 1/0")
	d.close()
}

// TestGoexit ends goroutines of handlers, also of one that publishes.
func TestGoexit(t *testing.T) {
	d := newDesk(t)
	subs := d.three()
	d.on(1, "a", runtime.Goexit)
	d.do("R7", func() { d.publish("x", "a") })
	d.mustGet("R7", "a handler that ends its goroutine", "1 a", "2 a", "3 a")
	d.on(1, "b", func() { d.publish("x", "inner"); d.got.Add("after inner") })
	d.on(2, "inner", func() { subs[2].Unsubscribe(); runtime.Goexit() })
	d.on(2, "b", runtime.Goexit)
	d.do("R7", func() { d.publish("x", "b") })
	d.mustGet("R7", "a handler within another one", "1 b", "1 inner", "2 inner", "after inner", "2 b")
	d.send("x", "c")
	d.mustGet("R7", "after all that", "1 c", "2 c")
	d.close()
}

// TestStatsOfOneMoment has the namer change the hub. The lines may show it as it was before any of its changes, or after.
func TestStatsOfOneMoment(t *testing.T) {
	for name, act := range map[string]func(d *desk, subs []*relay.Sub, asked int){
		"Move": func(d *desk, subs []*relay.Sub, asked int) {
			d.hub.Move(subs[asked%4], []string{"y", "x"}[asked%2])
		},
		"Move to new topics": func(d *desk, subs []*relay.Sub, asked int) { d.hub.Move(subs[asked%4], fmt.Sprint("a", asked)) },
		"Subscribe":          func(d *desk, _ []*relay.Sub, asked int) { d.subscribe([]string{"x", "y", "z", "w"}[asked%4]) },
		"Unsubscribe":        func(_ *desk, subs []*relay.Sub, asked int) { subs[3-asked%4].Unsubscribe() },
		"Publish":            func(d *desk, _ []*relay.Sub, asked int) { d.publish("x", "b"); d.publish("y", "c") },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.send("y", "a")
			var states []string
			asked, busy := 0, false
			asks := &namer{gates: d.gates}
			asks.calls = func(string) {
				if busy || asked > 20 {
					return
				}
				busy = true
				defer func() { busy = false }()
				act(d, subs, asked)
				states = append(states, shown(d.hub.Stats(asks)))
				asked++
			}
			var got string
			d.do("R6", func() {
				busy = true
				states = append(states, shown(d.hub.Stats(asks)))
				busy = false
				got = shown(d.hub.Stats(asks))
			})
			if !slices.Contains(states, got) {
				t.Fatalf("R5: %s by the namer: Stats shows %q; one moment after another it was %q", name, got, states)
			}
			d.close()
		})
	}
}

// TestSentWhileOpen closes a topic, and opens it again, while a message to it is under way.
func TestSentWhileOpen(t *testing.T) {
	change(t, func(d *desk, subs []*relay.Sub) func() {
		return func() {
			for _, one := range subs[:3] {
				d.hub.Move(one, "y")
			}
			d.hub.Move(subs[0], "x")
		}
	}, func(d *desk, what string, _ []*relay.Sub) {
		d.mustShow("R5", "closed and opened "+what, "x 1/0, y 3/0")
	})
	var lines string
	change(t, func(d *desk, _ []*relay.Sub) func() { return func() { lines = d.stats() } }, func(d *desk, what string, _ []*relay.Sub) {
		if lines != "x 3/1, y 1/0" {
			t.Fatalf("R5: %s: Stats shows %q while a message is under way", what, lines)
		}
	})
}

// TestNotedInOrder parks a call at its note and starts others. The notes must tell of the hub as it then is.
func TestNotedInOrder(t *testing.T) {
	for _, parked := range []string{came(5, "x"), left(2, "x"), came(2, "y"), left(1, "x")} {
		t.Run(parked, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.hold(parked)
			var started []func()
			first := map[string]func(){
				came(5, "x"): func() { d.subscribe("x") },
				left(2, "x"): func() { d.hub.Move(subs[1], "y") },
				came(2, "y"): func() { d.hub.Move(subs[1], "y") },
				left(1, "x"): subs[0].Unsubscribe,
			}[parked]
			started = append(started, first, func() { d.subscribe("x") }, func() { d.hub.Move(subs[2], "y") },
				func() { d.hub.Move(subs[3], "x") }, func() { d.subscribe("y") }, func() { d.hub.Move(subs[1], "z") })
			d.meet([]string{parked}, []int{0}, started...)
			at := replay(t, d.journal.noted.Events())
			for _, topic := range []string{"x", "y", "z"} {
				d.mustCount("R8", "as noted in "+fmt.Sprintf("%q", d.journal.noted.Events()), fmt.Sprint(topic, " ", len(at[topic])))
				d.send(topic, "a")
				var wanted []string
				for _, id := range at[topic] {
					wanted = append(wanted, id+" a")
				}
				d.mustGet("R8", fmt.Sprintf("at %s, as noted in %q", topic, d.journal.noted.Events()), wanted...)
			}
			d.close()
		})
	}
}

// replay works out who is at which topic, in the order of coming. Going and coming of a move must follow each other.
func replay(t *testing.T, noted []string) map[string][]string {
	t.Helper()
	at := map[string][]string{}
	where := map[string]string{}
	for i, note := range noted {
		words := strings.Fields(note)
		id, topic := words[0], words[len(words)-1]
		if words[1] == "left" {
			if where[id] != topic {
				t.Fatalf("R8: %q, but it was at %q; noted is %q", note, where[id], noted)
			}
			where[id] = ""
			at[topic] = slices.DeleteFunc(at[topic], func(one string) bool { return one == id })
			continue
		}
		if where[id] != "" {
			t.Fatalf("R8: %q, but it was at %q; noted is %q", note, where[id], noted)
		}
		where[id] = topic
		at[topic] = append(at[topic], id)
		for _, before := range noted[:i] {
			if strings.HasPrefix(before, id+" ") && !strings.HasPrefix(noted[i-1], id+" left") {
				t.Fatalf("R8: something was noted between the going and the coming of a move: %q", noted)
			}
		}
	}
	return at
}

// TestMoveMeetsUnsubscribe parks a move at each of its notes and ends the subscription meanwhile, and the other way.
func TestMoveMeetsUnsubscribe(t *testing.T) {
	for _, parked := range []string{left(2, "x"), came(2, "y")} {
		for _, moveFirst := range []bool{true, false} {
			d := newDesk(t)
			subs := d.three()
			d.hold(parked)
			started := []func(){func() { d.hub.Move(subs[1], "y") }, subs[1].Unsubscribe}
			if !moveFirst {
				slices.Reverse(started)
			}
			d.meet([]string{parked}, []int{0}, started...)
			replay(t, d.journal.noted.Events())
			d.mustCount("R3", "moved and unsubscribed at once", "x 2, y 1")
			d.send("x", "a")
			d.send("y", "b")
			d.mustGet("R3", "moved and unsubscribed at once", "1 a", "3 a", "4 b")
			d.do("R3", func() { d.hub.Move(subs[1], "x") })
			d.send("x", "c")
			d.mustGet("R4", "moved after its end", "1 c", "3 c")
			d.got = gate.Record{}
			d.close()
		}
	}
}

// TestNotedBeforeItCounts parks changes at their notes. Until then nobody sees them, and nobody else waits for the journal.
func TestNotedBeforeItCounts(t *testing.T) {
	for _, one := range []struct {
		note   string
		change func(d *desk, subs []*relay.Sub)
	}{
		{came(5, "x"), func(d *desk, _ []*relay.Sub) { d.subscribe("x") }},
		{came(5, "z"), func(d *desk, _ []*relay.Sub) { d.subscribe("z") }},
		{left(2, "x"), func(_ *desk, subs []*relay.Sub) { subs[1].Unsubscribe() }},
		{left(2, "x"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "y") }},
		{came(2, "y"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "y") }},
		{left(4, "y"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[3], "z") }},
		{came(4, "z"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[3], "z") }},
		{left(4, "y"), func(_ *desk, subs []*relay.Sub) { subs[3].Unsubscribe() }},
	} {
		t.Run(one.note, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.hold(one.note)
			parked := d.begin(func() { one.change(d, subs) })
			var lines string
			reading := d.begin(func() {
				d.publish("x", "a")
				d.publish("y", "b")
				d.publish("z", "c")
				lines = fmt.Sprint(d.stats(), "; ", d.hub.Count("x"), d.hub.Count("y"), d.hub.Count("z"))
			})
			if d.watch.Stuck(reading) {
				d.gates.Open(one.note)
				d.watch.Settle()
				t.Fatalf("R6: Publish, Stats or Count waits while %q is being noted", one.note)
			}
			d.mustGet("R8", fmt.Sprintf("while %q is being noted", one.note), "1 a", "2 a", "3 a", "4 b")
			if lines != "x 3/1, y 1/1; 3 1 0" {
				t.Fatalf("R8: while %q is being noted, Stats and Count show %q", one.note, lines)
			}
			d.gates.Open(one.note)
			d.watch.MustReturn("R9", parked)
			d.close()
		})
	}
}

// TestJournalPanics has a note fail, in a handler too, and repeats the call when there is room again.
func TestJournalPanics(t *testing.T) {
	for _, one := range []struct {
		note   string
		change func(d *desk, subs []*relay.Sub)
		after  []string // what is got when the call has been repeated
	}{
		{came(5, "x"), func(d *desk, _ []*relay.Sub) { d.subscribe("x") }, []string{"1 b", "2 b", "3 b", "5 b", "4 c"}},
		{came(5, "z"), func(d *desk, _ []*relay.Sub) { d.subscribe("z") }, []string{"1 b", "2 b", "3 b", "4 c", "5 d"}},
		{left(2, "x"), func(_ *desk, subs []*relay.Sub) { subs[1].Unsubscribe() }, []string{"1 b", "3 b", "4 c"}},
		{left(2, "x"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "y") }, []string{"1 b", "3 b", "4 c", "2 c"}},
		{came(2, "y"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "y") }, []string{"1 b", "3 b", "4 c", "2 c"}},
		{came(2, "z"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "z") }, []string{"1 b", "3 b", "4 c", "2 d"}},
		{left(4, "y"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[3], "x") }, []string{"1 b", "2 b", "3 b", "4 b"}},
		{came(4, "x"), func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[3], "x") }, []string{"1 b", "2 b", "3 b", "4 b"}},
		{left(4, "y"), func(_ *desk, subs []*relay.Sub) { subs[3].Unsubscribe() }, []string{"1 b", "2 b", "3 b"}},
	} {
		t.Run(one.note, func(t *testing.T) {
			for _, inHandler := range []bool{false, true} {
				d := newDesk(t)
				subs := d.three()
				d.send("y", "before")
				d.got = gate.Record{}
				d.journal.full = one.note
				var panicked any
				failing := func() {
					defer func() { panicked = recover() }()
					one.change(d, subs)
				}
				if inHandler {
					d.on(1, "a", failing)
				} else {
					d.do("R8", failing)
				}
				d.send("x", "a")
				what := fmt.Sprintf("when %q could not be noted", one.note)
				if err, ok := panicked.(error); !ok || !errors.Is(err, errFull) {
					t.Fatalf("R8: %s the caller saw a panic with %v", what, panicked)
				}
				d.mustGet("R8", what, "1 a", "2 a", "3 a")
				d.mustShow("R8", what, "x 3/1, y 1/1")
				d.mustCount("R8", what, "x 3, y 1, z 0")
				d.journal.full = ""
				d.do("R8", func() { one.change(d, subs) })
				d.send("x", "b")
				d.send("y", "c")
				d.send("z", "d")
				d.mustGet("R8", what+", but then it could", one.after...)
				d.close()
			}
		})
	}
}
