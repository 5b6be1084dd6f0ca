// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"crib"
)

// presentFile is all that the present version knows of a file.
type presentFile struct {
	Tools  []presentTool  `json:"tools"`
	Ledger []presentEntry `json:"ledger"`
}

type presentTool struct {
	Name  string        `json:"name"`
	Loans []presentLoan `json:"loans,omitempty"`
}

type presentLoan struct {
	No     int    `json:"no"`
	Member string `json:"member"`
	From   int    `json:"from"`
	To     int    `json:"to"`
}

type presentEntry struct {
	No       int      `json:"no"`
	Kind     string   `json:"kind"`
	Day      int      `json:"day"`
	Until    int      `json:"until,omitempty"`
	Member   string   `json:"member"`
	Tools    []string `json:"tools"`
	Corrects int      `json:"corrects,omitempty"`
}

// throughPresent loads and saves a file as the present version does. It may change it on the way.
func throughPresent(t *testing.T, text string, change func(*presentFile)) string {
	t.Helper()
	var file presentFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatalf("R11: the present version cannot read\n%s\n%v", text, err)
	}
	for i, e := range file.Ledger {
		if e.No != i+1 {
			t.Fatalf("R11: the present version refuses the ledger of\n%s", text)
		}
	}
	known := map[string]bool{}
	for _, tool := range file.Tools {
		if tool.Name == "" || known[tool.Name] {
			t.Fatalf("R11: the present version refuses the tools of\n%s", text)
		}
		known[tool.Name] = true
	}
	if change != nil {
		change(&file)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(file); err != nil {
		t.Fatalf("R11: writing a file: %v", err)
	}
	return out.String()
}

// lendAtPresent lends a tool as the present version does.
func lendAtPresent(member, name string, from, to int) func(*presentFile) {
	return func(file *presentFile) {
		no := len(file.Ledger) + 1
		file.Ledger = append(file.Ledger, presentEntry{No: no, Kind: "lent", Day: from, Until: to, Member: member, Tools: []string{name}})
		for i := range file.Tools {
			if file.Tools[i].Name == name {
				file.Tools[i].Loans = append(file.Tools[i].Loans, presentLoan{No: no, Member: member, From: from, To: to})
			}
		}
	}
}

func TestThroughThePresentVersion(t *testing.T) {
	c := stocked(t, "saw", "lathe", "drill")
	lend(t, c, "cid", "saw", 1, 2)
	seen := map[crib.ID]bool{}
	kept := reserve(t, c, "ann", 4, "saw", "lathe")
	gone := reserve(t, c, "bob", 5, "saw")
	start := reserve(t, c, "bob", 6, "drill")
	moved := move(t, c, start, 8)
	release(t, c, gone)
	for _, id := range []crib.ID{kept, gone, start, moved} {
		seen[id] = true
	}
	text := saved(t, c)
	for range 3 {
		text = throughPresent(t, text, nil)
		c = loaded(t, text)
		if got := saved(t, c); got != text {
			t.Fatalf("R8: what the present version has saved as\n%s\nis loaded and saved as\n%s", text, got)
		}
	}
	refuses(t, c, crib.ErrTaken, "bob", 4, "lathe")
	refuses(t, c, crib.ErrTaken, "ann", 8, "drill")
	if _, err := c.Lend("bob", "saw", 3, 5); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R11: after the present version, Lend over a reservation: %v", err)
	}
	for _, id := range []crib.ID{gone, start} {
		if err := c.Release(id); !errors.Is(err, crib.ErrUnknown) {
			t.Errorf("R11: after the present version, Release of what had ended: %v", err)
		}
	}
	fresh := reserve(t, c, "bob", 5, "saw")
	if seen[fresh] {
		t.Errorf("R11: after the present version, ID %v is given again", fresh)
	}
	release(t, c, moved)
	release(t, c, kept)
	c = loaded(t, throughPresent(t, saved(t, c), nil))
	for _, id := range []crib.ID{kept, moved} {
		if err := c.Release(id); !errors.Is(err, crib.ErrUnknown) {
			t.Errorf("R11: the present version brings back a reservation: %v", err)
		}
	}
	release(t, c, fresh)
	c = loaded(t, throughPresent(t, saved(t, c), nil))
	if again := reserve(t, c, "bob", 5, "saw"); seen[again] || again == fresh {
		t.Errorf("R11: when all are released, the present version makes ID %v be given again", again)
	}
}

func TestLentByThePresentVersion(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	id := reserve(t, c, "ann", 4, "saw", "lathe")
	text := throughPresent(t, saved(t, c), lendAtPresent("bob", "saw", 3, 5))
	c = loaded(t, text)
	if got := saved(t, c); got != text {
		t.Errorf("R11: a loan over a reservation is saved again as\n%s", got)
	}
	if got := c.Holder("saw", 4); got != "bob" {
		t.Errorf("R11: the saw, lent by the present version over a reservation, is held by %q", got)
	}
	refuses(t, c, crib.ErrTaken, "cid", 4, "lathe")
	refusesMove(t, loaded(t, text), crib.ErrTaken, id, 4)
	if err := c.Return("bob", "saw", 3); err != nil {
		t.Errorf("R11: Return of what the present version has lent: %v", err)
	}
	refuses(t, c, crib.ErrTaken, "cid", 4, "saw")
	if _, err := c.Lend("cid", "saw", 4, 4); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("R11: Lend over a reservation that the present version has lent over: %v", err)
	}
	if err := c.Cancel(2); err != nil {
		t.Errorf("R11: Cancel of a loan of the present version: %v", err)
	}
	id = move(t, c, id, 4)
	text = throughPresent(t, saved(t, c), lendAtPresent("bob", "lathe", 9, 9))
	refusesMove(t, loaded(t, text), crib.ErrTaken, id, 9)
	c = loaded(t, text)
	release(t, c, id)
	reserve(t, c, "cid", 4, "lathe", "saw")
}
