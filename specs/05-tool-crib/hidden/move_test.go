// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"reflect"
	"testing"

	"crib"
)

func move(t *testing.T, c *crib.Crib, id crib.ID, day int) crib.ID {
	t.Helper()
	moved, err := c.Move(id, day)
	if err != nil {
		t.Fatalf("R10: Move(%v, %d): %v", id, day, err)
	}
	return moved
}

func refusesMove(t *testing.T, c *crib.Crib, want error, id crib.ID, day int) {
	t.Helper()
	if _, err := c.Move(id, day); !errors.Is(err, want) {
		t.Errorf("R10: Move(%v, %d): %v, want %v", id, day, err, want)
	}
}

func TestMove(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	first := reserve(t, c, "ann", 4, "saw", "drill")
	second := move(t, c, first, 9)
	var none crib.ID
	if second == first || second == none {
		t.Errorf("R2: a moved reservation has the ID %v, before %v", second, first)
	}
	if err := c.Release(first); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R10: Release of a reservation that has been moved: %v", err)
	}
	refusesMove(t, c, crib.ErrUnknown, first, 5)
	reserve(t, c, "bob", 4, "drill", "saw")
	refuses(t, c, crib.ErrTaken, "bob", 9, "drill")
	if _, err := c.Lend("bob", "saw", 8, 9); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R5: Lend over a reservation that has been moved: %v", err)
	}
	if _, err := c.Lend("ann", "saw", 8, 8); err != nil {
		t.Errorf("R10: Lend beside a reservation that has been moved: %v", err)
	}
	third := move(t, c, second, 0)
	if third == second || third == first {
		t.Errorf("R2: a reservation moved twice has the IDs %v, %v, %v", first, second, third)
	}
	reserve(t, c, "cid", 9, "saw")
	release(t, c, third)
	reserve(t, c, "cid", 0, "drill", "saw")
}

func TestMoveToTheSameDay(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	first := reserve(t, c, "ann", 4, "saw", "lathe")
	second := move(t, c, first, 4)
	if second == first {
		t.Errorf("R2: a reservation moved to its own day keeps the ID %v", first)
	}
	if err := c.Release(first); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R10: Release of a reservation that has been moved to its own day: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "bob", 4, "lathe")
	release(t, c, second)
	reserve(t, c, "bob", 4, "saw", "lathe")
}

func TestMoveErrors(t *testing.T) {
	build := func() (c *crib.Crib, id, gone crib.ID) {
		c = stocked(t, "saw", "lathe", "drill")
		id = reserve(t, c, "ann", 4, "saw", "lathe")
		gone = reserve(t, c, "ann", 5, "drill")
		release(t, c, gone)
		reserve(t, c, "ann", 6, "lathe")
		reserve(t, c, "bob", 7, "saw")
		lend(t, c, "ann", "lathe", 8, 9)
		lend(t, c, "bob", "saw", 10, 12)
		return c, id, gone
	}
	for _, day := range []int{5, 6, -1} {
		c, _, gone := build()
		var none crib.ID
		refusesMove(t, c, crib.ErrUnknown, none, day)
		refusesMove(t, c, crib.ErrUnknown, gone, day)
	}
	for _, day := range []int{6, 7, 8, 9, 11} {
		c, id, _ := build()
		refusesMove(t, c, crib.ErrTaken, id, day)
	}
	c, id, _ := build()
	refusesMove(t, c, crib.ErrInput, id, -1)
	c, id, _ = build()
	lend(t, c, "ann", "saw", 4, 4)
	refusesMove(t, c, crib.ErrTaken, id, 4)
	c, id, _ = build()
	id = move(t, c, id, 13)
	move(t, c, id, 5)
}

func TestFailedMoveLeavesNothing(t *testing.T) {
	for n := 1; n <= 5; n++ {
		for k := range n {
			for _, lent := range []bool{true, false} {
				c, good := busy(t)
				id := reserve(t, c, "ann", 4, good[:n]...)
				if lent {
					lend(t, c, "ann", good[k], 7, 8)
				} else {
					reserve(t, c, "bob", 8, good[k])
				}
				gone := reserve(t, c, "ann", 20, good...)
				release(t, c, gone)
				before, entries := saved(t, c), c.Ledger()
				refusesMove(t, c, crib.ErrTaken, id, 8)
				leavesNothing(t, "Move to a day on which a tool cannot be had", c, before, entries)
				refusesMove(t, c, crib.ErrInput, id, -4)
				leavesNothing(t, "Move to a negative day", c, before, entries)
				refusesMove(t, c, crib.ErrUnknown, gone, 9)
				leavesNothing(t, "Move of what has been released", c, before, entries)
				refuses(t, c, crib.ErrTaken, "bob", 4, good[n-1])
				if _, err := c.Reserve("bob", good[:k+1], 9); err != nil {
					t.Errorf("R4: after a failed Move: %v", err)
				}
				release(t, c, id)
			}
		}
	}
}

func TestMoveEntries(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	lend(t, c, "cid", "saw", 1, 2)
	list := []string{"saw", "lathe"}
	id, err := c.Reserve("ann", list, 4)
	if err != nil {
		t.Fatalf("R2: Reserve: %v", err)
	}
	list[0], list[1] = "drill", "drill"
	for _, day := range []int{9, 9, 0} {
		before := c.Ledger()
		made := before[len(before)-1]
		id = move(t, c, id, day)
		grew(t, "Move", c, before, 2)
		void := made
		void.No, void.Kind, void.Corrects = made.No+1, crib.Void, made.No
		if got := c.Ledger()[len(before)]; !reflect.DeepEqual(got, void) {
			t.Errorf("R7: Move first makes the entry %+v, want %+v", got, void)
		}
		last(t, c, crib.Entry{Kind: "reserved", Day: day, Member: "ann", Tools: []string{"saw", "lathe"}})
	}
	before := c.Ledger()
	release(t, c, id)
	grew(t, "Release of a moved reservation", c, before, 1)
	last(t, c, crib.Entry{Kind: crib.Void, Day: 0, Member: "ann", Tools: []string{"saw", "lathe"}, Corrects: len(before)})
	corrected := map[int]bool{}
	for _, e := range c.Ledger() {
		if e.Corrects != 0 && corrected[e.Corrects] {
			t.Errorf("R7: entry %d is taken back twice", e.Corrects)
		}
		corrected[e.Corrects] = true
	}
}
