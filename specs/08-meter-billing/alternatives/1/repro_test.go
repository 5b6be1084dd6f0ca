package billing_test

import (
	"billing"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// script is a ledger: each letter is one of its calls, in upper case if that fails. Behind its end nothing fails.
type script struct {
	plan string
	log  strings.Builder
	done string
}

var errScript = errors.New("as the script has it")

func (s *script) call(what byte) error {
	s.log.WriteByte(what)
	if s.plan == "" {
		return nil
	}
	bad := s.plan[0] != what
	s.plan = s.plan[1:]
	if bad {
		return errScript
	}
	return nil
}

func (s *script) Begin(string) (billing.Tx, error) {
	if err := s.call('b'); err != nil {
		return nil, err
	}
	return &sheet{s, ""}, nil
}

type sheet struct {
	s    *script
	text string
}

func (p *sheet) Add(r billing.Reading) error {
	err := p.s.call('a')
	if err == nil {
		p.text += fmt.Sprintf("%s%d ", r.Meter, r.Seq)
	}
	return err
}

func (p *sheet) Commit() error {
	err := p.s.call('c')
	if err == nil {
		p.s.done += p.text
	}
	return err
}

func (p *sheet) Rollback() { p.s.log.WriteByte('r') }

func r(meter string, seq uint16) billing.Reading {
	return billing.Reading{Meter: meter, Seq: seq, At: time.Unix(1_770_000_000, 0)}
}

func show(b billing.Batch) (text string) {
	for _, one := range b.Readings {
		text += fmt.Sprintf("%s%d ", one.Meter, one.Seq)
	}
	return text
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func settle(plan string, tries int) (*script, error) {
	s := &script{plan: plan}
	_, err := billing.NewSettler(s, tries).Settle([]billing.Batch{{Readings: []billing.Reading{r("A", 1), r("A", 2), r("B", 3)}}})
	return s, err
}

func TestAddFailsAndNothingIsCommitted(t *testing.T) {
	s, err := settle("baA", 1)
	want(t, "calls", s.log.String(), "baar")
	want(t, "posted", s.done, "")
	want(t, "error", errors.Is(err, errScript), true)
}

func TestCommitFailsAndTheNextTryIsWhole(t *testing.T) {
	s, err := settle("baaaC", 2)
	want(t, "calls", s.log.String(), "baaacbaaac")
	want(t, "posted", s.done, "A1 A2 B3 ")
	want(t, "error", err, nil)
}

func TestSameInstantElsewhere(t *testing.T) {
	s := &script{}
	one, two := r("A", 1), r("A", 1)
	one.At, two.At = one.At.UTC(), one.At.In(time.FixedZone("east", 7200))
	report, err := billing.NewSettler(s, 1).Settle([]billing.Batch{{Readings: []billing.Reading{one}}, {Readings: []billing.Reading{two}}})
	want(t, "error", err, nil)
	want(t, "report", report, billing.Report{Batches: 1, Posted: 1, Skipped: 1})
}

func batches(zone *time.Location, size, days int, readings ...billing.Reading) []billing.Batch {
	return billing.Batches(readings, billing.Rules{Zone: zone, Size: size, Days: days})
}

func TestBothSidesOfMidnight(t *testing.T) {
	west := time.FixedZone("west", -5*3600)
	for hour, day := range map[int]int{0: 3, 23: 3, 24: 4} {
		one := r("A", 1)
		one.At = time.Date(2026, 2, 3, hour, 10, 0, 0, west)
		want(t, fmt.Sprint("day at ", hour), batches(west, 1, 0, one)[0].Day, billing.Date{Year: 2026, Month: 2, Day: day})
	}
}

func TestAutumn(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	one := r("A", 1)
	one.At = time.Date(2025, 10, 30, 21, 0, 0, 0, zone)
	one.At = one.At.Add(-9 * time.Hour)
	want(t, "due", batches(zone, 1, 7, one)[0].Due.Compare(billing.Date{Year: 2025, Month: 11, Day: 6}), 0)
}

func TestNeighbourOfAPart(t *testing.T) {
	parts := batches(time.UTC, 1, 0, r("A", 1), r("A", 2))
	parts[0].Readings = append(parts[0].Readings, r("Z", 9))
	want(t, "second part", show(parts[1]), "A2 ")
}

func TestTwoFromOne(t *testing.T) {
	base := billing.Batch{}.With(r("A", 3)).With(r("A", 5)).With(r("A", 7))
	one := base.With(r("A", 6))
	two := base.With(r("A", 4))
	want(t, "base", show(base), "A3 A5 A7 ")
	want(t, "one", show(one), "A3 A5 A6 A7 ")
	want(t, "two", show(two), "A3 A4 A5 A7 ")
}

func TestHalfWayRound(t *testing.T) {
	for _, n := range []uint16{0, 32766, 32767, 65535} {
		got := batches(time.UTC, 9, 0, r("A", n+1), r("A", n))
		want(t, "order", show(got[0]), fmt.Sprintf("A%d A%d ", n, n+1))
	}
}

func TestALineOfAMegabyte(t *testing.T) {
	file := bytes.NewBufferString("#")
	file.Write(bytes.Repeat([]byte("-"), 1<<20))
	file.WriteString("\nA;1;2026-01-01T00:00:00Z;1\n")
	readings, err := billing.Parse(file)
	want(t, "error", err, nil)
	want(t, "readings", len(readings), 1)
}
