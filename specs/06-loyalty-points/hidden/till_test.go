// canary: 749b41c3-9507-4084-9e57-902d668607ac

package points_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"points"
)

// opening is an afternoon, so that whole days from it end within a day and not at its edge.
var opening = time.Date(2033, time.February, 9, 15, 20, 0, 0, time.UTC)

// on is an instant in the afternoon of that day after the opening.
func on(day int) time.Time { return opening.AddDate(0, 0, day) }

// startOf is the first instant of that day after the opening.
func startOf(day int) time.Time {
	y, m, d := on(day).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func endOf(day int) time.Time { return startOf(day + 1).Add(-1) }

// buy is a purchase that earns that many points without a remainder.
func buy(id string, at time.Time, earned int) points.Event {
	return pay(id, at, earned*200)
}

func pay(id string, at time.Time, cents int) points.Event {
	return points.Event{Kind: points.Purchase, ID: id, At: at, Cents: cents}
}

func redeem(id string, at time.Time, count int) points.Event {
	return points.Event{Kind: points.Redemption, ID: id, At: at, Points: count}
}

func undo(id string, at time.Time) points.Event {
	return points.Event{Kind: points.Cancellation, ID: id, At: at}
}

func lots(pairs ...any) []points.Lot {
	var result []points.Lot
	for i := 0; i < len(pairs); i += 2 {
		result = append(result, points.Lot{Purchase: pairs[i].(string), Points: pairs[i+1].(int)})
	}
	return result
}

func names(all []points.Lot) []string {
	var result []string
	for _, l := range all {
		result = append(result, l.Purchase)
	}
	return result
}

// book posts events that must all be accepted.
func book(t *testing.T, requirement string, a points.Account, events ...points.Event) points.Account {
	t.Helper()
	for _, e := range events {
		next, err := points.Post(a, e)
		if err != nil {
			t.Fatalf("%s: Post of %s gives %v, want no error", requirement, show(e), err)
		}
		a = next
	}
	return a
}

// quote returns what can be spent, with neighbouring lots of one purchase joined.
func quote(t *testing.T, requirement string, a points.Account, at time.Time) []points.Lot {
	t.Helper()
	found, err := points.Quote(a, at)
	if err != nil {
		t.Fatalf("%s: Quote at %v gives %v, want no error", requirement, at, err)
	}
	var joined []points.Lot
	sum := 0
	for _, l := range found.Lots {
		if l.Points <= 0 {
			t.Fatalf("R6: Quote at %v lists %+v, want lots with points only", at, l)
		}
		sum += l.Points
		if n := len(joined); n > 0 && joined[n-1].Purchase == l.Purchase {
			joined[n-1].Points += l.Points
			continue
		}
		joined = append(joined, l)
	}
	if sum != found.Total {
		t.Fatalf("R6: Quote at %v has the total %d, its lots %v hold %d", at, found.Total, found.Lots, sum)
	}
	return joined
}

func total(all []points.Lot) int {
	sum := 0
	for _, l := range all {
		sum += l.Points
	}
	return sum
}

func expect(t *testing.T, requirement string, a points.Account, at time.Time, want []points.Lot) {
	t.Helper()
	if got := quote(t, requirement, a, at); !slices.Equal(got, want) {
		t.Fatalf("%s: at %v the lots are %v, want %v", requirement, at, got, want)
	}
}

// tillAgrees checks that a redemption is accepted up to what Quote shows and not beyond.
func tillAgrees(t *testing.T, requirement string, a points.Account, at time.Time) {
	t.Helper()
	before := quote(t, requirement, a, at)
	all := total(before)
	if _, err := points.Post(a, redeem("beyond", at, all+1)); !is(err, points.ErrShort) {
		t.Fatalf("%s: at %v Quote shows %d points and a redemption of %d gives %v, want ErrShort", requirement, at, all, all+1, err)
	}
	if all == 0 {
		return
	}
	expect(t, requirement, book(t, requirement, a, redeem("everything", at, all)), at, nil)
	first := before[0].Points
	rest := book(t, requirement, a, redeem("the first lot", at, first))
	if got, want := quote(t, requirement, rest, at), before[1:]; !slices.Equal(got, want) {
		t.Fatalf("%s: at %v Quote shows %v; a redemption of %d leaves %v, want %v", requirement, at, before, first, got, want)
	}
}

func show(e points.Event) string {
	switch e.Kind {
	case points.Purchase:
		return fmt.Sprintf("a purchase %q of %d cents at %v", e.ID, e.Cents, e.At)
	case points.Redemption:
		return fmt.Sprintf("a redemption %q of %d points at %v", e.ID, e.Points, e.At)
	case points.Cancellation:
		return fmt.Sprintf("a cancellation of %q at %v", e.ID, e.At)
	}
	return fmt.Sprintf("an event %q of kind %d", e.ID, e.Kind)
}
