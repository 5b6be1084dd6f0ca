package crib_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"crib"
)

func TestLoans(t *testing.T) {
	var c crib.Crib
	if err := errors.Join(c.AddTool("lathe"), c.AddTool("saw")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Lend("ann", "saw", 3, 5); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Lend("bob", "saw", 5, 6); !errors.Is(err, crib.ErrTaken) {
		t.Errorf("overlapping loan: %v", err)
	}
	no, err := c.Lend("bob", "saw", 6, 6)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Cancel(no); err != nil {
		t.Error(err)
	}
	if err := c.Return("ann", "saw", 4); err != nil {
		t.Error(err)
	}
	if got := c.Holder("saw", 4) + "," + c.Holder("saw", 5); got != "ann," {
		t.Errorf("holders on days 4 and 5: %s", got)
	}
}

func TestReport(t *testing.T) {
	var c crib.Crib
	if err := c.AddTool("saw"); err != nil {
		t.Fatal(err)
	}
	no, err := c.Lend("ann", "saw", 3, 5)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Cancel(no); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := c.Report(&out); err != nil {
		t.Fatal(err)
	}
	want := "   1  lent      day 3 to 5  ann: saw\n   2  void      day 3 to 5  ann: saw  (takes back 1)\n"
	if out.String() != want {
		t.Errorf("report:\n%s", out.String())
	}
}

func TestSaveAndLoad(t *testing.T) {
	var c crib.Crib
	if err := c.AddTool("saw"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Lend("ann", "saw", 3, 5); err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	if err := c.Save(&first); err != nil {
		t.Fatal(err)
	}
	saved := first.String()
	loaded, err := crib.Load(&first)
	if err != nil {
		t.Fatal(err)
	}
	if err := loaded.Save(&second); err != nil {
		t.Fatal(err)
	}
	if second.String() != saved {
		t.Errorf("saved again:\n%s", second.String())
	}
}
