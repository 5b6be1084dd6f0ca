package billing_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"billing"
)

var when = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

func reading(meter string, seq uint16) billing.Reading {
	return billing.Reading{Meter: meter, Seq: seq, At: when, Wh: int64(seq)}
}

func numbers(readings []billing.Reading) []uint16 {
	var seqs []uint16
	for _, r := range readings {
		seqs = append(seqs, r.Seq)
	}
	return seqs
}

func expect(t *testing.T, readings []billing.Reading, want ...uint16) {
	t.Helper()
	if got := numbers(readings); !slices.Equal(got, want) {
		t.Errorf("numbers are %v, want %v", got, want)
	}
}

func TestRestOfTheFile(t *testing.T) {
	const line = "A;1;2026-02-03T12:00:00Z;5"
	text := line + ";" + strings.Repeat("n", 100_000) + "\n" + line + "\n"
	if got, err := billing.Parse(strings.NewReader(text)); err != nil || len(got) != 2 {
		t.Errorf("%d readings, error %v", len(got), err)
	}
	broken := errors.New("broken")
	if _, err := billing.Parse(io.MultiReader(strings.NewReader(line+"\n"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestDayBeginsAtLocalMidnight(t *testing.T) {
	zone := time.FixedZone("", 2*3600)
	r := reading("A", 1)
	r.At = time.Date(2026, 2, 3, 0, 30, 0, 0, zone)
	got := billing.Batches([]billing.Reading{r}, billing.Rules{Zone: zone, Size: 1})
	if len(got) != 1 || got[0].Day.String() != "2026-02-03" {
		t.Error(got)
	}
}

func TestDueAfterALongDay(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := reading("A", 1)
	r.At = time.Date(2025, 10, 25, 12, 0, 0, 0, zone)
	got := billing.Batches([]billing.Reading{r}, billing.Rules{Zone: zone, Size: 1, Days: 2})
	if len(got) != 1 || got[0].Due.String() != "2025-10-27" {
		t.Error(got)
	}
}

func TestAppendToAPart(t *testing.T) {
	passed := []billing.Reading{reading("A", 1), reading("A", 2), reading("A", 3), reading("A", 4)}
	got := billing.Batches(passed, billing.Rules{Zone: time.UTC, Size: 2})
	_ = append(got[0].Readings, reading("A", 9))
	expect(t, got[1].Readings, 3, 4)
}

func TestWithRoomToSpare(t *testing.T) {
	b := billing.Batch{Readings: append(make([]billing.Reading, 0, 8), reading("A", 2), reading("A", 3))}
	first := b.With(reading("A", 4))
	second := b.With(reading("A", 1))
	expect(t, b.Readings, 2, 3)
	expect(t, first.Readings, 2, 3, 4)
	expect(t, second.Readings, 1, 2, 3)
}

func TestNumbersInTheMiddle(t *testing.T) {
	got := billing.Batches([]billing.Reading{reading("A", 32768), reading("A", 32767)}, billing.Rules{Zone: time.UTC, Size: 2})
	expect(t, got[0].Readings, 32767, 32768)
}

// store is a ledger whose call of this number fails; Begin, Add and Commit count.
type store struct {
	failing, calls int
	posted         []billing.Reading
}

var errStore = errors.New("store")

func (s *store) call() error {
	s.calls++
	if s.calls == s.failing {
		return errStore
	}
	return nil
}

func (s *store) Begin(string) (billing.Tx, error) { return &pending{store: s}, s.call() }

type pending struct {
	store *store
	added []billing.Reading
}

func (p *pending) Add(r billing.Reading) error {
	if err := p.store.call(); err != nil {
		return err
	}
	p.added = append(p.added, r)
	return nil
}

func (p *pending) Commit() error {
	if err := p.store.call(); err != nil {
		return err
	}
	p.store.posted = append(p.store.posted, p.added...)
	return nil
}

func (p *pending) Rollback() {}

func three() []billing.Batch {
	return []billing.Batch{{Part: 1, Readings: []billing.Reading{reading("A", 1), reading("A", 2), reading("A", 3)}}}
}

func TestOneInstantInTwoZones(t *testing.T) {
	ledger := &store{}
	again := reading("A", 1)
	again.At = again.At.In(time.FixedZone("", 3600))
	_, err := billing.NewSettler(ledger, 1).Settle([]billing.Batch{{Readings: []billing.Reading{reading("A", 1), again}}})
	if err != nil {
		t.Error(err)
	}
	expect(t, ledger.posted, 1)
}

func TestNoHalfBatch(t *testing.T) {
	ledger := &store{failing: 3}
	_, err := billing.NewSettler(ledger, 1).Settle(three())
	if !errors.Is(err, errStore) {
		t.Errorf("error %v", err)
	}
	expect(t, ledger.posted)
}

func TestSecondTryPostsAll(t *testing.T) {
	ledger := &store{failing: 5} // the commit
	if _, err := billing.NewSettler(ledger, 2).Settle(three()); err != nil {
		t.Error(err)
	}
	expect(t, ledger.posted, 1, 2, 3)
}
