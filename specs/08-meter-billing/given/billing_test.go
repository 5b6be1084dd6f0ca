package billing_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"billing"
)

const file = `# two meters, one day
A-1;65534;2026-02-03T08:00:00+01:00;1200
A-1;65535;2026-02-03T12:00:00+01:00;1500
A-1;0;2026-02-03T16:00:00+01:00;1900;read again; by hand
B-7;17;2026-02-03T09:30:00+01:00;88
`

func imported(t *testing.T, size int) []billing.Batch {
	readings, err := billing.Parse(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rules := billing.Rules{Zone: time.FixedZone("CET", 3600), Size: size, Days: 14}
	return billing.Batches(readings, rules)
}

func TestImport(t *testing.T) {
	batches := imported(t, 10)
	if len(batches) != 1 {
		t.Fatalf("%d batches", len(batches))
	}
	b := batches[0]
	if b.Name() != "2026-02-03/1" || b.Due != (billing.Date{Year: 2026, Month: 2, Day: 17}) {
		t.Error(b.Name(), b.Due)
	}
	var numbers []uint16
	for _, r := range b.Readings {
		numbers = append(numbers, r.Seq)
	}
	if !slices.Equal(numbers, []uint16{65534, 65535, 0, 17}) || b.Missing() != 0 {
		t.Error(numbers, b.Missing())
	}
	if b.Readings[2].Note != "read again; by hand" {
		t.Error(b.Readings[2].Note)
	}
}

func TestFormat(t *testing.T) {
	_, err := billing.Parse(strings.NewReader("# one\nA-1;1;yesterday;5\n"))
	var line *billing.LineError
	if !errors.As(err, &line) || line.Line != 2 || !errors.Is(err, billing.ErrFormat) {
		t.Error(err)
	}
}

func TestWith(t *testing.T) {
	parts := imported(t, 3)
	if len(parts) != 2 || len(parts[0].Readings) != 3 || len(parts[1].Readings) != 1 {
		t.Fatal(parts)
	}
	late := billing.Reading{Meter: "B-7", Seq: 16, At: parts[0].Readings[0].At, Wh: 80}
	if got := parts[1].With(late); len(got.Readings) != 2 || got.Readings[0] != late {
		t.Error(got)
	}
}

type ledger struct{ posted []billing.Reading }

func (l *ledger) Begin(string) (billing.Tx, error) { return &tx{ledger: l}, nil }

type tx struct {
	ledger *ledger
	added  []billing.Reading
}

func (t *tx) Add(r billing.Reading) error {
	t.added = append(t.added, r)
	return nil
}

func (t *tx) Commit() error {
	t.ledger.posted = append(t.ledger.posted, t.added...)
	return nil
}

func (t *tx) Rollback() {}

func TestSettle(t *testing.T) {
	books := &ledger{}
	settler := billing.NewSettler(books, 3)
	batches := imported(t, 3)
	report, err := settler.Settle(batches)
	if err != nil || report != (billing.Report{Batches: 2, Posted: 4}) {
		t.Error(report, err)
	}
	report, err = settler.Settle(batches)
	if err != nil || report != (billing.Report{Skipped: 4}) || len(books.posted) != 4 {
		t.Error(report, err, len(books.posted))
	}
}
