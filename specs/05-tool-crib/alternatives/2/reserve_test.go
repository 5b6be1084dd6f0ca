// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"crib"
)

// A diary is what the tests know of a crib: slow, plain, and made from the requirements alone.
type diary struct {
	ids    map[crib.ID]int // number of the entry
	open   map[int]crib.Entry
	loans  []crib.Entry
	ledger []crib.Entry
}

var stock = []string{"axe", "bit", "cup", "die"}

func (d *diary) taken(name string, day int, but int) bool {
	for no, e := range d.open {
		if no != but && e.Day == day && slices.Contains(e.Tools, name) {
			return true
		}
	}
	return slices.ContainsFunc(d.loans, func(e crib.Entry) bool { return e.Tools[0] == name && e.Day <= day && day <= e.Until })
}

func (d *diary) judge(member string, tools []string, day, but int) error {
	if member == "" || day < 0 || len(tools) == 0 {
		return crib.ErrInput
	}
	for i, name := range tools {
		if !slices.Contains(stock, name) {
			return crib.ErrUnknown
		}
		if slices.Contains(tools[:i], name) || d.taken(name, day, but) {
			return crib.ErrTaken
		}
	}
	return nil
}

func (d *diary) write(e crib.Entry) int {
	e.No = len(d.ledger) + 1
	d.ledger = append(d.ledger, e)
	return e.No
}

func (d *diary) end(no int) {
	e := d.open[no]
	e.Kind, e.Corrects = crib.Void, no
	delete(d.open, no)
	d.write(e)
}

func (d *diary) hold(id crib.ID, e crib.Entry) string {
	if _, old := d.ids[id]; old || id == *new(crib.ID) {
		return fmt.Sprintf("ID %v is given again", id)
	}
	e.No, e.Corrects, e.Kind = 0, 0, "reserved"
	no := d.write(e)
	d.ids[id], d.open[no] = no, d.ledger[no-1]
	return ""
}

func TestWalks(t *testing.T) {
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 5))
		c, d := new(crib.Crib), &diary{ids: map[crib.ID]int{}, open: map[int]crib.Entry{}}
		for _, name := range stock {
			if err := c.AddTool(name); err != nil {
				t.Fatal(err)
			}
		}
		for step := range 80 {
			if problem := walk(r, &c, d); problem != "" {
				t.Fatalf("walk %d, step %d: %s", seed, step, problem)
			}
			if got := c.Ledger(); len(got)+len(d.ledger) > 0 && !reflect.DeepEqual(got, d.ledger) {
				t.Fatalf("walk %d, step %d: the ledger is %+v, want %+v", seed, step, got, d.ledger)
			}
		}
	}
}

func walk(r *rand.Rand, c **crib.Crib, d *diary) string {
	member, day := []string{"ida", "jon", "ida", "jon", ""}[r.IntN(5)], r.IntN(6)-r.IntN(2)
	switch r.IntN(8) {
	case 0:
		return d.reload(c, r.IntN(2) == 0)
	case 1:
		return d.lend(*c, member, stock[r.IntN(4)], day, day+r.IntN(3)-r.IntN(2))
	case 2:
		return d.change(r, *c, func(id crib.ID, no int) error {
			if no == 0 {
				return crib.ErrUnknown
			}
			d.end(no)
			return nil
		}, (*crib.Crib).Release)
	case 3:
		return d.move(r, *c, day)
	case 4:
		return d.bringBack(*c, member, stock[r.IntN(4)], day)
	}
	tools := make([]string, r.IntN(4))
	for i := range tools {
		tools[i] = append(slices.Clone(stock), "nil")[r.IntN(5)]
	}
	want := d.judge(member, tools, day, 0)
	e := crib.Entry{Day: day, Member: member, Tools: slices.Clone(tools)}
	id, err := (*c).Reserve(member, tools, day)
	clear(tools)
	if !errors.Is(err, want) {
		return fmt.Sprintf("Reserve of %v: %v, want %v", e, err, want)
	}
	if want != nil {
		return ""
	}
	return d.hold(id, e)
}

// pick returns an ID that was given some time, and the number of its entry if it is open.
func (d *diary) pick(r *rand.Rand) (id crib.ID, no int) {
	at := r.IntN(len(d.ids) + 1)
	latest := 0 // whatever the order of the map
	for known, number := range d.ids {
		if number%(len(d.ids)+1) == at && number > latest {
			id, latest = known, number
		}
	}
	if _, open := d.open[d.ids[id]]; open {
		no = d.ids[id]
	}
	return id, no
}

func (d *diary) change(r *rand.Rand, c *crib.Crib, judge func(crib.ID, int) error, call func(*crib.Crib, crib.ID) error) string {
	id, no := d.pick(r)
	want := judge(id, no)
	if err := call(c, id); !errors.Is(err, want) {
		return fmt.Sprintf("Release of entry %d: %v, want %v", no, err, want)
	}
	return ""
}

func (d *diary) move(r *rand.Rand, c *crib.Crib, day int) string {
	id, no := d.pick(r)
	e := d.open[no]
	want := crib.ErrUnknown
	if no != 0 {
		want = d.judge(e.Member, e.Tools, day, no)
	}
	next, err := c.Move(id, day)
	if !errors.Is(err, want) {
		return fmt.Sprintf("Move of entry %d to %d: %v, want %v", no, day, err, want)
	}
	if want != nil {
		return ""
	}
	d.end(no)
	e.Day = day
	return d.hold(next, e)
}

func (d *diary) lend(c *crib.Crib, member, name string, from, to int) string {
	want := error(nil)
	if member == "" || from < 0 || to < from {
		want = crib.ErrInput
	}
	for day := from; day <= to && want == nil; day++ {
		for _, e := range d.open {
			if e.Day == day && e.Member != member && slices.Contains(e.Tools, name) {
				want = crib.ErrTaken
			}
		}
		if slices.ContainsFunc(d.loans, func(e crib.Entry) bool { return e.Tools[0] == name && e.Day <= day && day <= e.Until }) {
			want = crib.ErrTaken
		}
	}
	if _, err := c.Lend(member, name, from, to); !errors.Is(err, want) {
		return fmt.Sprintf("Lend of %s to %s from %d to %d: %v, want %v", name, member, from, to, err, want)
	}
	if want == nil {
		e := crib.Entry{Kind: crib.Lent, Day: from, Until: to, Member: member, Tools: []string{name}}
		d.loans = append(d.loans, e)
		d.write(e)
	}
	return ""
}

func (d *diary) bringBack(c *crib.Crib, member, name string, day int) string {
	i := slices.IndexFunc(d.loans, func(e crib.Entry) bool {
		return e.Tools[0] == name && e.Member == member && e.Day <= day && day <= e.Until
	})
	want := crib.ErrUnknown
	if i >= 0 {
		want, d.loans[i].Until = nil, day
		d.write(crib.Entry{Kind: crib.Returned, Day: day, Member: member, Tools: []string{name}})
	}
	if err := c.Return(member, name, day); !errors.Is(err, want) {
		return fmt.Sprintf("Return of %s by %s on %d: %v, want %v", name, member, day, err, want)
	}
	return ""
}

func (d *diary) reload(c **crib.Crib, old bool) string {
	var out, again bytes.Buffer
	if err := (*c).Save(&out); err != nil {
		return err.Error()
	}
	text := out.Bytes()
	if old {
		var known struct {
			Tools  any          `json:"tools"`
			Ledger []crib.Entry `json:"ledger"`
		}
		if err := json.Unmarshal(text, &known); err != nil {
			return err.Error()
		}
		text, _ = json.MarshalIndent(known, "", " ")
	}
	next, err := crib.Load(bytes.NewReader(text))
	if err != nil {
		return err.Error()
	}
	if err := next.Save(&again); err != nil || !old && !bytes.Equal(text, again.Bytes()) {
		return fmt.Sprintf("%s became %s, %v", text, again.String(), err)
	}
	*c = next
	return ""
}

func TestLongList(t *testing.T) {
	c := new(crib.Crib)
	for _, name := range stock {
		_ = c.AddTool(name)
	}
	for _, tools := range [][]string{{"axe", "bit", "axe"}, {"axe", "axe", "nil"}} {
		if _, err := c.Reserve("ida", tools, 1); !errors.Is(err, crib.ErrTaken) {
			t.Errorf("Reserve of %v: %v", tools, err)
		}
	}
}

func TestBothStand(t *testing.T) {
	c := new(crib.Crib)
	_ = c.AddTool("axe")
	if _, err := c.Lend("jon", "axe", 1, 2); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	_ = c.Save(&out)
	end := bytes.LastIndexByte(out.Bytes(), ']')
	text := string(out.Bytes()[:end]) + `, {"no": 2, "kind": "reserved", "day": 2, "member": "ida", "tools": ["axe"]}]}`
	c, err := crib.Load(bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Cancel(1); err != nil {
		t.Error(err)
	}
	if _, err := c.Reserve("jon", []string{"axe"}, 2); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("the reservation is gone: %v", err)
	}
}

func TestOthersDays(t *testing.T) {
	c := new(crib.Crib)
	_ = c.AddTool("axe")
	for day, member := range []string{"ida", "jon"} {
		if _, err := c.Reserve(member, []string{"axe"}, day); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Lend("jon", "axe", 0, 1); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("lent over the day of another: %v", err)
	}
}

func TestReturnedAndSaved(t *testing.T) {
	c := new(crib.Crib)
	_ = c.AddTool("axe")
	id, _ := c.Reserve("ida", []string{"axe"}, 3)
	_, _ = c.Lend("ida", "axe", 3, 5)
	if err := c.Return("ida", "axe", 3); err != nil {
		t.Fatal(err)
	}
	d := &diary{}
	if problem := d.reload(&c, false); problem != "" {
		t.Fatal(problem)
	}
	if _, err := c.Reserve("jon", []string{"axe"}, 3); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("the loan took the reservation up: %v", err)
	}
	if err := c.Release(id); err != nil {
		t.Errorf("the reservation went with the loan: %v", err)
	}
}
