// canary: 1a98ca54-fb9e-4085-8eae-8058f6fb8126

package billing_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	_ "time/tzdata"

	"billing"
)

var noon = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

func read(meter string, seq uint16) billing.Reading {
	return billing.Reading{Meter: meter, Seq: seq, At: noon.Add(time.Duration(seq%60) * time.Second), Wh: int64(seq)}
}

// label is what readings are known by in messages.
func label(readings []billing.Reading) []string {
	labels := []string{}
	for _, r := range readings {
		labels = append(labels, fmt.Sprintf("%s%d%s", r.Meter, r.Seq, r.Note))
	}
	return labels
}

func same(t *testing.T, what string, got []billing.Reading, want ...string) {
	t.Helper()
	if labels := label(got); !slices.Equal(labels, want) {
		t.Errorf("%s: the readings are %v, want %v", what, labels, want)
	}
}

func rules(size int) billing.Rules { return billing.Rules{Zone: time.UTC, Size: size, Days: 10} }

func batchOf(readings ...billing.Reading) billing.Batch {
	return billing.Batch{Day: billing.Date{Year: 2026, Month: 2, Day: 3}, Part: 1, Readings: readings}
}

// books is a ledger that fails at its n-th call, counted over Begin, Add and Commit, for each n in failures.
type books struct {
	failures map[int]error
	calls    int
	posted   []billing.Reading
	begun    []string
	open     int
	misuse   string
}

var errBusy = errors.New("busy")

func (b *books) step() error {
	b.calls++
	return b.failures[b.calls]
}

func (b *books) Begin(name string) (billing.Tx, error) {
	b.begun = append(b.begun, name)
	if err := b.step(); err != nil {
		return nil, err
	}
	b.open++
	return &page{books: b}, nil
}

type page struct {
	books  *books
	added  []billing.Reading
	failed bool
	over   bool
}

func (p *page) use(call string) {
	if p.over {
		p.books.misuse = call + " of a transaction that is over"
	}
}

func (p *page) Add(r billing.Reading) error {
	p.use("Add")
	if err := p.books.step(); err != nil {
		p.failed = true
		return err
	}
	p.added = append(p.added, r)
	return nil
}

func (p *page) end(call string) {
	p.use(call)
	p.over = true
	p.books.open--
}

func (p *page) Commit() error {
	p.end("Commit")
	if p.failed {
		p.books.misuse = "Commit after a failure"
	}
	if err := p.books.step(); err != nil {
		return err
	}
	p.books.posted = append(p.books.posted, p.added...)
	return nil
}

func (p *page) Rollback() { p.end("Rollback") }

func (b *books) clean(t *testing.T) {
	t.Helper()
	if b.open != 0 || b.misuse != "" {
		t.Errorf("R10: %d transactions are left open; %s", b.open, b.misuse)
	}
}

// What the code as given keeps.

func TestFiles(t *testing.T) {
	text := "# head\r\n\r\nA;65535;2026-02-03T08:00:00+01:00;7;a;b\r\n\nB;0;2026-02-03T08:00:00Z;0\n#A;x\nC;1;2026-02-03T08:00:00.5Z;9223372036854775807;"
	got, err := billing.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("R1: the error is %v", err)
	}
	same(t, "R2", got, "A65535a;b", "B0", "C1")
	if got[0].Wh != 7 || !got[0].At.Equal(noon.Add(-5*time.Hour)) || got[2].Wh != 9223372036854775807 {
		t.Errorf("R2: the readings are %v", got)
	}
	for _, empty := range []string{"", "\n", "# nothing", "#\n\r\n"} {
		if got, err := billing.Parse(strings.NewReader(empty)); err != nil || len(got) != 0 {
			t.Errorf("R2: of %q come %v and %v", empty, got, err)
		}
	}
	for _, bad := range []string{
		"A;1;2026-02-03T08:00:00Z", "A", ";1;2026-02-03T08:00:00Z;5", "A;65536;2026-02-03T08:00:00Z;5", "A;-1;2026-02-03T08:00:00Z;5",
		"A;;2026-02-03T08:00:00Z;5", "A;1;2026-02-03 08:00:00;5", "A;1;2026-02-03T08:00:00Z;-1", "A;1;2026-02-03T08:00:00Z;",
		"A;1;2026-02-03T08:00:00Z;1.5", " ", "A;1;;5",
	} {
		got, err := billing.Parse(strings.NewReader("\n# one\nA;1;2026-02-03T08:00:00Z;5\n" + bad + "\n;"))
		var line *billing.LineError
		if !errors.As(err, &line) || line.Line != 4 || !errors.Is(err, billing.ErrFormat) || len(got) != 0 {
			t.Errorf("R2: of the line %q come %v and %v", bad, got, err)
		}
	}
}

func TestParts(t *testing.T) {
	var readings []billing.Reading
	for i := range 7 {
		readings = append(readings, read("A", uint16(6-i)))
	}
	later := read("A", 3)
	later.At = later.At.AddDate(0, 0, 2)
	earlier := read("B", 5)
	earlier.At = earlier.At.AddDate(-1, 0, 0)
	again := read("A", 2)
	again.Note = "again"
	other := read("B", 0)
	readings = append(readings, later, other, earlier, again)
	batches := billing.Batches(readings, rules(4))
	var names []string
	var all []billing.Reading
	for _, b := range batches {
		names = append(names, b.Name())
		all = append(all, b.Readings...)
		if b.Due.Compare(b.Day) <= 0 {
			t.Errorf("R4: batch %s is due on %v", b.Name(), b.Due)
		}
	}
	if want := []string{"2025-02-03/1", "2026-02-03/1", "2026-02-03/2", "2026-02-03/3", "2026-02-05/1"}; !slices.Equal(names, want) {
		t.Errorf("R5: the batches are %v, want %v", names, want)
	}
	same(t, "R5", all, "B5", "A0", "A1", "A2", "A2again", "A3", "A4", "A5", "A6", "B0", "A3")
	for i, b := range batches {
		if len(b.Readings) > 4 || len(b.Readings) < 4 && i+1 < len(batches) && batches[i+1].Day == b.Day {
			t.Errorf("R5: batch %s holds %d readings", b.Name(), len(b.Readings))
		}
	}
	if got := billing.Batches(nil, rules(4)); len(got) != 0 {
		t.Errorf("R5: without readings there are %d batches", len(got))
	}
	full := billing.Batches(readings[:4], rules(4))
	if len(full) != 1 || len(full[0].Readings) != 4 {
		t.Errorf("R5: four readings make %d batches of four", len(full))
	}
}

func TestMissing(t *testing.T) {
	for _, c := range []struct {
		seqs []uint16
		want int
	}{
		{nil, 0}, {[]uint16{5}, 0}, {[]uint16{5, 6}, 0}, {[]uint16{5, 5}, 0}, {[]uint16{5, 7, 7, 10}, 3}, {[]uint16{65534, 1}, 2},
		{[]uint16{65535, 0}, 0}, {[]uint16{32767, 32768, 32770}, 1}, {[]uint16{60000, 14464}, 19999},
	} {
		var readings []billing.Reading
		for _, seq := range c.seqs {
			readings = append(readings, read("A", seq))
		}
		for _, seq := range c.seqs {
			readings = append(readings, read("B", seq))
		}
		if got := batchOf(readings...).Missing(); got != 2*c.want {
			t.Errorf("R8: of the numbers %v, twice, %d are missing, want %d", c.seqs, got, 2*c.want)
		}
	}
}

func TestLateReadings(t *testing.T) {
	b := batchOf(read("A", 65535), read("A", 1), read("B", 3))
	late := read("A", 1)
	late.Note = "late"
	got := b.With(read("B", 2), late, read("A", 0))
	same(t, "R7", got.Readings, "A65535", "A0", "A1", "A1late", "B2", "B3")
	if got.Name() != b.Name() || got.Due != b.Due {
		t.Errorf("R7: the batch is %s, due on %v", got.Name(), got.Due)
	}
	same(t, "R7", b.With().Readings, "A65535", "A1", "B3")
	same(t, "R7", batchOf().With(late).Readings, "A1late")
}

func TestSettling(t *testing.T) {
	ledger := &books{}
	s := billing.NewSettler(ledger, 1)
	again := read("A", 1)
	again.Note = "again"
	one, two := batchOf(read("B", 2), read("A", 1)), batchOf(read("A", 3), again, read("B", 2))
	two.Part = 2
	report, err := s.Settle([]billing.Batch{one, two, one, batchOf()})
	if err != nil || report != (billing.Report{Batches: 2, Posted: 3, Skipped: 4}) {
		t.Errorf("R11: the report is %+v, the error %v", report, err)
	}
	same(t, "R9", ledger.posted, "B2", "A1", "A3")
	other := read("A", 1)
	other.At = other.At.Add(time.Hour)
	report, err = s.Settle([]billing.Batch{two, batchOf(read("A", 1), other, read("AA", 1))})
	if err != nil || report != (billing.Report{Batches: 1, Posted: 2, Skipped: 4}) {
		t.Errorf("R11: the second report is %+v, the error %v", report, err)
	}
	same(t, "R9", ledger.posted, "B2", "A1", "A3", "A1", "AA1")
	if want := []string{"2026-02-03/1", "2026-02-03/2", "2026-02-03/1"}; !slices.Equal(ledger.begun, want) {
		t.Errorf("R9: transactions were begun for %v, want %v", ledger.begun, want)
	}
	ledger.clean(t)
	if report, err := billing.NewSettler(ledger, 1).Settle([]billing.Batch{two}); err != nil || report.Posted != 3 {
		t.Errorf("R9: another settler posts %d readings, the error is %v", report.Posted, err)
	}
}

func TestTriesOfBegin(t *testing.T) {
	for tries := 1; tries <= 3; tries++ {
		for failing := range 4 {
			ledger := &books{failures: map[int]error{}}
			for i := range failing {
				ledger.failures[i+1] = fmt.Errorf("try %d: %w", i, errBusy)
			}
			report, err := billing.NewSettler(ledger, tries).Settle([]billing.Batch{batchOf(read("A", 1))})
			if failing < tries && (err != nil || report.Posted != 1 || len(ledger.begun) != failing+1) {
				t.Errorf("R10: of %d tries %d fail, and come %+v and %v after %d", tries, failing, report, err, len(ledger.begun))
			}
			if failing >= tries && (!errors.Is(err, errBusy) || report != (billing.Report{}) || len(ledger.begun) != tries ||
				!errors.Is(err, ledger.failures[tries])) {
				t.Errorf("R10: all of %d tries fail, and come %+v and %v after %d", tries, report, err, len(ledger.begun))
			}
		}
	}
	ledger := &books{failures: map[int]error{1: fmt.Errorf("never: %w", billing.ErrRefused)}}
	_, err := billing.NewSettler(ledger, 5).Settle([]billing.Batch{batchOf(read("A", 1)), batchOf(read("A", 2))})
	if !errors.Is(err, billing.ErrRefused) || len(ledger.begun) != 1 || errors.Is(errBusy, billing.ErrRefused) {
		t.Errorf("R10: after a refusal come %v and %d transactions", err, len(ledger.begun))
	}
}

// Days.

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	where, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("R3: zone %s: %v", name, err)
	}
	return where
}

func TestDays(t *testing.T) {
	for _, c := range []struct{ zone, at, day string }{
		{"Europe/Berlin", "2026-02-03T00:00:00+01:00", "2026-02-03"}, {"Europe/Berlin", "2026-02-02T23:59:59.999999999+01:00", "2026-02-02"},
		{"Europe/Berlin", "2026-02-02T23:30:00Z", "2026-02-03"}, {"Europe/Berlin", "2026-07-01T22:30:00Z", "2026-07-02"},
		{"Europe/Berlin", "2026-02-02T22:59:59Z", "2026-02-02"}, {"Europe/Berlin", "2026-02-03T00:30:00+14:00", "2026-02-02"},
		{"Europe/Berlin", "2025-10-26T23:30:00+01:00", "2025-10-26"}, {"Europe/Berlin", "2025-10-26T00:30:00+02:00", "2025-10-26"},
		{"Europe/Berlin", "2026-03-29T23:30:00+02:00", "2026-03-29"}, {"Europe/Berlin", "2026-03-29T00:30:00+01:00", "2026-03-29"},
		{"America/New_York", "2026-02-03T23:30:00-05:00", "2026-02-03"}, {"America/New_York", "2026-02-04T00:30:00Z", "2026-02-03"},
		{"Asia/Kolkata", "2026-02-03T00:10:00+05:30", "2026-02-03"}, {"Asia/Kolkata", "2026-02-03T05:20:00+05:30", "2026-02-03"},
		{"Pacific/Kiritimati", "2025-12-31T10:00:00Z", "2026-01-01"}, {"UTC", "2026-02-03T00:00:00+01:00", "2026-02-02"},
		{"UTC", "2024-02-28T23:00:00-01:00", "2024-02-29"}, {"America/Santiago", "2024-09-08T01:00:00-03:00", "2024-09-08"},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatalf("R3: %v", err)
		}
		r := billing.Reading{Meter: "A", At: at}
		got := billing.Batches([]billing.Reading{r}, billing.Rules{Zone: zone(t, c.zone), Size: 1})
		if len(got) != 1 || got[0].Day.String() != c.day {
			t.Errorf("R3: %s in %s makes batches %v, want the day %s", c.at, c.zone, got, c.day)
		}
		if len(got) == 1 && got[0].Due != got[0].Day {
			t.Errorf("R4: without days to pay, what is of %v is due on %v", got[0].Day, got[0].Due)
		}
	}
	berlin := zone(t, "Europe/Berlin")
	var hours []billing.Reading
	for i := range 25 {
		hours = append(hours, billing.Reading{Meter: "A", Seq: uint16(i), At: time.Date(2025, 10, 25, 22, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour)})
	}
	if got := billing.Batches(hours, billing.Rules{Zone: berlin, Size: 100}); len(got) != 1 || len(got[0].Readings) != 25 {
		t.Errorf("R3: the hours of a long day make %d batches", len(got))
	}
}

func due(t *testing.T, where string, day string, days int, want string) {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", zone(t, where))
	if err != nil {
		t.Fatalf("R4: %v", err)
	}
	got := billing.Batches([]billing.Reading{{Meter: "A", At: at}}, billing.Rules{Zone: zone(t, where), Size: 1, Days: days})
	if len(got) != 1 || got[0].Due.String() != want {
		t.Errorf("R4: %d days after %s in %s make %v, want %s", days, day, where, got, want)
	}
}

func TestDue(t *testing.T) {
	for _, where := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"} {
		due(t, where, "2025-10-20", 14, "2025-11-03")
		due(t, where, "2026-03-28", 1, "2026-03-29")
		due(t, where, "2026-03-28", 2, "2026-03-30")
		due(t, where, "2025-10-26", 1, "2025-10-27")
		due(t, where, "2025-10-25", 1, "2025-10-26")
		due(t, where, "2025-11-02", 0, "2025-11-02")
		due(t, where, "2025-11-02", 1, "2025-11-03")
		due(t, where, "2024-02-15", 14, "2024-02-29")
		due(t, where, "2025-12-31", 1000, "2028-09-26")
		due(t, where, "2025-04-06", 1, "2025-04-07")
	}
}

func TestDueWhereMidnightIsMissing(t *testing.T) {
	for where, day := range map[string]string{
		"America/Santiago": "2024-09-08", "America/Havana": "2024-03-10", "America/Sao_Paulo": "2018-11-04", "Africa/Cairo": "2024-04-26",
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatalf("R4: %v", err)
		}
		for _, days := range []int{0, 1, 7, 14} {
			due(t, where, at.AddDate(0, 0, -days).Format(time.DateOnly), days, day)
			due(t, where, day, days, at.AddDate(0, 0, days).Format(time.DateOnly))
		}
	}
}

// Slices.

func readings(meter string, n int) []billing.Reading {
	made := make([]billing.Reading, 0, n+5)
	for i := range n {
		made = append(made, read(meter, uint16(i)))
	}
	return made
}

func TestPartsAreApart(t *testing.T) {
	for _, size := range []int{1, 2, 3, 5} {
		batches := billing.Batches(readings("A", 8), rules(size))
		var before [][]string
		for _, b := range batches {
			before = append(before, label(b.Readings))
		}
		for i, b := range batches {
			b.Readings = append(b.Readings, read("X", 1), read("X", 2))
			slices.Reverse(b.Readings)
			for j, other := range batches {
				if j > i && !slices.Equal(label(other.Readings), before[j]) {
					t.Errorf("R6: with parts of %d, appending to part %d makes part %d %v", size, i, j, label(other.Readings))
				}
			}
		}
	}
	batches := billing.Batches(readings("A", 6), rules(3))
	got := batches[0].With(read("A", 9))
	same(t, "R6", batches[1].Readings, "A3", "A4", "A5")
	_ = append(got.Readings, read("X", 1))
	same(t, "R6", batches[1].Readings, "A3", "A4", "A5")
	same(t, "R6", batches[0].Readings, "A0", "A1", "A2")
}

func TestWithLeavesTheBatch(t *testing.T) {
	for _, spare := range []int{0, 1, 2, 5} {
		own := make([]billing.Reading, 0, 2+spare)
		base := batchOf(append(own, read("A", 4), read("A", 6))...)
		first := base.With(read("A", 5))
		second := base.With(read("A", 3))
		same(t, "R6", base.Readings, "A4", "A6")
		same(t, "R6", first.Readings, "A4", "A5", "A6")
		same(t, "R6", second.Readings, "A3", "A4", "A6")
		third := first.With(read("A", 2))
		fourth := first.With(read("A", 9))
		same(t, "R6", first.Readings, "A4", "A5", "A6")
		same(t, "R6", third.Readings, "A2", "A4", "A5", "A6")
		same(t, "R6", fourth.Readings, "A4", "A5", "A6", "A9")
		plain := base.With()
		for i := range plain.Readings {
			plain.Readings[i].Note = "changed"
		}
		same(t, "R6", base.Readings, "A4", "A6")
		whole := own[:2+spare]
		same(t, "R6", whole[2:], slices.Repeat([]string{"0"}, spare)...)
	}
	late := []billing.Reading{read("A", 9), read("A", 8)}
	empty := batchOf().With(late...)
	same(t, "R6", late, "A9", "A8")
	empty.Readings[0].Note = "changed"
	same(t, "R6", late, "A9", "A8")
	nobody := billing.Batch{Readings: make([]billing.Reading, 0, 4)}
	nobody.With(read("A", 1))
	same(t, "R6", nobody.Readings[:1], "0")
}

func TestArgumentsStay(t *testing.T) {
	passed := []billing.Reading{read("B", 1), read("A", 9), read("A", 8)}
	batches := billing.Batches(passed, rules(10))
	same(t, "R6", passed, "B1", "A9", "A8")
	batches[0].Readings[0].Note = "changed"
	same(t, "R6", passed, "B1", "A9", "A8")
	passed[1].Note = "changed"
	same(t, "R6", batches[0].Readings, "A8changed", "A9", "B1")
	own := batchOf(passed...)
	if _, err := billing.NewSettler(&books{}, 1).Settle([]billing.Batch{own}); err != nil {
		t.Errorf("R9: the error is %v", err)
	}
	same(t, "R6", own.Readings, "B1", "A9changed", "A8")
}

// Numbers and lines.

func TestNumbers(t *testing.T) {
	for _, start := range []uint16{0, 1, 16383, 32000, 32757, 32767, 32768, 45000, 65526, 65535} {
		var passed []billing.Reading
		var want []string
		for i := range uint16(20) {
			passed = append(passed, read("A", start+19-i), read("B", start+(i*7)%20))
		}
		for _, meter := range []string{"A", "B"} {
			for i := range uint16(20) {
				want = append(want, fmt.Sprint(meter, start+i))
			}
		}
		var got []billing.Reading
		for _, b := range billing.Batches(passed, rules(7)) {
			got = append(got, b.Readings...)
		}
		same(t, "R5", got, want...)
		same(t, "R7", batchOf().With(passed...).Readings, want...)
		far := billing.Batches([]billing.Reading{read("A", start+20000), read("A", start), read("A", start+10000)}, rules(5))
		same(t, "R5", far[0].Readings, fmt.Sprint("A", start), fmt.Sprint("A", start+10000), fmt.Sprint("A", start+20000))
	}
}

func TestLongLines(t *testing.T) {
	for _, length := range []int{10, 4096, 65000, 65536, 70000, 1 << 20} {
		note := strings.Repeat("x", length)
		text := "A;1;2026-02-03T08:00:00Z;5;" + note + "\n#" + note + "\r\nA;2;2026-02-03T08:00:00Z;5\nA;3;2026-02-03T08:00:00Z;5;" + note
		got, err := billing.Parse(strings.NewReader(text))
		if err != nil || len(got) != 3 || got[0].Note != note || got[1].Seq != 2 || got[2].Note != note {
			t.Errorf("R1: notes of %d bytes make %d readings and the error %v", length, len(got), err)
		}
		_, err = billing.Parse(strings.NewReader(text + "\n;" + note))
		var line *billing.LineError
		if !errors.As(err, &line) || line.Line != 5 || !errors.Is(err, billing.ErrFormat) {
			t.Errorf("R2: behind notes of %d bytes a wrong line is not found in line 5", length)
		}
	}
}

func TestReaderFails(t *testing.T) {
	text := "A;1;2026-02-03T08:00:00Z;5\nA;2;2026-02-03T08:00:00Z;5\n"
	for _, cut := range []int{0, 1, 12, 26, 27, 40, len(text)} {
		for name, file := range map[string]io.Reader{
			"behind": io.MultiReader(strings.NewReader(text[:cut]), iotest.ErrReader(errBusy)),
			"with":   iotest.DataErrReader(io.MultiReader(strings.NewReader(text[:cut]), iotest.ErrReader(errBusy))),
			"bytes":  iotest.OneByteReader(io.MultiReader(strings.NewReader(text[:cut]), iotest.ErrReader(errBusy))),
		} {
			got, err := billing.Parse(file)
			if !errors.Is(err, errBusy) || len(got) != 0 {
				t.Errorf("R1: a failure %s the first %d bytes makes %v and %v", name, cut, got, err)
			}
		}
	}
	if got, err := billing.Parse(iotest.DataErrReader(strings.NewReader(text))); err != nil || len(got) != 2 {
		t.Errorf("R1: the end that comes with the last bytes makes %v and %v", got, err)
	}
}

// Transactions.

func TestInstants(t *testing.T) {
	one := read("A", 1)
	for name, at := range map[string]time.Time{
		"with another offset": one.At.In(time.FixedZone("", 3600)), "in a named zone": one.At.In(zone(t, "Asia/Kolkata")),
		"in a zone like UTC": one.At.In(time.FixedZone("UTC", 0)),
	} {
		again := one
		again.At = at
		ledger := &books{}
		s := billing.NewSettler(ledger, 2)
		report, err := s.Settle([]billing.Batch{batchOf(again, one), batchOf(one)})
		if err != nil || report != (billing.Report{Batches: 1, Posted: 1, Skipped: 2}) {
			t.Errorf("R9: the same instant %s makes %+v and %v", name, report, err)
		}
		if len(ledger.posted) != 1 || ledger.posted[0] != again {
			t.Errorf("R9: of readings of one instant, %s, %v are posted", name, ledger.posted)
		}
	}
	for _, step := range []time.Duration{1, time.Second, 100 * time.Hour, -1} {
		other := one
		other.At = one.At.Add(step)
		report, err := billing.NewSettler(&books{}, 1).Settle([]billing.Batch{batchOf(one, other, one)})
		if err != nil || report != (billing.Report{Batches: 1, Posted: 2, Skipped: 1}) {
			t.Errorf("R9: an instant and another one, %v apart, make %+v and %v", step, report, err)
		}
	}
	now := time.Now()
	clocked, plain := billing.Reading{Meter: "A", At: now}, billing.Reading{Meter: "A", At: now.Round(0)}
	if report, err := billing.NewSettler(&books{}, 1).Settle([]billing.Batch{batchOf(clocked, plain)}); err != nil || report.Posted != 1 {
		t.Errorf("R9: one instant, with and without the running clock, makes %+v and %v", report, err)
	}
}

func TestTwiceInABatch(t *testing.T) {
	ledger := &books{}
	report, err := billing.NewSettler(ledger, 1).Settle([]billing.Batch{kit()})
	if err != nil || report != (billing.Report{Batches: 1, Posted: 5, Skipped: 2}) {
		t.Errorf("R9: of a batch with one reading three times come %+v and %v", report, err)
	}
	same(t, "R9", ledger.posted, kitPosted...)
	ledger.clean(t)
}

// kit is five readings, one of which occurs three times.
func kit() billing.Batch {
	return batchOf(read("C", 1), read("A", 2), read("C", 1), read("B", 3), read("C", 1), read("A", 4), read("A", 5))
}

var kitPosted = []string{"C1", "A2", "B3", "A4", "A5"}

const kitCalls = 7 // Begin, five of Add, Commit

func TestAllOrNothing(t *testing.T) {
	for k := 1; k <= kitCalls; k++ {
		for _, failure := range []error{errBusy, fmt.Errorf("no: %w", billing.ErrRefused)} {
			ledger := &books{failures: map[int]error{k: failure}}
			s := billing.NewSettler(ledger, 1)
			report, err := s.Settle([]billing.Batch{kit(), batchOf(read("D", 9))})
			if !errors.Is(err, failure) || report != (billing.Report{}) {
				t.Errorf("R10: call %d fails with %q, and come %+v and %v", k, failure, report, err)
			}
			same(t, "R10", ledger.posted)
			if len(ledger.begun) != 1 {
				t.Errorf("R10: call %d fails, and transactions %v are begun", k, ledger.begun)
			}
			ledger.clean(t)
		}
	}
}

func TestAnotherTry(t *testing.T) {
	for k := 1; k <= kitCalls; k++ {
		for second := 0; second <= kitCalls; second++ {
			ledger := &books{failures: map[int]error{k: errBusy}}
			if second > 0 {
				ledger.failures[k+second] = errBusy
			}
			report, err := billing.NewSettler(ledger, 3).Settle([]billing.Batch{kit()})
			if err != nil || report != (billing.Report{Batches: 1, Posted: 5, Skipped: 2}) {
				t.Errorf("R11: calls %d and %d behind it fail, and come %+v and %v", k, second, report, err)
			}
			same(t, "R10", ledger.posted, kitPosted...)
			ledger.clean(t)
		}
	}
}

func TestAnotherCall(t *testing.T) {
	for k := 1; k <= kitCalls; k++ {
		for _, failure := range []error{errBusy, billing.ErrRefused} {
			first := batchOf(read("D", 8), read("A", 4))
			ledger := &books{failures: map[int]error{4 + k: failure}}
			s := billing.NewSettler(ledger, 1)
			list := []billing.Batch{first, batchOf(read("D", 8), read("C", 7), read("A", 2)), batchOf(read("E", 1))}
			list[1].Readings = append(list[1].Readings, kit().Readings...)
			report, err := s.Settle(list)
			if !errors.Is(err, failure) || report != (billing.Report{Batches: 1, Posted: 2}) {
				t.Errorf("R11: the second batch fails at call %d, and come %+v and %v", k, report, err)
			}
			same(t, "R10", ledger.posted, "D8", "A4")
			report, err = s.Settle(list)
			if err != nil || report != (billing.Report{Batches: 2, Posted: 6, Skipped: 7}) {
				t.Errorf("R11: called again, after call %d had failed, come %+v and %v", k, report, err)
			}
			same(t, "R10", ledger.posted, "D8", "A4", "C7", "A2", "C1", "B3", "A5", "E1")
			ledger.clean(t)
		}
	}
}

func TestRefusedAfterTries(t *testing.T) {
	ledger := &books{failures: map[int]error{2: errBusy, 4: fmt.Errorf("no: %w", billing.ErrRefused)}}
	s := billing.NewSettler(ledger, 9)
	_, err := s.Settle([]billing.Batch{kit()})
	if !errors.Is(err, billing.ErrRefused) || errors.Is(err, errBusy) || len(ledger.begun) != 2 {
		t.Errorf("R10: a refusal at the second try makes %v after %d tries", err, len(ledger.begun))
	}
	ledger.clean(t)
}
