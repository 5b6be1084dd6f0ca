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
	"cmp"
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

// Ship is a ship that wants to moor. Ships are told apart by name; any text is a name.
type Ship struct {
	Name   string
	Length int // metres, at least 1
}

// Mooring is the place of a ship. The ship lies on the metres between From and To.
type Mooring struct {
	Ship     string
	From, To int
	Ticket   int
}

// Quay is a quay and the ships that lie at it.
type Quay struct {
	length, clearance int
	moored            []Mooring // by From
	tickets           int       // handed out so far
	left              map[string]bool
}

// Longest is the greatest length, and the greatest clearance, that a quay may have.
const Longest = 100_000

// New returns an empty quay. It returns ErrLength if length is not from 1 to Longest, or clearance not from 0 to Longest.
func New(length, clearance int) (*Quay, error) {
	if length < 1 || length > Longest || clearance < 0 || clearance > Longest {
		return nil, ErrLength
	}
	return &Quay{length: length, clearance: clearance}, nil
}

// Moor finds a place for a ship. A stretch is a run of metres, as long as possible, on which one more ship may lie; the
// ship gets the shortest stretch that is long enough for it, of equally short ones the one nearest to the beginning of
// the quay, and lies at the beginning of that stretch. Tickets count the moorings of a quay: its first mooring has ticket
// 1, each later one the next number; no number is left out or given twice.
//
// It returns ErrLength if the ship's length is less than 1, ErrMoored if a ship of this name is moored, ErrNoRoom if no
// stretch is long enough.
func (q *Quay) Moor(s Ship) (Mooring, error) {
	if s.Length < 1 {
		return Mooring{}, ErrLength
	}
	if q.find(s.Name) >= 0 {
		return Mooring{}, ErrMoored
	}
	return q.place(s)
}

// MoorAll moors several ships, or none of them. They are moored as Moor does it, one after the other: the longest first,
// equally long ones in the order in which they were passed. The moorings come back in the order in which the ships were
// passed. No ships at all are no error.
//
// It returns ErrLength if the length of any ship is less than 1, ErrMoored if a ship of one of the names is moored or a
// name is passed twice, ErrNoRoom if one of the ships finds no place in this way.
func (q *Quay) MoorAll(ships []Ship) ([]Mooring, error) {
	order := make([]int, len(ships))
	names := make(map[string]bool)
	var twice bool
	for i, s := range ships {
		if s.Length < 1 {
			return nil, ErrLength
		}
		order[i] = i
		twice = twice || names[s.Name] || q.find(s.Name) >= 0
		names[s.Name] = true
	}
	if twice {
		return nil, ErrMoored
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ships[b].Length, ships[a].Length) })
	before, tickets := slices.Clone(q.moored), q.tickets
	result := make([]Mooring, len(ships))
	for _, i := range order {
		m, err := q.place(ships[i])
		if err != nil {
			q.moored, q.tickets = before, tickets
			return nil, err
		}
		result[i] = m
	}
	return result, nil
}

// Shift moves a moored ship along the quay, so that it begins at from. It may come to lie where it lay in part, and past
// other ships; its ticket stays.
//
// It returns ErrUnknown if no ship of this name is moored, ErrOutside if the ship would reach beyond an end of the quay,
// ErrNoRoom if it would come nearer to another ship than the clearance allows.
func (q *Quay) Shift(name string, from int) error {
	i := q.find(name)
	if i < 0 {
		return ErrUnknown
	}
	length := q.moored[i].To - q.moored[i].From
	if from < 0 || from > q.length-length {
		return ErrOutside
	}
	to := from + length
	for j, other := range q.moored {
		if j != i && from < other.To+q.clearance && other.From < to+q.clearance {
			return ErrNoRoom
		}
	}
	q.moored[i].From, q.moored[i].To = from, to
	q.sort()
	return nil
}

// Leave ends the mooring of a ship. It returns ErrUnknown if no ship of this name is moored.
func (q *Quay) Leave(name string) error {
	i := q.find(name)
	if i < 0 && q.left[name] {
		return nil
	}
	if i < 0 {
		return ErrUnknown
	}
	if q.left == nil {
		q.left = make(map[string]bool)
	}
	q.left[name] = true
	q.moored = slices.Delete(q.moored, i, i+1)
	return nil
}

// Moorings returns the moorings of all ships at the quay, in no particular order.
func (q *Quay) Moorings() []Mooring {
	return slices.Clone(q.moored)
}

// place moors a ship whose name and length are in order.
func (q *Quay) place(s Ship) (Mooring, error) {
	best, bestLength := -1, 0
	start := 0
	for i := 0; i <= len(q.moored); i++ {
		end := q.length
		if i < len(q.moored) {
			end = q.moored[i].From - q.clearance
		}
		if room := end - start; room >= s.Length && (best < 0 || room < bestLength) {
			best, bestLength = start, room
		}
		if i < len(q.moored) {
			start = q.moored[i].To + q.clearance
		}
	}
	if best < 0 {
		return Mooring{}, ErrNoRoom
	}
	q.tickets++
	m := Mooring{Ship: s.Name, From: best, To: best + s.Length, Ticket: q.tickets}
	q.moored = append(q.moored, m)
	q.sort()
	return m, nil
}

func (q *Quay) find(name string) int {
	return slices.IndexFunc(q.moored, func(m Mooring) bool { return m.Ship == name })
}

func (q *Quay) sort() {
	slices.SortFunc(q.moored, func(a, b Mooring) int { return cmp.Compare(a.From, b.From) })
}
