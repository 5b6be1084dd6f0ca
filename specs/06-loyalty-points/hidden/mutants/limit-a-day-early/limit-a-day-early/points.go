// canary: 749b41c3-9507-4084-9e57-902d668607ac

// Package points keeps loyalty accounts.
package points

import (
	"errors"
	"slices"
	"time"
)

// Account is a customer's account.
type Account struct {
	latest      time.Time
	lots        []lot // one for each purchase, in order of posting and so of expiry
	redemptions []redemption
}

// lot holds the points of a purchase that nothing has taken.
type lot struct {
	purchase string
	day      int64
	left     int
}

type redemption struct {
	id        string
	parts     []part // never changed once made
	cancelled bool
}

// part is what a redemption took from the lot of that index.
type part struct {
	lot, points int
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

const (
	lastDay       = 30
	most          = 20_000
	eurosPerPoint = 2
	secondsPerDay = 24 * 60 * 60
)

// Quote tells what can be spent from a at the instant at.
func Quote(a Account, at time.Time) (Points, error) {
	if at.Before(a.latest) {
		return Points{}, ErrTime
	}
	var points Points
	for _, l := range a.lots {
		if l.left > 0 && l.good(at) {
			points.Total += l.left
			points.Lots = append(points.Lots, Lot{Purchase: l.purchase, Points: l.left})
		}
	}
	return points, nil
}

// Post returns the account that a becomes by e.
func Post(a Account, e Event) (Account, error) {
	switch {
	case !e.wellFormed():
		return a, ErrEvent
	case e.At.Before(a.latest):
		return a, ErrTime
	case e.Kind != Cancellation && a.knows(e.ID):
		return a, ErrDuplicate
	}
	next := Account{latest: e.At, lots: slices.Clone(a.lots), redemptions: slices.Clone(a.redemptions)}
	var err error
	switch e.Kind {
	case Purchase:
		next.buy(e)
	case Redemption:
		err = next.redeem(e)
	case Cancellation:
		err = next.cancel(e)
	}
	if err != nil {
		return a, err
	}
	return next, nil
}

func (e Event) wellFormed() bool {
	switch e.Kind {
	case Purchase:
		return e.ID != "" && e.Cents > 0
	case Redemption:
		return e.ID != "" && e.Points > 0
	case Cancellation:
		return e.ID != ""
	}
	return false
}

// earned rounds half points up.
func earned(cents int) int {
	euros := cents / 100
	return (euros + 1) / eurosPerPoint
}

// good tells whether the lot's points can be spent: day 30 is the last day on which they can.
func (l lot) good(at time.Time) bool { return dayOf(at)-l.day <= lastDay }

func dayOf(t time.Time) int64 { return t.Unix() / secondsPerDay }

func (a Account) knows(id string) bool {
	return slices.ContainsFunc(a.lots, func(l lot) bool { return l.purchase == id }) ||
		slices.ContainsFunc(a.redemptions, func(r redemption) bool { return r.id == id })
}

// buy books what of a purchase's points fits below the limit. Cancellations may have lifted the account above it.
func (a *Account) buy(e Event) {
	room := most
	for _, l := range a.lots {
		if l.good(e.At) && dayOf(e.At)-l.day < lastDay {
			room -= l.left
		}
	}
	a.lots = append(a.lots, lot{purchase: e.ID, day: dayOf(e.At), left: min(earned(e.Cents), max(room, 0))})
}

func (a *Account) redeem(e Event) error {
	made := redemption{id: e.ID}
	wanted := e.Points
	for i := range a.lots {
		if !a.lots[i].good(e.At) {
			continue
		}
		taken := min(wanted, a.lots[i].left)
		if taken == 0 {
			continue
		}
		a.lots[i].left -= taken
		wanted -= taken
		made.parts = append(made.parts, part{lot: i, points: taken})
	}
	if wanted > 0 {
		return ErrShort
	}
	a.redemptions = append(a.redemptions, made)
	return nil
}

// cancel puts points back where they came from; in a lot that has expired they are lost.
func (a *Account) cancel(e Event) error {
	i := slices.IndexFunc(a.redemptions, func(r redemption) bool { return r.id == e.ID && !r.cancelled })
	if i < 0 {
		return ErrUnknown
	}
	a.redemptions[i].cancelled = true
	for _, p := range a.redemptions[i].parts {
		a.lots[p.lot].left += p.points
	}
	return nil
}
