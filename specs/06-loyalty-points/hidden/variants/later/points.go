// canary: 749b41c3-9507-4084-9e57-902d668607ac

// Package points books loyalty points in batches.
package points

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"
)

// Account is a customer's account. The maps are copied on each write and never changed in place.
type Account struct {
	last    time.Time
	number  int
	batches map[batch]int       // points left
	takings map[string][]taking // by redemption, nil when cancelled
	used    map[string]bool
}

// taking is what a redemption took from one batch.
type taking struct {
	batch  batch
	points int
}

// batch identifies points of one purchase that came on the account together.
type batch struct {
	purchase string
	number   int
	ends     time.Time // first instant at which they are no longer good
}

type Kind int

const (
	Purchase     Kind = iota + 1 // something is bought
	Redemption                   // points are spent
	Cancellation                 // a redemption is undone
)

// Event is something that happens to an account. Fields that its kind does not name are ignored.
type Event struct {
	Kind   Kind
	ID     string // of the purchase or redemption; a cancellation has the ID of the redemption that it undoes
	At     time.Time
	Cents  int // Purchase: the price
	Points int // Redemption: how many are spent
}

// Points is what can be spent at some instant.
type Points struct {
	Total int
	Lots  []Lot // in the order in which a redemption would take them; empty ones are left out
}

// Lot is what is left of the points of one purchase. A purchase may fill several lots.
type Lot struct {
	Purchase string
	Points   int
}

var (
	ErrEvent     = errors.New("points: malformed event")
	ErrTime      = errors.New("points: earlier than an event already posted")
	ErrDuplicate = errors.New("points: ID already in use")
	ErrUnknown   = errors.New("points: no such redemption, or cancelled already")
	ErrShort     = errors.New("points: not enough points")
)

// Quote tells what can be spent from a at the instant at.
func Quote(a Account, at time.Time) (Points, error) {
	if at.Before(a.last) {
		return Points{}, ErrTime
	}
	var answer Points
	for _, b := range a.open(at) {
		answer.Total += a.batches[b]
		answer.Lots = append(answer.Lots, Lot{b.purchase, a.batches[b]})
	}
	return answer, nil
}

// open returns the batches with points at that instant, those that end first at the front and of those that end together
// the newest.
func (a Account) open(at time.Time) []batch {
	var open []batch
	for b, left := range a.batches {
		if left > 0 && at.Before(b.ends) {
			open = append(open, b)
		}
	}
	slices.SortFunc(open, func(x, y batch) int {
		return cmp.Or(x.ends.Compare(y.ends), cmp.Compare(y.number, x.number))
	})
	return open
}

// Post returns the account that a becomes by e.
func Post(a Account, e Event) (Account, error) {
	book, ok := map[Kind]func(*Account, Event) error{
		Purchase:     (*Account).purchase,
		Redemption:   (*Account).redeem,
		Cancellation: (*Account).cancel,
	}[e.Kind]
	if !ok || e.ID == "" || e.Kind == Purchase && e.Cents <= 0 || e.Kind == Redemption && e.Points <= 0 {
		return a, ErrEvent
	}
	if e.At.Before(a.last) {
		return a, ErrTime
	}
	changed := Account{
		last:    e.At,
		number:  a.number + 1,
		batches: copied(a.batches),
		takings: copied(a.takings),
		used:    copied(a.used),
	}
	if err := book(&changed, e); err != nil {
		return a, err
	}
	return changed, nil
}

func copied[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

// claim takes an ID into use.
func (a *Account) claim(id string) error {
	if a.used[id] {
		return ErrDuplicate
	}
	a.used[id] = true
	return nil
}

// endOf30 is the beginning of the thirtieth day after t.
func endOf30(t time.Time) time.Time {
	year, month, day := t.UTC().Date()
	return time.Date(year, month, day+30, 0, 0, 0, 0, time.UTC)
}

func (a *Account) purchase(e Event) error {
	if err := a.claim(e.ID); err != nil {
		return err
	}
	room := 20_000
	for _, b := range a.open(e.At) {
		room -= a.batches[b]
	}
	if earned := min(room, e.Cents/200); earned > 0 {
		a.batches[batch{e.ID, a.number, endOf30(e.At)}] = earned
	}
	return nil
}

func (a *Account) redeem(e Event) error {
	if err := a.claim(e.ID); err != nil {
		return err
	}
	missing, took := e.Points, []taking{}
	for _, b := range a.open(e.At) {
		points := min(missing, a.batches[b])
		missing -= points
		a.batches[b] -= points
		took = append(took, taking{b, points})
	}
	if missing > 0 {
		return ErrShort
	}
	a.takings[e.ID] = took
	return nil
}

func (a *Account) cancel(e Event) error {
	took := a.takings[e.ID]
	if took == nil {
		return ErrUnknown
	}
	a.takings[e.ID] = nil
	for _, t := range slices.Backward(took) {
		if !e.At.Before(t.batch.ends) {
			a.number++
			t.batch = batch{t.batch.purchase, a.number, endOf30(e.At)}
		}
		a.batches[t.batch] += t.points
	}
	return nil
}
