// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"crib"
)

// stocked returns a crib with these tools.
func stocked(t *testing.T, names ...string) *crib.Crib {
	t.Helper()
	c := new(crib.Crib)
	for _, name := range names {
		if err := c.AddTool(name); err != nil {
			t.Fatalf("R1: AddTool(%q): %v", name, err)
		}
	}
	return c
}

func lend(t *testing.T, c *crib.Crib, member, name string, from, to int) int {
	t.Helper()
	no, err := c.Lend(member, name, from, to)
	if err != nil {
		t.Fatalf("R5: Lend(%q, %q, %d, %d): %v", member, name, from, to, err)
	}
	return no
}

func reserve(t *testing.T, c *crib.Crib, member string, day int, tools ...string) crib.ID {
	t.Helper()
	id, err := c.Reserve(member, tools, day)
	if err != nil {
		t.Fatalf("R2: Reserve(%q, %q, %d): %v", member, tools, day, err)
	}
	return id
}

func release(t *testing.T, c *crib.Crib, id crib.ID) {
	t.Helper()
	if err := c.Release(id); err != nil {
		t.Fatalf("R6: Release(%v): %v", id, err)
	}
}

// refuses reports a reservation that succeeds or fails otherwise than it should.
func refuses(t *testing.T, c *crib.Crib, want error, member string, day int, tools ...string) {
	t.Helper()
	if _, err := c.Reserve(member, tools, day); !errors.Is(err, want) {
		t.Errorf("R3: Reserve(%q, %q, %d): %v, want %v", member, tools, day, err, want)
	}
}

func saved(t *testing.T, c *crib.Crib) string {
	t.Helper()
	var out strings.Builder
	if err := c.Save(&out); err != nil {
		t.Fatalf("R8: Save: %v", err)
	}
	return out.String()
}

func loaded(t *testing.T, text string) *crib.Crib {
	t.Helper()
	c, err := crib.Load(strings.NewReader(text))
	if err != nil {
		t.Fatalf("R8: Load: %v", err)
	}
	return c
}

// grew reports whether the ledger holds what it held before, and `by` entries more.
func grew(t *testing.T, what string, c *crib.Crib, before []crib.Entry, by int) {
	t.Helper()
	after := c.Ledger()
	if len(after) != len(before)+by {
		t.Fatalf("R7: %s makes %d entries, want %d", what, len(after)-len(before), by)
	}
	for i, entry := range before {
		if !reflect.DeepEqual(after[i], entry) {
			t.Errorf("R7: %s changes an entry from %+v to %+v", what, entry, after[i])
		}
	}
}
