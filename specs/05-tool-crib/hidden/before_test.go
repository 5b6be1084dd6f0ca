// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"crib"
)

var (
	_ func(*crib.Crib, string, []string, int) (crib.ID, error) = (*crib.Crib).Reserve
	_ func(*crib.Crib, crib.ID) error                          = (*crib.Crib).Release
	_ func(*crib.Crib, crib.ID, int) (crib.ID, error)          = (*crib.Crib).Move
	_ map[crib.ID]bool
)

func TestMethods(t *testing.T) {
	all := []error{crib.ErrInput, crib.ErrUnknown, crib.ErrTaken}
	for i, a := range all {
		for j, b := range all {
			if a == nil || errors.Is(a, b) != (i == j) {
				t.Errorf("R1: errors %d and %d are not told apart", i, j)
			}
		}
	}
}

func TestLendingAsBefore(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	for _, one := range []struct {
		member, tool string
		from, to     int
		want         error
	}{
		{"ann", "saw", 3, 5, nil}, {"bob", "saw", 5, 6, crib.ErrTaken}, {"ann", "saw", 1, 3, crib.ErrTaken},
		{"bob", "saw", 1, 9, crib.ErrTaken}, {"bob", "saw", 6, 6, nil}, {"bob", "saw", 0, 2, nil},
		{"", "saw", 8, 9, crib.ErrInput}, {"bob", "saw", -1, 0, crib.ErrInput}, {"bob", "saw", 9, 8, crib.ErrInput},
		{"bob", "plane", 9, 8, crib.ErrInput}, {"bob", "plane", 8, 9, crib.ErrUnknown}, {"bob", "lathe", 3, 5, nil},
	} {
		if _, err := c.Lend(one.member, one.tool, one.from, one.to); !errors.Is(err, one.want) {
			t.Errorf("R1: Lend(%q, %q, %d, %d): %v, want %v", one.member, one.tool, one.from, one.to, err, one.want)
		}
	}
	if err := errors.Join(c.AddTool("plane"), c.AddTool("drill")); err != nil {
		t.Errorf("R1: AddTool: %v", err)
	}
	for name, want := range map[string]error{"": crib.ErrInput, "saw": crib.ErrTaken} {
		if err := c.AddTool(name); !errors.Is(err, want) {
			t.Errorf("R1: AddTool(%q): %v, want %v", name, err, want)
		}
	}
}

func TestReturnAndCancelAsBefore(t *testing.T) {
	c := stocked(t, "saw")
	first := lend(t, c, "ann", "saw", 3, 8)
	if err := c.Return("bob", "saw", 4); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R1: Return of another's tool: %v", err)
	}
	if err := c.Return("ann", "saw", 4); err != nil {
		t.Errorf("R1: Return: %v", err)
	}
	if err := c.Return("ann", "axe", 4); !errors.Is(err, crib.ErrUnknown) {
		t.Errorf("R1: Return of what is no tool: %v", err)
	}
	second := lend(t, c, "bob", "saw", 5, 6)
	if got := c.Holder("saw", 4) + " " + c.Holder("saw", 5) + " " + c.Holder("saw", 7) + c.Holder("axe", 5); got != "ann bob " {
		t.Errorf("R1: holders on days 4, 5 and 7: %q", got)
	}
	if first != 1 || second != 3 {
		t.Errorf("R1: loans have the entries %d and %d, want 1 and 3", first, second)
	}
	if err := c.Cancel(second); err != nil || c.Holder("saw", 5) != "" {
		t.Errorf("R1: Cancel: %v; day 5: %q", err, c.Holder("saw", 5))
	}
	for _, no := range []int{second, 2, 0, 99} {
		if err := c.Cancel(no); !errors.Is(err, crib.ErrUnknown) {
			t.Errorf("R1: Cancel(%d): %v", no, err)
		}
	}
	want := []crib.Entry{
		{No: 1, Kind: crib.Lent, Day: 3, Until: 8, Member: "ann", Tools: []string{"saw"}},
		{No: 2, Kind: crib.Returned, Day: 4, Member: "ann", Tools: []string{"saw"}},
		{No: 3, Kind: crib.Lent, Day: 5, Until: 6, Member: "bob", Tools: []string{"saw"}},
		{No: 4, Kind: crib.Void, Day: 5, Until: 6, Member: "bob", Tools: []string{"saw"}, Corrects: 3},
	}
	if got := c.Ledger(); !reflect.DeepEqual(got, want) {
		t.Errorf("R1: ledger is %+v, want %+v", got, want)
	}
}

func TestReportAsBefore(t *testing.T) {
	c := stocked(t, "saw")
	no := lend(t, c, "ann", "saw", 3, 5)
	lend(t, c, "bob", "saw", 6, 6)
	if err := c.Cancel(no); err != nil {
		t.Fatalf("R1: Cancel: %v", err)
	}
	var out strings.Builder
	if err := c.Report(&out); err != nil {
		t.Fatalf("R1: Report: %v", err)
	}
	want := "   1  lent      day 3 to 5  ann: saw\n   2  lent      day 6  bob: saw\n" +
		"   3  void      day 3 to 5  ann: saw  (takes back 1)\n"
	if out.String() != want {
		t.Errorf("R1: report is\n%s, want\n%s", out.String(), want)
	}
}

func TestSavingLoansAsBefore(t *testing.T) {
	c := stocked(t, "saw", "lathe")
	lend(t, c, "ann", "saw", 7, 8)
	lend(t, c, "bob", "saw", 1, 2)
	again := loaded(t, saved(t, c))
	if got := again.Holder("saw", 8) + " " + again.Holder("saw", 1); got != "ann bob" {
		t.Errorf("R1: holders after loading: %q", got)
	}
	for _, text := range []string{"", "[]", `{"ledger":[{"no":2}]}`, `{"tools":[{"name":""}]}`} {
		if _, err := crib.Load(strings.NewReader(text)); err == nil {
			t.Errorf("R1: Load(%q) gives no error", text)
		}
	}
	if _, err := crib.Load(strings.NewReader(`{"ledger":[{"no":2}]}`)); !errors.Is(err, crib.ErrInput) {
		t.Errorf("R1: Load of a ledger with a gap: %v", err)
	}
}
