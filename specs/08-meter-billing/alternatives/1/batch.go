package billing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Date is a day of the calendar.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Compare is negative if d comes before other, and positive if it comes after.
func (d Date) Compare(other Date) int {
	return cmp.Or(
		cmp.Compare(d.Year, other.Year),
		cmp.Compare(d.Month, other.Month),
		cmp.Compare(d.Day, other.Day),
	)
}

// Rules are those of one supplier.
type Rules struct {
	Zone *time.Location // where days begin and end
	Size int            // readings in a batch, at most
	Days int            // from a day to the last on which it may be paid
}

// Batch holds readings of one day that are posted together.
type Batch struct {
	Day      Date
	Due      Date
	Part     int // from 1, for each day
	Readings []Reading
}

// Name is unique among the batches of an import.
func (b Batch) Name() string { return fmt.Sprintf("%v/%d", b.Day, b.Part) }

// Batches sorts readings into batches.
func Batches(readings []Reading, rules Rules) []Batch {
	days := map[Date][]Reading{}
	for _, reading := range readings {
		day := rules.dayOf(reading.At)
		days[day] = append(days[day], reading)
	}
	order := make([]Date, 0, len(days))
	for day := range days {
		order = append(order, day)
	}
	slices.SortFunc(order, Date.Compare)

	var batches []Batch
	for _, day := range order {
		rest := days[day]
		slices.SortStableFunc(rest, inOrder)
		for part := 1; len(rest) > 0; part++ {
			n := min(rules.Size, len(rest))
			batches = append(batches, Batch{Day: day, Due: rules.due(day), Part: part, Readings: slices.Clone(rest[:n])})
			rest = rest[n:]
		}
	}
	return batches
}

// dayOf is the day on which an instant falls where the supplier is.
func (r Rules) dayOf(at time.Time) Date {
	year, month, day := at.In(r.Zone).Date()
	return Date{year, month, day}
}

// due is the last day on which what was used on a day may be paid.
func (r Rules) due(day Date) Date {
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
	year, month, last := noon.AddDate(0, 0, r.Days).Date()
	return Date{year, month, last}
}

// inOrder compares readings by meter, then by number.
func inOrder(a, b Reading) int {
	if a.Meter != b.Meter {
		return strings.Compare(a.Meter, b.Meter)
	}
	if a.Seq == b.Seq {
		return 0
	}
	if b.Seq-a.Seq < 1<<15 {
		return -1
	}
	return 1
}

// With is the batch with late readings of its day among the others. b stays as it is.
func (b Batch) With(late ...Reading) Batch {
	b.Readings = append(slices.Clone(b.Readings), late...)
	slices.SortStableFunc(b.Readings, inOrder)
	return b
}

// Missing is how many readings are missing between the first and the last that a meter has in the batch, for all meters
// together.
func (b Batch) Missing() int {
	missing := 0
	for i := 1; i < len(b.Readings); i++ {
		last, next := b.Readings[i-1], b.Readings[i]
		if last.Meter != next.Meter {
			continue
		}
		// BUG? next.Seq can be less than last.Seq, and both are unsigned.
		if step := next.Seq - last.Seq; step > 1 {
			missing += int(step) - 1
		}
	}
	return missing
}
