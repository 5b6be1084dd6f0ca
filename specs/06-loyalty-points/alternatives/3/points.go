// canary: 749b41c3-9507-4084-9e57-902d668607ac

// Package points keeps the loyalty points of customers.
package points

import (
	"errors"
	"slices"
	"time"
)

// Account is a customer's account.
//
// Its slices are never written to once they stand in an account, so that accounts may share them.
type Account struct {
	last        time.Time // of the latest event
	earned      []earning // in the order of posting, hence of expiry
	redemptions []redemption
}

// earning is a purchase and what is left of its points.
type earning struct {
	id   string
	day  int64 // of the purchase
	left int
}

// redemption remembers what it took: took[i] points of the account's earning i.
type redemption struct {
	id        string
	took      []int
	cancelled bool
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

// lastDay is the number of the last day on which the points of a purchase can be spent.
const lastDay = 30

// Quote tells what can be spent from a at the instant at.
func Quote(a Account, at time.Time) (Points, error) {
	var p Points
	if instant(at).Before(a.last) {
		return p, ErrTime
	}
	for _, e := range a.earned {
		if n := e.spendable(at); n > 0 {
			p.Total += n
			p.Lots = append(p.Lots, Lot{e.id, n})
		}
	}
	return p, nil
}

// limit is what a purchase cannot lift an account above.
const limit = 20000

// Post returns the account that a becomes by e.
func Post(a Account, e Event) (Account, error) {
	if !e.wellFormed() {
		return a, ErrEvent
	}
	at := instant(e.At)
	if at.Before(a.last) {
		return a, ErrTime
	}
	if e.Kind != Cancellation && a.uses(e.ID) {
		return a, ErrDuplicate
	}
	b := Account{last: at, earned: slices.Clone(a.earned), redemptions: slices.Clone(a.redemptions)}
	switch e.Kind {
	case Purchase:
		held, err := Quote(a, e.At)
		if err != nil {
			return a, err
		}
		b.earned = append(b.earned, earning{e.ID, day(at), min(earns(e.Cents), max(0, limit-held.Total))})
	case Redemption:
		took := make([]int, len(b.earned))
		missing := e.Points
		for i := range b.earned {
			took[i] = min(missing, b.earned[i].spendable(at))
			b.earned[i].left -= took[i]
			missing -= took[i]
		}
		if missing > 0 {
			return a, ErrShort
		}
		b.redemptions = append(b.redemptions, redemption{id: e.ID, took: took})
	case Cancellation:
		i := slices.IndexFunc(b.redemptions, func(r redemption) bool { return r.id == e.ID && !r.cancelled })
		if i < 0 {
			return a, ErrUnknown
		}
		// Points of days gone by come back, too, but as no event can be earlier than this one, nobody will see them.
		for j, n := range b.redemptions[i].took {
			b.earned[j].left += n
		}
		b.redemptions[i].cancelled = true
	}
	return b, nil
}

func (e Event) wellFormed() bool {
	if e.ID == "" {
		return false
	}
	switch e.Kind {
	case Purchase:
		return e.Cents > 0
	case Redemption:
		return e.Points > 0
	}
	return e.Kind == Cancellation
}

// uses reports whether a purchase or redemption of the account has this ID.
func (a Account) uses(id string) bool {
	return slices.ContainsFunc(a.earned, func(e earning) bool { return e.id == id }) ||
		slices.ContainsFunc(a.redemptions, func(r redemption) bool { return r.id == id })
}

// spendable returns how many of the points can be spent at an instant.
func (e earning) spendable(at time.Time) int {
	if day(at) > e.day+lastDay {
		return 0
	}
	return e.left
}

// earns returns the points for a price: one for two whole euros, half a point rounded up.
func earns(cents int) int {
	return (cents/100 + 1) / 2
}

// day numbers the days in UTC.
func day(at time.Time) int64 {
	const seconds = 24 * 60 * 60
	return at.Unix() / seconds
}

// instant takes off the reading of the monotonic clock, which would count in comparisons.
func instant(at time.Time) time.Time {
	return at.Round(0)
}
