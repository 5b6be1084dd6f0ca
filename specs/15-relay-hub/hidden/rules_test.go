// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import (
	"testing"
)

func TestOrder(t *testing.T) {
	d := newDesk(t)
	d.send("x", "nobody")
	for i := range 4 {
		if id := d.sub("x").ID(); id != i+1 {
			t.Fatalf("R1: subscription %d has ID %d", i+1, id)
		}
	}
	if id := d.sub("y").ID(); id != 5 {
		t.Fatalf("R1: the fifth subscription has ID %d", id)
	}
	d.mustGet("R1", "a message before anybody has come")
	d.send("x", "one")
	d.mustGet("R1", "a message at x", "1 one", "2 one", "3 one", "4 one")
	d.send("y", "two")
	d.send("z", "three")
	d.send("x", "four")
	d.mustGet("R1", "messages at y, z and x", "5 two", "1 four", "2 four", "3 four", "4 four")
	d.close()
}

func TestUnsubscribe(t *testing.T) {
	d := newDesk(t)
	one, two, three := d.sub("x"), d.sub("x"), d.sub("x")
	d.do("R3", two.Unsubscribe)
	d.send("x", "a")
	d.mustGet("R3", "without the second", "1 a", "3 a")
	d.do("R3", two.Unsubscribe)
	d.do("R3", one.Unsubscribe)
	d.mustCount("R5", "one of three is left", "x 1, y 0")
	d.send("x", "b")
	d.do("R3", three.Unsubscribe)
	d.send("x", "c")
	d.mustGet("R3", "without all", "3 b")
	d.sub("x")
	d.send("x", "d")
	d.mustGet("R1", "with a new one", "4 d")
	d.close()
}

func TestMove(t *testing.T) {
	d := newDesk(t)
	one := d.sub("x")
	d.sub("x")
	d.sub("y")
	d.do("R4", func() { d.hub.Move(one, "y") })
	d.send("x", "a")
	d.send("y", "b")
	d.mustGet("R4", "after a move", "2 a", "3 b", "1 b")
	d.mustCount("R5", "after a move", "x 1, y 2")
	d.do("R4", func() { d.hub.Move(one, "x") })
	d.send("x", "c")
	d.mustGet("R4", "after the way back", "2 c", "1 c")
	d.do("R4", func() { d.hub.Move(one, "z") })
	d.do("R3", one.Unsubscribe)
	for _, topic := range []string{"x", "y", "z"} {
		d.send(topic, "d")
	}
	d.mustGet("R3", "after a move and the end", "2 d", "3 d")
	d.close()
}

func TestMoveWithoutChange(t *testing.T) {
	d := newDesk(t)
	one, two := d.sub("x"), d.sub("x")
	d.do("R4", func() { d.hub.Move(one, "x") })
	d.send("x", "a")
	d.mustGet("R4", "after a move to the same topic", "1 a", "2 a")
	d.do("R4", two.Unsubscribe)
	for _, topic := range []string{"x", "y"} {
		d.do("R4", func() { d.hub.Move(two, topic) })
	}
	d.send("x", "b")
	d.send("y", "c")
	d.mustGet("R4", "after a move of one that has ended", "1 b")
	d.mustNote("R4", "after moves without change", came(1, "x"), came(2, "x"), left(2, "x"))
	d.close()
}

func TestStats(t *testing.T) {
	d := newDesk(t)
	d.mustShow("R5", "without topics", "")
	d.send("west", "nobody")
	one := d.sub("west")
	d.sub("north")
	d.sub("west")
	d.sub("east")
	two := d.sub("south")
	d.mustShow("R5", "before a message", "east 1/0, north 1/0, south 1/0, west 2/0")
	d.send("west", "a")
	d.send("west", "b")
	d.send("north", "c")
	d.mustShow("R5", "after messages", "east 1/0, north 1/1, south 1/0, west 2/2")
	d.do("R5", func() { d.hub.Move(two, "east") })
	d.do("R5", one.Unsubscribe)
	d.mustShow("R5", "after a move and an end", "east 2/0, north 1/1, west 1/2")
	d.do("R5", func() { d.hub.Move(two, "south") })
	d.send("south", "d")
	d.mustShow("R5", "after the way back", "east 1/0, north 1/1, south 1/1, west 1/2")
	d.mustCount("R5", "at the end", "east 1, north 1, south 1, west 1, up 0")
	d.close()
}

func TestJournal(t *testing.T) {
	d := newDesk(t)
	one, two := d.sub("x"), d.sub("y")
	d.mustNote("R8", "two have come", came(1, "x"), came(2, "y"))
	d.send("x", "a")
	d.do("R8", func() { d.hub.Move(one, "y") })
	d.do("R8", two.Unsubscribe)
	d.do("R8", two.Unsubscribe)
	d.do("R8", func() { d.hub.Move(one, "z") })
	d.do("R8", one.Unsubscribe)
	d.mustShow("R5", "when all are gone", "")
	d.mustNote("R8", "one call after another", came(1, "x"), came(2, "y"), left(1, "x"), came(1, "y"), left(2, "y"),
		left(1, "y"), came(1, "z"), left(1, "z"))
	d.close()
}
