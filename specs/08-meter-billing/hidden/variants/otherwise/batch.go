// canary: 1a98ca54-fb9e-4085-8eae-8058f6fb8126

package billing

import (
	"fmt"
	"sort"
	"time"
	_ "time/tzdata"
)

type Date struct {
	Year  int
	Month time.Month
	Day   int
}

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

func (d Date) Compare(other Date) int {
	return int(d.noon().Sub(other.noon()) / (24 * time.Hour))
}

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

func on(t time.Time) Date { return Date{t.Year(), t.Month(), t.Day()} }

type Rules struct {
	Zone *time.Location
	Size int
	Days int
}

type Batch struct {
	Day      Date
	Due      Date
	Part     int
	Readings []Reading
}

func (b Batch) Name() string { return fmt.Sprint(b.Day.String(), "/", b.Part) }

// Batches gives every batch an array of its own, with room to spare.
func Batches(readings []Reading, rules Rules) []Batch {
	all := make([]Reading, len(readings))
	copy(all, readings)
	sort.SliceStable(all, func(i, j int) bool {
		a, b := on(all[i].At.In(rules.Zone)), on(all[j].At.In(rules.Zone))
		if a != b {
			return a.Compare(b) < 0
		}
		return before(all[i], all[j])
	})
	batches := []Batch{}
	for _, reading := range all {
		day := on(reading.At.In(rules.Zone))
		last := len(batches) - 1
		if last < 0 || batches[last].Day != day {
			batches = append(batches, Batch{Day: day, Due: on(day.noon().AddDate(0, 0, rules.Days)), Part: 1, Readings: make([]Reading, 0, 3)})
			last++
		} else if len(batches[last].Readings) == rules.Size {
			batches = append(batches, Batch{Day: day, Due: batches[last].Due, Part: batches[last].Part + 1, Readings: make([]Reading, 0, 3)})
			last++
		}
		batches[last].Readings = append(batches[last].Readings, reading)
	}
	return batches
}

func before(a, b Reading) bool {
	if a.Meter == b.Meter {
		return a.Seq != b.Seq && b.Seq-a.Seq < 1<<15
	}
	return a.Meter < b.Meter
}

func (b Batch) With(late ...Reading) Batch {
	all := make([]Reading, 0, 2*(len(b.Readings)+len(late)))
	all = append(append(all, b.Readings...), late...)
	sort.SliceStable(all, func(i, j int) bool { return before(all[i], all[j]) })
	b.Readings = all
	return b
}

func (b Batch) Missing() (missing int) {
	for i := range b.Readings {
		if i > 0 && b.Readings[i].Meter == b.Readings[i-1].Meter && b.Readings[i].Seq != b.Readings[i-1].Seq {
			missing += int(b.Readings[i].Seq - b.Readings[i-1].Seq - 1)
		}
	}
	return missing
}
