// canary: 749b41c3-9507-4084-9e57-902d668607ac

package points

import (
	"errors"
	"sort"
	"time"
)

// Account is a customer's account: the journal of its events. What they amount to is worked out anew whenever it is asked.
type Account struct {
	journal *page
}

// page is the latest event with all that came before it. Pages never change.
type page struct {
	event  Event
	before *page
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
	day       = 24 * time.Hour
	validDays = 30
)

// pot is a heap of points that expire together and come from one purchase.
type pot struct {
	purchase string
	size     int // as it was earned
	left     int
	last     time.Time // the last day, at midnight
}

// withdrawal is what one redemption took.
type withdrawal struct {
	from []*pot
	took []int
}

// state is what a journal amounts to.
type state struct {
	latest time.Time
	ids    map[string]bool
	pots   []*pot
	open   map[string]*withdrawal
}

// Quote tells what can be spent from a at the instant at.
func Quote(a Account, at time.Time) (Points, error) {
	s := replay(a.journal)
	if at.Before(s.latest) {
		return Points{}, ErrTime
	}
	var result Points
	for _, p := range s.spendable(at) {
		result.Total += p.left
		result.Lots = append(result.Lots, Lot{Purchase: p.purchase, Points: p.left})
	}
	return result, nil
}

// Post returns the account that a becomes by e.
func Post(a Account, e Event) (Account, error) {
	if err := replay(a.journal).check(e); err != nil {
		return a, err
	}
	if e.Kind == Purchase && e.Cents > 0 {
		// A price that earns no more than fits; one cent earns nothing.
		if now, err := Quote(a, e.At); err == nil {
			e.Cents = min(e.Cents, max(1, 200*(20_000-now.Total)))
		}
	}
	return Account{journal: &page{event: e, before: a.journal}}, nil
}

func replay(last *page) *state {
	var events []Event
	for p := last; p != nil; p = p.before {
		events = append(events, p.event)
	}
	s := &state{ids: map[string]bool{}, open: map[string]*withdrawal{}}
	for i := len(events) - 1; i >= 0; i-- {
		s.apply(events[i])
	}
	return s
}

func (s *state) check(e Event) error {
	valid := e.ID != ""
	switch e.Kind {
	case Purchase:
		valid = valid && e.Cents > 0
	case Redemption:
		valid = valid && e.Points > 0
	case Cancellation:
	default:
		valid = false
	}
	if !valid {
		return ErrEvent
	}
	if e.At.Before(s.latest) {
		return ErrTime
	}
	if e.Kind == Cancellation {
		if s.open[e.ID] == nil {
			return ErrUnknown
		}
		return nil
	}
	if s.ids[e.ID] {
		return ErrDuplicate
	}
	if e.Kind == Redemption {
		available := 0
		for _, p := range s.spendable(e.At) {
			available += p.left
		}
		if available < e.Points {
			return ErrShort
		}
	}
	return nil
}

// apply books an event that has been checked.
func (s *state) apply(e Event) {
	s.latest = e.At
	s.ids[e.ID] = true
	switch e.Kind {
	case Purchase:
		points := toEven(e.Cents / 100)
		s.pots = append(s.pots, &pot{purchase: e.ID, size: points, left: points, last: lastDay(e.At)})
	case Redemption:
		w := &withdrawal{}
		need := e.Points
		for _, p := range s.spendable(e.At) {
			if need == 0 {
				break
			}
			n := p.left
			if n > need {
				n = need
			}
			p.left -= n
			need -= n
			w.from, w.took = append(w.from, p), append(w.took, n)
		}
		s.open[e.ID] = w
	case Cancellation:
		w := s.open[e.ID]
		delete(s.open, e.ID)
		for i, p := range w.from {
			if today(e.At).After(p.last) {
				p = &pot{purchase: p.purchase, size: w.took[i], last: lastDay(e.At)}
				s.pots = append(s.pots, p)
			}
			p.left += w.took[i]
		}
	}
}

// toEven halves euros; a half goes to the even neighbour.
func toEven(euros int) int {
	points := euros / 2
	if euros%2 == 1 && points%2 == 1 {
		points++
	}
	return points
}

func today(t time.Time) time.Time { return t.UTC().Truncate(day) }

func lastDay(t time.Time) time.Time { return today(t).Add(validDays * day) }

// spendable lists what can be spent, in the order of spending: earliest end first, then the biggest purchase.
func (s *state) spendable(at time.Time) []*pot {
	var list []*pot
	for _, p := range s.pots {
		if p.left > 0 && !today(at).After(p.last) {
			list = append(list, p)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		if !list[i].last.Equal(list[j].last) {
			return list[i].last.Before(list[j].last)
		}
		return list[i].size > list[j].size
	})
	return list
}
