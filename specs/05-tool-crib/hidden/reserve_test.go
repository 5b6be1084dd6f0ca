// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"testing"

	"crib"
)

func TestReserveAndRelease(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	job := reserve(t, c, "ann", 4, "saw", "drill")
	refuses(t, c, crib.ErrTaken, "bob", 4, "saw")
	refuses(t, c, crib.ErrTaken, "bob", 4, "drill", "lathe")
	refuses(t, c, crib.ErrTaken, "ann", 4, "saw")
	other := reserve(t, c, "bob", 4, "lathe")
	if got := c.Holder("saw", 4); got != "" {
		t.Errorf("R2: a reserved tool is held by %q", got)
	}
	release(t, c, job)
	if err := c.Release(job); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R6: second Release: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "ann", 4, "lathe", "saw")
	again := reserve(t, c, "bob", 4, "drill", "saw")
	if err := c.Release(job); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R6: Release after the tools were reserved again: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "ann", 4, "saw")
	release(t, c, other)
	release(t, c, again)
	reserve(t, c, "ann", 4, "saw", "lathe", "drill")
}

func TestDaysAreApart(t *testing.T) {
	c := stocked(t, "saw")
	reserve(t, c, "ann", 4, "saw")
	before := reserve(t, c, "bob", 3, "saw")
	reserve(t, c, "bob", 5, "saw")
	reserve(t, c, "bob", 0, "saw")
	release(t, c, before)
	for _, day := range []int{4, 5, 0} {
		refuses(t, c, crib.ErrTaken, "cid", day, "saw")
	}
	reserve(t, c, "cid", 3, "saw")
}

func TestReserveErrors(t *testing.T) {
	for _, one := range []struct {
		want   error
		member string
		day    int
		tools  []string
	}{
		{crib.ErrInput, "", 4, []string{"lathe"}},
		{crib.ErrInput, "bob", -1, []string{"lathe"}},
		{crib.ErrInput, "bob", 4, nil},
		{crib.ErrInput, "bob", 4, []string{}},
		{crib.ErrInput, "", 4, []string{"axe"}},
		{crib.ErrInput, "bob", -1, []string{"axe"}},
		{crib.ErrUnknown, "bob", 4, []string{"axe"}},
		{crib.ErrUnknown, "bob", 4, []string{""}},
		{crib.ErrUnknown, "bob", 4, []string{"lathe", "axe", "saw"}},
		{crib.ErrTaken, "bob", 4, []string{"lathe", "saw", "axe"}},
		{crib.ErrTaken, "bob", 4, []string{"lathe", "lathe"}},
		{crib.ErrTaken, "bob", 4, []string{"lathe", "drill", "lathe", "axe"}},
		{crib.ErrUnknown, "bob", 4, []string{"axe", "axe"}},
	} {
		c := stocked(t, "saw", "lathe", "drill")
		reserve(t, c, "ann", 4, "saw")
		refuses(t, c, one.want, one.member, one.day, one.tools...)
	}
}

func TestReserveOverLoans(t *testing.T) {
	c := stocked(t, "saw")
	first := lend(t, c, "ann", "saw", 3, 6)
	for _, day := range []int{3, 5, 6} {
		refuses(t, c, crib.ErrTaken, "bob", day, "saw")
		refuses(t, c, crib.ErrTaken, "ann", day, "saw")
	}
	reserve(t, c, "bob", 2, "saw")
	reserve(t, c, "bob", 7, "saw")
	if err := c.Return("ann", "saw", 4); err != nil {
		t.Fatalf("R1: Return: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "bob", 4, "saw")
	reserve(t, c, "bob", 5, "saw")
	if err := c.Cancel(first); err != nil {
		t.Fatalf("R1: Cancel: %v", err)
	}
	reserve(t, c, "bob", 3, "saw")
}

func TestLendOverReservations(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	id := reserve(t, c, "ann", 4, "lathe", "saw")
	for _, days := range [][2]int{{4, 4}, {2, 4}, {4, 9}, {1, 9}} {
		if _, err := c.Lend("bob", "saw", days[0], days[1]); !errors.Is(err, crib.ErrTaken) {
			t.Errorf("R5: Lend on days %d to %d over another's reservation: %v", days[0], days[1], err)
		}
	}
	if got := c.Holder("saw", 4) + c.Holder("saw", 2); got != "" {
		t.Errorf("R5: a refused loan gives the saw to %q", got)
	}
	lend(t, c, "bob", "saw", 1, 3)
	lend(t, c, "bob", "saw", 5, 6)
	own := lend(t, c, "ann", "saw", 4, 4)
	if got := c.Holder("saw", 4); got != "ann" {
		t.Errorf("R5: the saw is held by %q, want ann", got)
	}
	if err := c.Cancel(own); err != nil {
		t.Fatalf("R1: Cancel: %v", err)
	}
	if _, err := c.Lend("bob", "saw", 4, 4); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R5: the member's own loan has ended the reservation: %v", err)
	}
	reserve(t, c, "ann", 7, "saw")
	reserve(t, c, "bob", 8, "saw")
	if _, err := c.Lend("ann", "saw", 7, 8); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R5: Lend over an own and another's reservation: %v", err)
	}
	release(t, c, id)
	lend(t, c, "bob", "saw", 4, 4)
	lend(t, c, "bob", "lathe", 0, 9)
}

func TestIDs(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	var none crib.ID
	seen := map[crib.ID]bool{none: true}
	for round := range 12 {
		id := reserve(t, c, "ann", 4, "saw")
		if seen[id] {
			t.Fatalf("R2: round %d: ID %v is the zero ID or was given before", round, id)
		}
		seen[id] = true
		if round%3 == 0 {
			lend(t, c, "bob", "lathe", round, round)
			if more := reserve(t, c, "cid", 100+round, "saw"); seen[more] {
				t.Fatalf("R2: round %d: ID %v was given before", round, more)
			} else {
				seen[more] = true
			}
		}
		release(t, c, id)
	}
	if err := c.Release(none); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R6: Release of the zero ID: %v", err)
	}
}
