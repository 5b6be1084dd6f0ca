// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"crib"
)

// A counter is a crib on which steps are tried one after another; IDs go by names.
type counter struct {
	*testing.T
	*crib.Crib
	ids map[string]crib.ID
}

func newCounter(t *testing.T) *counter {
	c := &counter{t, &crib.Crib{}, map[string]crib.ID{}}
	for _, name := range strings.Fields("a b c d") {
		c.expect(c.AddTool(name), nil, "tool "+name)
	}
	return c
}

func (c *counter) expect(got, want error, what string) {
	c.Helper()
	if got != want && (want == nil || !errors.Is(got, want)) {
		c.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (c *counter) text() string {
	var out strings.Builder
	c.expect(c.Save(&out), nil, "save")
	return out.String()
}

// still runs a step that should fail with want and leave no trace.
func (c *counter) still(want error, what string, step func() error) {
	c.Helper()
	before := c.text()
	c.expect(step(), want, what)
	if after := c.text(); after != before {
		c.Errorf("%s leaves\n%s", what, after)
	}
}

func (c *counter) take(id, member string, day int, tools string) {
	c.Helper()
	made, err := c.Reserve(member, strings.Fields(tools), day)
	c.expect(err, nil, member+" takes "+tools)
	c.name(id, made)
}

func (c *counter) name(id string, made crib.ID) {
	c.Helper()
	for other, known := range c.ids {
		if known == made {
			c.Errorf("%s has the ID of %s", id, other)
		}
	}
	c.ids[id] = made
}

func (c *counter) refuse(want error, member string, day int, tools string) {
	c.Helper()
	c.still(want, fmt.Sprint(member, " wants ", tools, " on ", day), func() error {
		_, err := c.Reserve(member, strings.Fields(tools), day)
		return err
	})
}

func (c *counter) move(id, next string, day int) {
	c.Helper()
	made, err := c.Move(c.ids[id], day)
	c.expect(err, nil, "move "+id)
	c.name(next, made)
}

func (c *counter) stuck(want error, id string, day int) {
	c.Helper()
	c.still(want, fmt.Sprint("move ", id, " to ", day), func() error {
		_, err := c.Move(c.ids[id], day)
		return err
	})
}

// evening saves the crib and loads it again, perhaps by way of a version that drops what it does not know.
func (c *counter) evening(drops bool) {
	c.Helper()
	text := c.text()
	if drops {
		var all map[string]json.RawMessage
		c.expect(json.Unmarshal([]byte(text), &all), nil, "file")
		for field := range all {
			if field != "tools" && field != "ledger" {
				delete(all, field)
			}
		}
		short, _ := json.Marshal(all)
		text = string(short)
	}
	next, err := crib.Load(strings.NewReader(text))
	c.expect(err, nil, "load")
	c.Crib = next
}

func TestWhichToolDecides(t *testing.T) {
	c := newCounter(t)
	c.take("1", "zoe", 2, "b")
	c.refuse(crib.ErrTaken, "zoe", 2, "b none")
	c.refuse(crib.ErrUnknown, "zoe", 2, "none b")
	c.refuse(crib.ErrTaken, "zoe", 2, "a c d a")
	c.refuse(crib.ErrUnknown, "yan", 2, "a c none a")
	c.refuse(crib.ErrInput, "yan", -2, "a")
	c.refuse(crib.ErrInput, "yan", 2, "")
	c.refuse(crib.ErrInput, "", 2, "a")
	c.take("2", "yan", 2, "a c d")
}

func TestMoves(t *testing.T) {
	c := newCounter(t)
	c.take("1", "zoe", 2, "a b c")
	c.take("2", "yan", 4, "c")
	c.take("3", "yan", 5, "a")
	c.stuck(crib.ErrTaken, "1", 4)
	c.stuck(crib.ErrTaken, "1", 5)
	c.stuck(crib.ErrInput, "1", -5)
	c.move("1", "4", 2)
	c.stuck(crib.ErrUnknown, "1", -5)
	c.move("4", "5", 3)
	c.take("6", "yan", 2, "a b c")
	c.refuse(crib.ErrTaken, "yan", 3, "b")
}

func TestLoansBesideReservations(t *testing.T) {
	c := newCounter(t)
	c.take("1", "zoe", 4, "a b")
	_, err := c.Lend("yan", "b", 2, 4)
	c.expect(err, crib.ErrTaken, "lend b to yan")
	_, err = c.Lend("zoe", "b", 2, 8)
	c.expect(err, nil, "lend b to zoe")
	c.expect(c.Return("zoe", "b", 3), nil, "return b")
	c.refuse(crib.ErrTaken, "yan", 4, "b")
	c.refuse(crib.ErrTaken, "yan", 4, "a")
	c.take("7", "yan", 7, "b")
	_, err = c.Lend("yan", "b", 4, 7)
	c.expect(err, crib.ErrTaken, "lend b to yan from 4 to 7")
	c.take("8", "xia", 20, "d")
	_, err = c.Lend("xia", "d", 19, 20)
	c.expect(err, nil, "lend d to xia")
	c.expect(c.Return("xia", "d", 20), nil, "return d")
	c.evening(true)
	c.move("8", "9", 21)
	c.expect(c.Release(c.ids["1"]), nil, "release")
	c.take("2", "yan", 4, "b")
}

func TestEvenings(t *testing.T) {
	for _, drops := range []bool{false, true} {
		c := newCounter(t)
		c.take("1", "zoe", 4, "a b")
		c.take("2", "zoe", 5, "a b")
		c.expect(c.Release(c.ids["2"]), nil, "release")
		c.evening(drops)
		c.refuse(crib.ErrTaken, "yan", 4, "b")
		c.take("3", "yan", 5, "a")
		c.still(crib.ErrUnknown, "release again", func() error { return c.Release(c.ids["2"]) })
		c.move("1", "4", 6)
		c.expect(c.Release(c.ids["4"]), nil, "release")
		c.expect(c.Release(c.ids["3"]), nil, "release")
		c.evening(drops)
		c.take("5", "yan", 6, "a b")
	}
}

func TestLedgerKeepsItsNames(t *testing.T) {
	c := newCounter(t)
	tools := []string{"d", "a"}
	id, err := c.Reserve("zoe", tools, 1)
	c.expect(err, nil, "reserve")
	clear(tools)
	c.expect(c.Release(id), nil, "release")
	if got := fmt.Sprint(c.Ledger()); got != "[{1 reserved 1 0 zoe [d a] 0} {2 void 1 0 zoe [d a] 1}]" {
		t.Error(got)
	}
}

func TestFileOfTwoCounters(t *testing.T) {
	const text = `{"tools": [{"name": "a", "loans": [{"no": 2, "member": "yan", "from": 1, "to": 3}]}, {"name": "b"}], "ledger": [
		{"no": 1, "kind": "reserved", "day": 3, "member": "zoe", "tools": ["a", "b"]},
		{"no": 2, "kind": "lent", "day": 1, "until": 3, "member": "yan", "tools": ["a"]}]}`
	made, err := crib.Load(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{t, made, map[string]crib.ID{}}
	c.refuse(crib.ErrTaken, "xia", 3, "b")
	if got := c.Holder("a", 3); got != "yan" {
		t.Error(got)
	}
}
