// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"fmt"
	"testing"

	"crib"
)

// oldFile was written by the version without reservations.
const oldFile = `{
 "tools": [
  {
   "name": "lathe"
  },
  {
   "name": "saw",
   "loans": [
    {
     "no": 4,
     "member": "bob",
     "from": 0,
     "to": 1
    },
    {
     "no": 1,
     "member": "ann",
     "from": 3,
     "to": 4
    }
   ]
  }
 ],
 "ledger": [
  {
   "no": 1,
   "kind": "lent",
   "day": 3,
   "until": 8,
   "member": "ann",
   "tools": [
    "saw"
   ]
  },
  {
   "no": 2,
   "kind": "lent",
   "day": 0,
   "member": "bob",
   "tools": [
    "lathe"
   ]
  },
  {
   "no": 3,
   "kind": "returned",
   "day": 4,
   "member": "ann",
   "tools": [
    "saw"
   ]
  },
  {
   "no": 4,
   "kind": "lent",
   "day": 0,
   "until": 1,
   "member": "bob",
   "tools": [
    "saw"
   ]
  },
  {
   "no": 5,
   "kind": "void",
   "day": 0,
   "member": "bob",
   "tools": [
    "lathe"
   ],
   "corrects": 2
  }
 ]
}
`

const emptyFile = "{\n \"tools\": [],\n \"ledger\": []\n}\n"

func TestOldFile(t *testing.T) {
	c := loaded(t, oldFile)
	if got := saved(t, c); got != oldFile {
		t.Errorf("R8: an old file is saved again as\n%s", got)
	}
	refuses(t, c, crib.ErrTaken, "cid", 4, "saw")
	id := reserve(t, c, "cid", 5, "saw", "lathe")
	c = loaded(t, saved(t, c))
	refuses(t, c, crib.ErrTaken, "ann", 5, "lathe")
	release(t, c, id)
	if c = loaded(t, emptyFile); saved(t, c) != emptyFile {
		t.Errorf("R8: an empty crib is saved again as\n%s", saved(t, c))
	}
	if err := c.AddTool("saw"); err != nil {
		t.Fatalf("R1: AddTool: %v", err)
	}
	reserve(t, c, "ann", 0, "saw")
}

func TestBytesWithoutReservations(t *testing.T) {
	if got := saved(t, new(crib.Crib)); got != emptyFile {
		t.Errorf("R8: the zero crib is saved as\n%s", got)
	}
	c := stocked(t, "saw", "lathe")
	lend(t, c, "ann", "saw", 3, 8)
	called := lend(t, c, "bob", "lathe", 0, 0)
	if err := c.Return("ann", "saw", 4); err != nil {
		t.Fatalf("R1: Return: %v", err)
	}
	lend(t, c, "bob", "saw", 0, 1)
	if err := c.Cancel(called); err != nil {
		t.Fatalf("R1: Cancel: %v", err)
	}
	if got := saved(t, c); got != oldFile {
		t.Errorf("R8: a crib without reservations is saved as\n%s", got)
	}
}

func TestReservationsAreSaved(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	ids := map[crib.ID]string{}
	for day := range 8 {
		for i, name := range []string{"saw", "lathe", "drill"} {
			ids[reserve(t, c, fmt.Sprint("m", i), 7-day, name)] = fmt.Sprint(name, 7-day)
		}
	}
	gone := reserve(t, c, "ann", 20, "saw", "lathe")
	release(t, c, gone)
	kept := reserve(t, c, "ann", 20, "saw", "lathe")
	first := saved(t, c)
	for range 3 {
		if got := saved(t, loaded(t, first)); got != first {
			t.Fatalf("R8: what was saved as\n%s\nis loaded and saved as\n%s", first, got)
		}
	}
	entries := c.Ledger()
	c = loaded(t, first)
	grew(t, "loading", c, entries, 0)
	if err := c.Release(gone); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R8: after loading, Release of what had been released: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "bob", 20, "lathe")
	refuses(t, c, crib.ErrTaken, "bob", 3, "drill")
	if _, err := c.Lend("bob", "saw", 19, 21); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R8: after loading, Lend over a reservation: %v", err)
	}
	fresh := reserve(t, c, "bob", 20, "drill")
	if _, given := ids[fresh]; given || fresh == gone || fresh == kept {
		t.Errorf("R2: after loading, ID %v is given again", fresh)
	}
	release(t, c, kept)
	reserve(t, c, "bob", 20, "saw", "lathe")
	for id, what := range ids {
		if err := c.Release(id); err != nil {
			t.Errorf("R8: after loading, Release of %s: %v", what, err)
		}
	}
	reserve(t, c, "bob", 3, "saw", "lathe", "drill")
}

func TestZeroCrib(t *testing.T) {
	var c crib.Crib
	var none crib.ID
	if err := c.Release(none); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R8: Release on the zero crib: %v", err)
	}
	refuses(t, &c, crib.ErrUnknown, "ann", 4, "saw")
	if err := c.AddTool("saw"); err != nil {
		t.Fatalf("R1: AddTool: %v", err)
	}
	first := reserve(t, &c, "ann", 4, "saw")
	release(t, &c, first)
	again := loaded(t, saved(t, &c))
	if second := reserve(t, again, "ann", 4, "saw"); second == first {
		t.Errorf("R2: after loading, ID %v is given again", second)
	}
}
