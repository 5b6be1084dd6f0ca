package billing_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"billing"
)

var zero = time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC)

func rd(meter string, seq int) billing.Reading {
	return billing.Reading{Meter: meter, Seq: uint16(seq), At: zero.Add(time.Duration(seq) * time.Second)}
}

// Fault: lines behind a long one are lost.
func TestFileWithALongLine(t *testing.T) {
	for _, n := range []int{60_000, 66_000, 300_000} {
		note := strings.Repeat("z", n)
		rs, err := billing.Parse(strings.NewReader("A;1;2026-06-01T10:00:00Z;3;" + note + "\nA;2;2026-06-01T10:00:00Z;3"))
		if err != nil || len(rs) != 2 || rs[0].Note != note {
			t.Fatalf("note of %d bytes: %d readings, %v", n, len(rs), err)
		}
	}
}

// Fault: days are cut at midnight UTC.
func TestEveryHourOfADay(t *testing.T) {
	for offset := -12; offset <= 14; offset++ {
		zone := time.FixedZone(fmt.Sprint(offset), offset*3600)
		var rs []billing.Reading
		for h := range 24 {
			r := rd("A", h)
			r.At = time.Date(2026, 6, 1, h, 30, 0, 0, zone).UTC()
			rs = append(rs, r)
		}
		bs := billing.Batches(rs, billing.Rules{Zone: zone, Size: 24})
		if len(bs) != 1 || bs[0].Day != (billing.Date{Year: 2026, Month: time.June, Day: 1}) {
			t.Errorf("at offset %d the hours of a day make %d batches, the first of %v", offset, len(bs), bs[0].Day)
		}
	}
}

// Fault: a day is taken for 24 hours.
func TestDueAllYearRound(t *testing.T) {
	for _, name := range []string{"Europe/Paris", "America/Chicago"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := range 365 {
			r := rd("A", 1)
			r.At = time.Date(2025, 1, 1+day, 12, 0, 0, 0, zone)
			b := billing.Batches([]billing.Reading{r}, billing.Rules{Zone: zone, Size: 1, Days: 10})[0]
			if want := time.Date(2025, 1, 11+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly); b.Due.String() != want {
				t.Errorf("%s: %v is due on %v, want %s", name, b.Day, b.Due, want)
			}
		}
	}
}

func copies(bs []billing.Batch) [][]billing.Reading {
	var all [][]billing.Reading
	for _, b := range bs {
		all = append(all, slices.Clone(b.Readings))
	}
	return all
}

// Fault: parts of a day share an array.
func TestAppendToEachPart(t *testing.T) {
	rs := []billing.Reading{rd("A", 1), rd("A", 2), rd("A", 3), rd("A", 4), rd("A", 5)}
	bs := billing.Batches(rs, billing.Rules{Zone: time.UTC, Size: 2})
	before := copies(bs)
	for _, b := range bs {
		b.Readings = append(b.Readings, rd("X", 1))
		b.Readings[len(b.Readings)-1].Note = "mine"
	}
	if !reflect.DeepEqual(copies(bs), before) {
		t.Errorf("parts were %v and are %v", before, copies(bs))
	}
}

// Fault: With writes into room that the batch has to spare.
func TestWithKeepsItsBatch(t *testing.T) {
	rs := make([]billing.Reading, 2, 10)
	rs[0], rs[1] = rd("B", 1), rd("B", 2)
	b := billing.Batch{Readings: rs}
	all := rs[:10]
	before := slices.Clone(all)
	b.With(rd("A", 1))
	if !slices.Equal(all, before) {
		t.Errorf("the array was %v and is %v", before, all)
	}
}

// Fault: numbers are made signed one by one.
func TestOrderOfNeighbours(t *testing.T) {
	for n := 0; n < 65536; n += 1 {
		if n%97 != 0 && n != 32767 && n != 65535 {
			continue
		}
		b := billing.Batch{}.With(rd("A", n+1), rd("A", n))
		if b.Readings[0].Seq != uint16(n) {
			t.Errorf("%d comes behind %d", uint16(n), uint16(n+1))
		}
	}
}

type account struct {
	failAt  map[int]bool
	n       int
	posted  map[string]int
	pending map[string]int
}

var errDown = errors.New("down")

func (a *account) tick() error {
	a.n++
	if a.failAt[a.n] {
		return errDown
	}
	return nil
}

func (a *account) Begin(string) (billing.Tx, error) {
	a.pending = map[string]int{}
	return a, a.tick()
}

func (a *account) Add(r billing.Reading) error {
	err := a.tick()
	if err == nil {
		a.pending[fmt.Sprint(r.Meter, r.Seq)]++
	}
	return err
}

func (a *account) Commit() error {
	err := a.tick()
	if err == nil {
		for name, n := range a.pending {
			a.posted[name] += n
		}
	}
	return err
}

func (a *account) Rollback() { a.pending = nil }

func run(failAt map[int]bool, tries int, rs ...billing.Reading) (map[string]int, error) {
	a := &account{failAt: failAt, posted: map[string]int{}}
	_, err := billing.NewSettler(a, tries).Settle([]billing.Batch{{Readings: rs}})
	return a.posted, err
}

// Fault: a time is compared with its zone.
func TestOneReadingTwoOffsets(t *testing.T) {
	other := rd("A", 1)
	other.At = other.At.In(time.FixedZone("x", -3600))
	posted, err := run(nil, 1, rd("A", 1), other)
	if err != nil || posted["A1"] != 1 {
		t.Error(posted, err)
	}
}

// Fault: the error of Add is shadowed.
func TestErrorOfAddComesOut(t *testing.T) {
	for at := 2; at <= 4; at++ {
		posted, err := run(map[int]bool{at: true}, 1, rd("A", 1), rd("A", 2), rd("A", 3))
		if !errors.Is(err, errDown) || len(posted) != 0 {
			t.Error(at, posted, err)
		}
	}
}

// Fault: readings are noted as posted before they are.
func TestRetryAfterCommit(t *testing.T) {
	posted, err := run(map[int]bool{5: true}, 2, rd("A", 1), rd("A", 2), rd("A", 3))
	if err != nil || !maps.Equal(posted, map[string]int{"A1": 1, "A2": 1, "A3": 1}) {
		t.Error(posted, err)
	}
}
