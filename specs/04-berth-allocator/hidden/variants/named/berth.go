// canary: a6030516-88a3-4373-be07-fa4e8a413244

// Package berth allots stretches of one straight quay to ships.
//
// A position is a whole number of metres from the beginning of the quay: a ship moored from 10 to 60 lies on the fifty
// metres between those two marks. Between two ships at least the quay's clearance stays free. The ends of the quay need
// no clearance.
//
// Errors are told apart with errors.Is; their texts are for people and may change. Where several errors apply, a method
// returns the one that its comment names first. A call that returns an error changes nothing: every later call gives
// what it would have given without it. What else comes back beside an error means nothing.
//
// Slices that are passed or returned are the caller's, with all of the array behind them: the package does not write to
// what is passed, and does not touch again what it has returned.
//
// A Quay is not meant for several goroutines at once.
package berth

import (
	"errors"
	"sort"
)

var (
	ErrLength  = errors.New("berth: length out of range")
	ErrMoored  = errors.New("berth: ship is moored already")
	ErrUnknown = errors.New("berth: ship is not moored")
	ErrOutside = errors.New("berth: place is not on the quay")
	ErrNoRoom  = errors.New("berth: no room")
)

// Ship is a ship that wants to moor.
type Ship struct {
	Name   string
	Length int
}

// Mooring is the place of a ship.
type Mooring struct {
	Ship     string
	From, To int
	Ticket   int
}

// Longest is the greatest length, and the greatest clearance, that a quay may have.
const Longest = 100_000

// Quay keeps moorings by the name of the ship.
type Quay struct {
	size, gap int
	places    map[string]Mooring
	next      int
}

// New returns an empty quay.
func New(length, clearance int) (*Quay, error) {
	if length < 1 || length > Longest {
		return nil, ErrLength
	}
	if clearance < 0 || clearance > Longest {
		return nil, ErrLength
	}
	return &Quay{size: length, gap: clearance, places: map[string]Mooring{}, next: 1}, nil
}

type stretch struct{ from, to int }

// stretches returns what is free on a quay with these moorings.
func (q *Quay) stretches(places map[string]Mooring) []stretch {
	var taken []stretch
	for _, m := range places {
		taken = append(taken, stretch{m.From - q.gap, m.To + q.gap})
	}
	taken = append(taken, stretch{q.size, q.size})
	sort.Slice(taken, func(i, j int) bool { return taken[i].from < taken[j].from })
	var free []stretch
	at := 0
	for _, t := range taken {
		if t.from > at {
			free = append(free, stretch{at, min(t.from, q.size)})
		}
		at = max(at, t.to)
	}
	return free
}

func (q *Quay) place(places map[string]Mooring, s Ship, ticket int) error {
	var fits []stretch
	for _, f := range q.stretches(places) {
		if f.to-f.from >= s.Length {
			fits = append(fits, f)
		}
	}
	if len(fits) == 0 {
		return ErrNoRoom
	}
	sort.SliceStable(fits, func(i, j int) bool { return fits[i].to-fits[i].from < fits[j].to-fits[j].from })
	places[s.Name] = Mooring{s.Name, fits[0].from, fits[0].from + s.Length, ticket}
	return nil
}

// Moor finds a place for a ship.
func (q *Quay) Moor(s Ship) (Mooring, error) {
	all, err := q.MoorAll([]Ship{s})
	if err != nil {
		return Mooring{}, err
	}
	return all[0], nil
}

// MoorAll moors several ships, or none of them.
func (q *Quay) MoorAll(ships []Ship) ([]Mooring, error) {
	for _, s := range ships {
		if s.Length < 1 {
			return nil, ErrLength
		}
	}
	trial := make(map[string]Mooring, len(q.places)+len(ships))
	for name, m := range q.places {
		trial[name] = m
	}
	for _, s := range ships {
		if _, ok := trial[s.Name]; ok {
			return nil, ErrMoored
		}
		trial[s.Name] = Mooring{}
	}
	for _, s := range ships {
		delete(trial, s.Name)
	}
	byLength := append([]Ship(nil), ships...)
	sort.SliceStable(byLength, func(i, j int) bool { return byLength[i].Length > byLength[j].Length })
	for i, s := range byLength {
		if err := q.place(trial, s, q.next+i); err != nil {
			return nil, err
		}
	}
	q.places, q.next = trial, q.next+len(ships)
	result := []Mooring{}
	for _, s := range ships {
		result = append(result, trial[s.Name])
	}
	return result, nil
}

// Shift moves a moored ship along the quay.
func (q *Quay) Shift(name string, from int) error {
	m, ok := q.places[name]
	if !ok {
		return ErrUnknown
	}
	size := m.To - m.From
	if from < 0 || from > q.size-size {
		return ErrOutside
	}
	for _, other := range q.places {
		if other.Ship == name {
			continue
		}
		if from >= other.To+q.gap || from+size <= other.From-q.gap {
			continue
		}
		return ErrNoRoom
	}
	m.From, m.To = from, from+size
	q.places[name] = m
	return nil
}

// Leave ends the mooring of a ship.
func (q *Quay) Leave(name string) error {
	if _, ok := q.places[name]; !ok {
		return ErrUnknown
	}
	delete(q.places, name)
	return nil
}

// Moorings returns the moorings of all ships at the quay.
func (q *Quay) Moorings() []Mooring {
	result := []Mooring{}
	for _, m := range q.places {
		result = append(result, m)
	}
	sort.Slice(result, func(i, j int) bool { return result[i].From < result[j].From })
	return result
}
