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
	"slices"
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

// Quay counts, for each metre, the ships that lie there or within the clearance of it.
type Quay struct {
	metres    []int16
	clearance int
	ships     []Mooring
	last      int
}

// New returns an empty quay.
func New(length, clearance int) (*Quay, error) {
	switch {
	case length < 1, length > Longest, clearance < 0, clearance > Longest:
		return nil, ErrLength
	}
	return &Quay{metres: make([]int16, length), clearance: clearance}, nil
}

// mark adds to the count of every metre that a ship from one place to another keeps others from.
func (q *Quay) mark(from, to int, by int16) {
	for i := max(0, from-q.clearance); i < min(len(q.metres), to+q.clearance); i++ {
		q.metres[i] += by
	}
}

func (q *Quay) index(name string) (int, bool) {
	for i := range q.ships {
		if q.ships[i].Ship == name {
			return i, true
		}
	}
	return 0, false
}

// Moor finds a place for a ship.
func (q *Quay) Moor(s Ship) (Mooring, error) {
	if s.Length < 1 {
		return Mooring{}, ErrLength
	}
	if _, found := q.index(s.Name); found {
		return Mooring{}, ErrMoored
	}
	from, shortest := 0, len(q.metres)+1
	for run, i := 0, 0; i <= len(q.metres); i++ {
		if i < len(q.metres) && q.metres[i] == 0 {
			run++
			continue
		}
		if run >= s.Length && run < shortest {
			from, shortest = i-run, run
		}
		run = 0
	}
	if shortest > len(q.metres) {
		return Mooring{}, ErrNoRoom
	}
	q.last++
	m := Mooring{Ship: s.Name, From: from, To: from + s.Length, Ticket: q.last}
	q.ships = append(q.ships, m)
	q.mark(m.From, m.To, 1)
	return m, nil
}

// MoorAll moors several ships, or none of them.
func (q *Quay) MoorAll(ships []Ship) ([]Mooring, error) {
	for i := range ships {
		if ships[i].Length < 1 {
			return nil, ErrLength
		}
	}
	for i, s := range ships {
		_, found := q.index(s.Name)
		if found || slices.ContainsFunc(ships[:i], func(other Ship) bool { return other.Name == s.Name }) {
			return nil, ErrMoored
		}
	}
	result := make([]Mooring, len(ships))
	done := make([]bool, len(ships))
	for n := range ships {
		longest := -1
		for i, s := range ships {
			if !done[i] && (longest < 0 || s.Length > ships[longest].Length) {
				longest = i
			}
		}
		m, err := q.Moor(ships[longest])
		if err != nil {
			for range n {
				q.Leave(q.ships[len(q.ships)-1].Ship)
				q.last--
			}
			return nil, err
		}
		result[longest], done[longest] = m, true
	}
	return result, nil
}

// Shift moves a moored ship along the quay.
func (q *Quay) Shift(name string, from int) error {
	i, found := q.index(name)
	if !found {
		return ErrUnknown
	}
	m := &q.ships[i]
	length := m.To - m.From
	if from < 0 || from > len(q.metres)-length {
		return ErrOutside
	}
	q.mark(m.From, m.To, -1)
	for metre := from; metre < from+length; metre++ {
		if q.metres[metre] > 0 {
			q.mark(m.From, m.To, 1)
			return ErrNoRoom
		}
	}
	m.From, m.To = from, from+length
	q.mark(m.From, m.To, 1)
	return nil
}

// Leave ends the mooring of a ship.
func (q *Quay) Leave(name string) error {
	i, found := q.index(name)
	if !found {
		return ErrUnknown
	}
	q.mark(q.ships[i].From, q.ships[i].To, -1)
	q.ships = append(q.ships[:i], q.ships[i+1:]...)
	return nil
}

// Moorings returns the moorings of all ships at the quay.
func (q *Quay) Moorings() []Mooring {
	result := append([]Mooring{}, q.ships...)
	slices.SortFunc(result, func(a, b Mooring) int { return a.From - b.From })
	return result
}
