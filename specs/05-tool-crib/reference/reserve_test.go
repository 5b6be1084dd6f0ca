// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"crib"
)

// shelf returns a crib with five tools.
func shelf(t *testing.T) *crib.Crib {
	t.Helper()
	c := new(crib.Crib)
	for _, name := range []string{"adze", "brace", "chisel", "drill", "edger"} {
		if err := c.AddTool(name); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func reserved(t *testing.T, c *crib.Crib, member string, day int, tools ...string) crib.ID {
	t.Helper()
	id, err := c.Reserve(member, tools, day)
	if err != nil {
		t.Fatalf("Reserve(%s, %v, %d): %v", member, tools, day, err)
	}
	return id
}

func moved(t *testing.T, c *crib.Crib, id crib.ID, day int) crib.ID {
	t.Helper()
	next, err := c.Move(id, day)
	if err != nil {
		t.Fatalf("Move to %d: %v", day, err)
	}
	return next
}

func wants(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || (want == nil && got != nil) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func refused(t *testing.T, c *crib.Crib, want error, member string, day int, tools ...string) {
	t.Helper()
	_, err := c.Reserve(member, tools, day)
	wants(t, "Reserve of "+member, err, want)
}

func file(t *testing.T, c *crib.Crib) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := c.Save(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t *testing.T, text []byte) *crib.Crib {
	t.Helper()
	c, err := crib.Load(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// otherCounter does to a file what the version without reservations does: it keeps the fields that this one knows.
func otherCounter(t *testing.T, text []byte) []byte {
	t.Helper()
	var known struct {
		Tools []struct {
			Name  string `json:"name"`
			Loans []struct {
				No     int    `json:"no"`
				Member string `json:"member"`
				From   int    `json:"from"`
				To     int    `json:"to"`
			} `json:"loans,omitempty"`
		} `json:"tools"`
		Ledger []crib.Entry `json:"ledger"`
	}
	if err := json.Unmarshal(text, &known); err != nil {
		t.Fatal(err)
	}
	result, err := json.MarshalIndent(known, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(result, '\n')
}

// unchanged reports what a call leaves behind that failed.
func unchanged(t *testing.T, c *crib.Crib, call func()) {
	t.Helper()
	before := file(t, c)
	call()
	if after := file(t, c); !bytes.Equal(before, after) {
		t.Errorf("a failed call changes what is saved from\n%sto\n%s", before, after)
	}
}

func TestFirstToolDecides(t *testing.T) {
	c := shelf(t)
	reserved(t, c, "ann", 3, "drill")
	for _, one := range []struct {
		want  error
		tools []string
	}{
		{crib.ErrTaken, []string{"drill", "none"}}, {crib.ErrUnknown, []string{"none", "drill"}},
		{crib.ErrTaken, []string{"adze", "brace", "adze"}}, {crib.ErrTaken, []string{"adze", "adze", "none"}},
		{crib.ErrUnknown, []string{"adze", "none", "adze"}}, {crib.ErrInput, nil},
	} {
		unchanged(t, c, func() { refused(t, c, one.want, "ann", 3, one.tools...) })
	}
	unchanged(t, c, func() { refused(t, c, crib.ErrInput, "", 3, "none") })
	unchanged(t, c, func() { refused(t, c, crib.ErrInput, "ann", -1, "none") })
	reserved(t, c, "ann", 3, "adze", "brace", "chisel")
	reserved(t, c, "ann", 4, "drill")
}

func TestRelease(t *testing.T) {
	c := shelf(t)
	id := reserved(t, c, "ann", 3, "adze")
	if c.Holder("adze", 3) != "" {
		t.Error("a reservation lends the tool")
	}
	wants(t, "Release", c.Release(id), nil)
	unchanged(t, c, func() { wants(t, "Release again", c.Release(id), crib.ErrUnknown) })
	reserved(t, c, "bob", 3, "adze")
}

func TestLoans(t *testing.T) {
	c := shelf(t)
	id := reserved(t, c, "ann", 5, "adze", "brace")
	for _, days := range [][2]int{{5, 5}, {3, 5}, {5, 9}, {0, 9}} {
		_, err := c.Lend("bob", "brace", days[0], days[1])
		wants(t, "Lend over a reservation", err, crib.ErrTaken)
	}
	no, err := c.Lend("ann", "adze", 4, 6)
	wants(t, "Lend to who has reserved", err, nil)
	refused(t, c, crib.ErrTaken, "bob", 6, "adze")
	wants(t, "Cancel", c.Cancel(no), nil)
	refused(t, c, crib.ErrTaken, "bob", 5, "adze")
	_, err = c.Lend("bob", "adze", 5, 5)
	wants(t, "Lend after the loan", err, crib.ErrTaken)
	wants(t, "Release after the loan", c.Release(id), nil)
}

func TestMove(t *testing.T) {
	c := shelf(t)
	first := reserved(t, c, "ann", 3, "adze", "brace", "chisel")
	for i, blocked := range []string{"adze", "brace", "chisel"} {
		id := reserved(t, c, "bob", 10+i, blocked)
		unchanged(t, c, func() {
			_, err := c.Move(first, 10+i)
			wants(t, "Move to a day of "+blocked, err, crib.ErrTaken)
		})
		wants(t, "Release", c.Release(id), nil)
	}
	unchanged(t, c, func() {
		_, err := c.Move(first, -1)
		wants(t, "Move to a negative day", err, crib.ErrInput)
	})
	second := moved(t, c, moved(t, c, first, 3), 8)
	_, err := c.Move(first, -1)
	wants(t, "Move of what has been moved", err, crib.ErrUnknown)
	refused(t, c, crib.ErrTaken, "bob", 8, "chisel")
	reserved(t, c, "bob", 3, "chisel")
	wants(t, "Release", c.Release(second), nil)
}

func TestIDs(t *testing.T) {
	c := shelf(t)
	seen := map[crib.ID]bool{*new(crib.ID): true}
	for day := range 12 {
		id := reserved(t, c, "ann", day, "adze")
		again := moved(t, c, id, day+100)
		if seen[id] || seen[again] || id == again {
			t.Fatalf("IDs %v, %v come again", id, again)
		}
		seen[id], seen[again] = true, true
		if day%3 > 0 {
			wants(t, "Release", c.Release(again), nil)
		}
		if day%2 > 0 {
			c = opened(t, file(t, c))
		}
	}
}

func TestEntries(t *testing.T) {
	c := shelf(t)
	tools := []string{"brace", "adze"}
	id, err := c.Reserve("ann", tools, 7)
	wants(t, "Reserve", err, nil)
	tools[0], tools[1] = "drill", "edger"
	wants(t, "Release", c.Release(moved(t, c, id, 9)), nil)
	names := []string{"brace", "adze"}
	want := []crib.Entry{
		{No: 1, Kind: "reserved", Day: 7, Member: "ann", Tools: names},
		{No: 2, Kind: crib.Void, Day: 7, Member: "ann", Tools: names, Corrects: 1},
		{No: 3, Kind: "reserved", Day: 9, Member: "ann", Tools: names},
		{No: 4, Kind: crib.Void, Day: 9, Member: "ann", Tools: names, Corrects: 3},
	}
	if got := c.Ledger(); !reflect.DeepEqual(got, want) {
		t.Errorf("the ledger is %+v, want %+v", got, want)
	}
}

func TestFiles(t *testing.T) {
	c := shelf(t)
	if _, err := c.Lend("cid", "edger", 1, 2); err != nil {
		t.Fatal(err)
	}
	if plain := file(t, c); !bytes.Equal(plain, otherCounter(t, plain)) {
		t.Errorf("without reservations this is saved:\n%s", plain)
	}
	gone := reserved(t, c, "ann", 3, "drill")
	wants(t, "Release", c.Release(gone), nil)
	kept := reserved(t, c, "ann", 4, "adze", "brace")
	for _, travelled := range [][]byte{file(t, c), otherCounter(t, file(t, c))} {
		d := opened(t, travelled)
		if again := file(t, d); !bytes.Equal(again, travelled) {
			t.Errorf("loaded and saved, it is\n%s, not\n%s", again, travelled)
		}
		refused(t, d, crib.ErrTaken, "bob", 4, "brace")
		reserved(t, d, "bob", 3, "drill")
		wants(t, "Release of what was released", d.Release(gone), crib.ErrUnknown)
		wants(t, "Release", d.Release(kept), nil)
		if next := reserved(t, d, "ann", 4, "adze"); next == kept || next == gone {
			t.Errorf("ID %v is given again", next)
		}
	}
}

func TestLentByTheOtherCounter(t *testing.T) {
	c := shelf(t)
	id := reserved(t, c, "ann", 4, "adze", "brace")
	text := bytes.Replace(otherCounter(t, file(t, c)), []byte(`"name": "adze"`),
		[]byte(`"name": "adze", "loans": [{"no": 2, "member": "bob", "from": 4, "to": 5}]`), 1)
	var known map[string]json.RawMessage
	if err := json.Unmarshal(text, &known); err != nil {
		t.Fatal(err)
	}
	entries := append(c.Ledger(), crib.Entry{No: 2, Kind: crib.Lent, Day: 4, Until: 5, Member: "bob", Tools: []string{"adze"}})
	known["ledger"], _ = json.Marshal(entries)
	text, _ = json.Marshal(known)
	c = opened(t, text)
	if c.Holder("adze", 4) != "bob" {
		t.Error("the loan of the other counter is lost")
	}
	refused(t, c, crib.ErrTaken, "cid", 4, "brace")
	wants(t, "Release", c.Release(id), nil)
}

func TestDaysOfTwoMembers(t *testing.T) {
	c := shelf(t)
	reserved(t, c, "ann", 4, "adze")
	reserved(t, c, "bob", 6, "adze")
	for _, member := range []string{"ann", "bob"} {
		_, err := c.Lend(member, "adze", 4, 6)
		wants(t, "Lend over both to "+member, err, crib.ErrTaken)
	}
}

func TestReturns(t *testing.T) {
	c := shelf(t)
	id := reserved(t, c, "ann", 5, "adze")
	if _, err := c.Lend("ann", "adze", 4, 9); err != nil {
		t.Fatal(err)
	}
	wants(t, "Return", c.Return("ann", "adze", 5), nil)
	for range 2 {
		refused(t, c, crib.ErrTaken, "bob", 5, "adze")
		wants(t, "Release", c.Release(reserved(t, c, "bob", 6, "adze")), nil)
		c = opened(t, file(t, c))
	}
	wants(t, "Release after the return", c.Release(id), nil)
}
