// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

// Package tariff works out what a garage charges for parking and tidies the records it charges by.
package tariff

import (
	"errors"
	"slices"
	"time"
)

// HalfHour is the unit in which parking is sold.
const HalfHour = 30 * time.Minute

const halvesPerDay = int(24 * time.Hour / HalfHour)

// Errors of Fee.
var (
	ErrPlan  = errors.New("tariff: steps must begin at 0 and rise")
	ErrOrder = errors.New("tariff: departure lies before arrival")
)

// A Step is one line of the price board. A half-hour that begins After or later, counted from arrival, costs Price,
// unless a later step applies to it.
type Step struct {
	After time.Duration
	Price int
}

// A Plan is a price board. Nothing in it is negative.
type Plan struct {
	Grace  time.Duration // stays up to and including this long are free
	Steps  []Step        // the first has After 0, each further one a greater After
	DayCap int           // the most that any 24 hours may cost; 0 means no cap
}

// A Stay is the time a car stood in the garage, with the tickets drawn for it and the stamps that shops put on them.
// Out is never before In.
type Stay struct {
	In, Out time.Time
	Tickets []string
	Stamps  map[string][]string // by shop; nil if there are none
}

// Fee returns the price of a stay from in to out.
//
// A stay no longer than p.Grace is free; a longer one pays from its first instant. Half-hours are counted from
// arrival, and one that has begun is paid in full. Each 24 hours, counted from arrival, cost at most p.DayCap,
// the last and unfinished ones included. What counts is the time that has passed, whatever clocks on the wall say.
//
// The error is ErrPlan if the steps of p are not as Plan says, otherwise ErrOrder if out is before in.
func Fee(in, out time.Time, p Plan) (int, error) {
	if !rising(p.Steps) {
		return 0, ErrPlan
	}
	stay := out.Sub(in)
	if stay < 0 {
		return 0, ErrOrder
	}
	if stay < p.Grace+1 {
		return 0, nil
	}
	total, today, price, steps := 0, 0, 0, p.Steps
	for i := range begun(stay) {
		if i%halvesPerDay == 0 {
			total, today = total+today, 0
		}
		for len(steps) > 0 && steps[0].After <= time.Duration(i)*HalfHour {
			price, steps = steps[0].Price, steps[1:]
		}
		today += price
		if p.DayCap > 0 {
			today = min(today, p.DayCap)
		}
	}
	return total + today, nil
}

// rising reports whether steps begin at 0 and each lies after the one before.
func rising(steps []Step) bool {
	if len(steps) == 0 || steps[0].After != 0 {
		return false
	}
	for i := len(steps) - 1; i > 0; i-- {
		if steps[i].After <= steps[i-1].After {
			return false
		}
	}
	return true
}

// begun returns how many half-hours have begun when a car leaves after stay.
func begun(stay time.Duration) int {
	halves := int(stay / HalfHour)
	if stay%HalfHour > 0 {
		halves++
	}
	return halves
}

// Merge joins stays that overlap or touch and returns the joined stays by time of arrival.
//
// A joined stay reaches from the earliest In to the latest Out. Its tickets are those of its parts in order of
// arrival, and so are the stamps of each shop; parts that arrived at the same instant keep the order they have in stays.
// The stays given remain the caller's: neither Merge nor anything done with its result later changes them.
func Merge(stays []Stay) []Stay {
	ordered := slices.Clone(stays)
	slices.SortStableFunc(ordered, func(a, b Stay) int { return a.In.Compare(b.In) })
	var joined []Stay
	for _, s := range ordered {
		last := len(joined) - 1
		if last < 0 || s.In.After(joined[last].Out) {
			joined = append(joined, s.copied())
			continue
		}
		joined[last].extend(s)
	}
	return joined
}

// copied returns a stay that shares nothing with s.
func (s Stay) copied() Stay {
	stamps := make(map[string][]string, len(s.Stamps))
	for shop, list := range s.Stamps {
		stamps[shop] = slices.Clone(list)
	}
	return Stay{In: s.In, Out: s.Out, Tickets: slices.Clone(s.Tickets), Stamps: stamps}
}

// extend adds to s a part that arrived no earlier.
func (s *Stay) extend(part Stay) {
	if part.Out.After(s.Out) {
		s.Out = part.Out
	}
	s.Tickets = append(s.Tickets, part.Tickets...)
	for shop, stamps := range part.Stamps {
		s.Stamps[shop] = append(s.Stamps[shop], stamps...)
	}
}

// Points returns what a stay from in to out earns in the garage's bonus scheme: one point for each half-hour that is
// over when the car leaves. Without a stay, or if out is before in, it is 0.
func Points(in, out time.Time) int {
	if out.Before(in) {
		return 0
	}
	return int(out.Sub(in) / HalfHour)
}
