// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"reflect"
	"testing"

	"crib"
)

func last(t *testing.T, c *crib.Crib, want crib.Entry) {
	t.Helper()
	all := c.Ledger()
	want.No = len(all)
	if len(all) == 0 {
		t.Fatalf("R7: the ledger is empty, want %+v", want)
	}
	if got := all[len(all)-1]; !reflect.DeepEqual(got, want) {
		t.Errorf("R7: the last entry is %+v, want %+v", got, want)
	}
}

func TestEntries(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	lend(t, c, "cid", "saw", 1, 2)
	first := reserve(t, c, "ann", 4, "saw", "lathe", "drill")
	made := crib.Entry{Kind: "reserved", Day: 4, Member: "ann", Tools: []string{"saw", "lathe", "drill"}}
	last(t, c, made)
	second := reserve(t, c, "bob", 0, "lathe")
	last(t, c, crib.Entry{Kind: "reserved", Day: 0, Member: "bob", Tools: []string{"lathe"}})
	release(t, c, first)
	made.Kind, made.Corrects = crib.Void, 2
	last(t, c, made)
	release(t, c, second)
	last(t, c, crib.Entry{Kind: crib.Void, Day: 0, Member: "bob", Tools: []string{"lathe"}, Corrects: 3})
}

func TestEntriesStay(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	var first, second crib.ID
	var err error
	steps := []struct {
		what string
		do   func()
		by   int
		want error
	}{
		{"Lend", func() { _, err = c.Lend("cid", "drill", 4, 4) }, 1, nil},
		{"Reserve", func() { first, err = c.Reserve("ann", []string{"saw", "lathe"}, 4) }, 1, nil},
		{"failing Reserve", func() { _, err = c.Reserve("bob", []string{"saw"}, 4) }, 0, crib.ErrTaken},
		{"failing Lend", func() { _, err = c.Lend("bob", "saw", 3, 4) }, 0, crib.ErrTaken},
		{"second Reserve", func() { second, err = c.Reserve("bob", []string{"saw"}, 5) }, 1, nil},
		{"Cancel of a reservation's entry", func() { err = c.Cancel(2) }, 0, crib.ErrUnknown},
		{"Release", func() { err = c.Release(first) }, 1, nil},
		{"Release again", func() { err = c.Release(first) }, 0, crib.ErrUnknown},
		{"third Reserve", func() { first, err = c.Reserve("cid", []string{"lathe", "saw"}, 4) }, 1, nil},
		{"Cancel", func() { err = c.Cancel(1) }, 1, nil},
		{"second Release", func() { err = c.Release(second) }, 1, nil},
		{"third Release", func() { err = c.Release(first) }, 1, nil},
	}
	for _, step := range steps {
		before := c.Ledger()
		step.do()
		if !errors.Is(err, step.want) {
			t.Errorf("R7: %s: %v, want %v", step.what, err, step.want)
		}
		grew(t, step.what, c, before, step.by)
	}
}

func TestEntriesAreNotTheCallers(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill", "plane")
	list := make([]string, 0, 4)
	list = append(list, "saw", "lathe")
	ann, err := c.Reserve("ann", list, 4)
	if err != nil {
		t.Fatalf("R2: Reserve: %v", err)
	}
	before := c.Ledger()
	list = append(list[:0], "drill", "plane") // the next request is made in the same memory
	grew(t, "using the list of tools again", c, before, 0)
	if _, err := c.Reserve("bob", list, 4); err != nil {
		t.Fatalf("R7: Reserve of the tools that are left: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "cid", 4, "saw")
	release(t, c, ann)
	last(t, c, crib.Entry{Kind: crib.Void, Day: 4, Member: "ann", Tools: []string{"saw", "lathe"}, Corrects: 1})
	refuses(t, c, crib.ErrTaken, "cid", 4, "drill")
	reserve(t, c, "cid", 4, "saw", "lathe")
}

func TestReleaseAfterLoading(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	lend(t, c, "cid", "lathe", 4, 4)
	id := reserve(t, c, "ann", 4, "saw")
	c = loaded(t, saved(t, c))
	before := c.Ledger()
	if err := c.Release(id); err != nil {
		return // what files hold is another matter
	}
	grew(t, "Release after loading", c, before, 1)
	last(t, c, crib.Entry{Kind: crib.Void, Day: 4, Member: "ann", Tools: []string{"saw"}, Corrects: 2})
}
