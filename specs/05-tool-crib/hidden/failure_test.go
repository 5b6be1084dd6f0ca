// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"crib"
)

// Each way in which a tool may not be had; the names are those of the tools that are put into the list.
var hindrances = []struct {
	tool string
	want error
}{
	{"missing", crib.ErrUnknown}, {"lent", crib.ErrTaken}, {"reserved", crib.ErrTaken}, {"", crib.ErrTaken},
}

// busy returns a crib with five tools that can be had on day 4 and two that cannot.
func busy(t *testing.T) (*crib.Crib, []string) {
	t.Helper()
	good := []string{"saw", "lathe", "drill", "plane", "vice"}
	c := stocked(t, append([]string{"lent", "reserved"}, good...)...)
	lend(t, c, "cid", "lent", 2, 6)
	reserve(t, c, "cid", 4, "reserved")
	return c, good
}

func TestFailureAtEachTool(t *testing.T) {
	for n := 1; n <= 5; n++ {
		for k := range n {
			for _, hindrance := range hindrances {
				c, good := busy(t)
				list := slices.Clone(good[:n])
				list[k] = hindrance.tool
				if hindrance.tool == "" {
					if k == 0 {
						continue
					}
					list[k] = list[0] // the same tool again
				}
				before, entries := saved(t, c), c.Ledger()
				if _, err := c.Reserve("ann", list, 4); !errors.Is(err, hindrance.want) {
					t.Errorf("R3: Reserve of %q: %v, want %v", list, err, hindrance.want)
				}
				leavesNothing(t, fmt.Sprintf("Reserve of %q", list), c, before, entries)
				for _, name := range good {
					if _, err := c.Reserve("bob", []string{name}, 4); err != nil {
						t.Errorf("R4: after a failed Reserve of %q, %s: %v", list, name, err)
					}
				}
			}
		}
	}
}

func leavesNothing(t *testing.T, what string, c *crib.Crib, before string, entries []crib.Entry) {
	t.Helper()
	if got := len(c.Ledger()) - len(entries); got != 0 {
		t.Errorf("R4: %s fails, but leaves %d entries in the ledger", what, got)
	}
	if got := saved(t, c); got != before {
		t.Errorf("R4: %s fails, but what is saved changes from\n%sto\n%s", what, before, got)
	}
}

func TestInputErrorsLeaveNothing(t *testing.T) {
	c, good := busy(t)
	before, entries := saved(t, c), c.Ledger()
	for _, one := range []struct {
		member string
		tools  []string
		day    int
	}{{"", good, 4}, {"ann", good, -1}, {"ann", nil, 4}, {"ann", []string{}, 4}} {
		if _, err := c.Reserve(one.member, one.tools, one.day); !errors.Is(err, crib.ErrInput) {
			t.Errorf("R3: Reserve(%q, %q, %d): %v", one.member, one.tools, one.day, err)
		}
		leavesNothing(t, "Reserve with wrong input", c, before, entries)
	}
	reserve(t, c, "ann", 4, good...)
	empty := new(crib.Crib)
	before = saved(t, empty)
	refuses(t, empty, crib.ErrUnknown, "ann", 4, "saw")
	leavesNothing(t, "Reserve on the zero crib", empty, before, nil)
}

func TestFailedReleaseLeavesNothing(t *testing.T) {
	c, good := busy(t)
	id := reserve(t, c, "ann", 4, good...)
	release(t, c, id)
	var none crib.ID
	before, entries := saved(t, c), c.Ledger()
	for _, unknown := range []crib.ID{id, none} {
		if err := c.Release(unknown); !errors.Is(err, crib.ErrUnknown) {
			t.Errorf("R6: Release of an ID that is not open: %v", err)
		}
		leavesNothing(t, "Release", c, before, entries)
	}
	refuses(t, c, crib.ErrTaken, "ann", 4, "reserved")
}
