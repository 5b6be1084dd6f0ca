// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

// Package tariff works out what a garage charges for parking and tidies the records it charges by.
package tariff

import (
	"errors"
	"sort"
	"time"
)

// HalfHour is the unit in which parking is sold.
const HalfHour = 30 * time.Minute

const day = 24 * time.Hour

// Errors of Fee.
var (
	ErrPlan  = errors.New("tariff: steps must begin at 0 and rise")
	ErrOrder = errors.New("tariff: departure lies before arrival")
)

// A Step is one line of the price board.
type Step struct {
	After time.Duration
	Price int
}

// A Plan is a price board. Nothing in it is negative.
type Plan struct {
	Grace  time.Duration
	Steps  []Step
	DayCap int
}

// A Stay is the time a car stood in the garage, with the tickets drawn for it and the stamps put on them.
type Stay struct {
	In, Out time.Time
	Tickets []string
	Stamps  map[string][]string
}

// Fee returns the price of a stay from in to out.
func Fee(in, out time.Time, p Plan) (int, error) {
	if !p.valid() {
		return 0, ErrPlan
	}
	if out.Before(in) {
		return 0, ErrOrder
	}
	stay := out.Sub(in)
	if stay <= p.Grace {
		return 0, nil
	}
	sum := 0
	for from := time.Duration(0); from < stay; from += day {
		sum += p.costOfDay(from, min(from+day, stay))
	}
	return sum, nil
}

func (p Plan) valid() bool {
	if len(p.Steps) == 0 || p.Steps[0].After != 0 {
		return false
	}
	rises := func(i, j int) bool { return p.Steps[i].After < p.Steps[j].After }
	for i := range p.Steps[1:] {
		if !rises(i, i+1) {
			return false
		}
	}
	return true
}

// costOfDay prices the half-hours that begin in [from, to), which lies within one day of the stay.
func (p Plan) costOfDay(from, to time.Duration) int {
	cost := 0
	for begin := from; begin < to; begin += HalfHour {
		cost += p.priceAt(begin)
	}
	if p.DayCap != 0 && cost > p.DayCap {
		return p.DayCap
	}
	return cost
}

func (p Plan) priceAt(offset time.Duration) int {
	beyond := sort.Search(len(p.Steps), func(i int) bool { return p.Steps[i].After > offset })
	return p.Steps[beyond-1].Price
}

// Merge joins stays that overlap or touch and returns the joined stays by time of arrival.
func Merge(stays []Stay) []Stay {
	order := make([]int, len(stays))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(x, y int) bool {
		a, b := stays[order[x]].In, stays[order[y]].In
		if a.Equal(b) {
			return order[x] < order[y]
		}
		return a.Before(b)
	})
	var result []Stay
	for begin := 0; begin < len(order); {
		out := stays[order[begin]].Out
		end := begin + 1
		for end < len(order) && !stays[order[end]].In.After(out) {
			if next := stays[order[end]].Out; next.After(out) {
				out = next
			}
			end++
		}
		var tickets []string
		var stamps map[string][]string
		for _, index := range order[begin:end] {
			tickets = append(tickets, stays[index].Tickets...)
			for shop, list := range stays[index].Stamps {
				if stamps == nil {
					stamps = map[string][]string{}
				}
				stamps[shop] = append(stamps[shop], list...)
			}
		}
		result = append(result, Stay{In: stays[order[begin]].In, Out: out, Tickets: tickets, Stamps: stamps})
		begin = end
	}
	return result
}

// Points returns one point for each half-hour that is over.
func Points(in, out time.Time) int {
	return max(0, int(out.Sub(in)/HalfHour))
}
