package points_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
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

func is(err, sentinel error) bool { return errors.Is(err, sentinel) }

var empty points.Account

func TestDelivered(t *testing.T) {
	a := book(t, "R1", empty, buy("p", on(0), 6), redeem("r", on(3), 2))
	expect(t, "R4", a, on(3), lots("p", 4))
}

func TestErrorsDiffer(t *testing.T) {
	all := []error{points.ErrEvent, points.ErrTime, points.ErrDuplicate, points.ErrUnknown, points.ErrShort}
	for i, one := range all {
		for j, other := range all {
			if one == nil || is(one, other) != (i == j) {
				t.Fatalf("R7: errors %d and %d, %v and %v: want five that differ", i, j, one, other)
			}
		}
	}
}

func TestWholeEuros(t *testing.T) {
	cases := []struct{ cents, want int }{
		{200, 1}, {299, 1}, {400, 2}, {499, 2}, {1000, 5}, {1099, 5}, {99, 0}, {1, 0}, {3_999_899, 19_999},
	}
	for _, c := range cases {
		a := book(t, "R1", empty, pay("p", on(0), c.cents))
		if got := total(quote(t, "R1", a, on(0))); got != c.want {
			t.Errorf("R1: %d cents earn %d points, want %d", c.cents, got, c.want)
		}
	}
}

func TestNothingIsCarriedOver(t *testing.T) {
	a := book(t, "R1", empty, pay("p", on(0), 299), pay("q", on(1), 250), pay("s", on(2), 251), pay("t", on(3), 99))
	expect(t, "R1", a, on(3), lots("p", 1, "q", 1, "s", 1))
}

func TestGoodForThirtyDays(t *testing.T) {
	a := book(t, "R2", empty, buy("p", on(0), 5))
	for day := range 30 {
		for _, at := range []time.Time{on(day), endOf(day)} {
			expect(t, "R2", a, at, lots("p", 5))
			tillAgrees(t, "R2", a, at)
		}
	}
	for _, at := range []time.Time{startOf(31), on(31), on(32), on(400)} {
		expect(t, "R2", a, at, nil)
		tillAgrees(t, "R2", a, at)
	}
}

func TestDaysAreInUTC(t *testing.T) {
	east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -12*3600)
	for _, from := range []time.Time{startOf(0), endOf(0)} {
		for _, zone := range []*time.Location{east, west} {
			a := book(t, "R2", empty, buy("p", from.In(zone), 5))
			for _, other := range []*time.Location{east, west} {
				expect(t, "R2", a, startOf(29).In(other), lots("p", 5))
				expect(t, "R2", a, endOf(29).In(other), lots("p", 5))
				expect(t, "R2", a, startOf(31).In(other), nil)
				tillAgrees(t, "R2", a, endOf(29).In(other))
				tillAgrees(t, "R2", a, startOf(31).In(other))
			}
		}
	}
}

func TestNextVisit(t *testing.T) {
	at := on(0)
	a := book(t, "R3", empty, buy("p", at, 5))
	expect(t, "R3", a, at, lots("p", 5))
	tillAgrees(t, "R3", a, at)
	a = book(t, "R3", a, redeem("r", at, 3))
	expect(t, "R3", a, at, lots("p", 2))
}

func TestFirstToExpireGoesFirst(t *testing.T) {
	a := book(t, "R4", empty, buy("m", on(0), 10), buy("a", on(4), 30), buy("z", on(5), 20), buy("b", on(8), 5))
	expect(t, "R4", a, on(8), lots("m", 10, "a", 30, "z", 20, "b", 5))
	tillAgrees(t, "R4", a, on(8))
	a = book(t, "R4", a, redeem("r", on(9), 15))
	expect(t, "R4", a, on(9), lots("a", 25, "z", 20, "b", 5))
	expect(t, "R2", a, on(33), lots("a", 25, "z", 20, "b", 5))
	expect(t, "R2", a, on(34).AddDate(0, 0, 2), lots("b", 5))
	tillAgrees(t, "R4", a, on(36))
	a = book(t, "R4", a, redeem("s", on(36), 4))
	expect(t, "R4", a, on(36), lots("b", 1))
}

func TestCloseToMidnight(t *testing.T) {
	a := book(t, "R4", empty, buy("p", endOf(0), 10), buy("q", startOf(1), 5))
	expect(t, "R4", a, on(1), lots("p", 10, "q", 5))
	expect(t, "R2", a, endOf(29), lots("p", 10, "q", 5))
	a = book(t, "R4", a, redeem("r", on(2), 11))
	expect(t, "R4", a, on(2), lots("q", 4))
}

func TestAllOrNothing(t *testing.T) {
	a := book(t, "R4", empty, buy("p", on(0), 10), buy("q", on(1), 5))
	b, err := points.Post(a, redeem("r", on(2), 16))
	if !is(err, points.ErrShort) {
		t.Fatalf("R4: a redemption of 16 points from 15 gives %v, want ErrShort", err)
	}
	expect(t, "R4", b, on(2), lots("p", 10, "q", 5))
}

func TestCancelled(t *testing.T) {
	a := book(t, "R5", empty, buy("p", on(0), 10), buy("q", on(2), 20), buy("s", on(4), 5))
	a = book(t, "R5", a, redeem("r", on(6), 25))
	expect(t, "R4", a, on(6), lots("q", 5, "s", 5))
	a = book(t, "R5", a, undo("r", on(7)))
	expect(t, "R5", a, on(7), lots("p", 10, "q", 20, "s", 5))
	tillAgrees(t, "R5", a, on(7))
	expect(t, "R5", a, on(29), lots("p", 10, "q", 20, "s", 5))
	expect(t, "R5", a, on(31), lots("q", 20, "s", 5))
	expect(t, "R5", a, on(33), lots("s", 5))
	expect(t, "R5", a, on(35), nil)
}

func TestCancelledAfterMorePurchases(t *testing.T) {
	a := book(t, "R5", empty, buy("p", on(0), 10), redeem("r", on(1), 10), buy("q", on(5), 4), undo("r", on(6)))
	expect(t, "R5", a, on(6), lots("p", 10, "q", 4))
	a = book(t, "R5", a, redeem("s", on(7), 12))
	expect(t, "R5", a, on(7), lots("q", 2))
}

func TestOtherRedemptionsStay(t *testing.T) {
	a := book(t, "R5", empty, buy("p", on(0), 10), buy("q", on(2), 20))
	a = book(t, "R5", a, redeem("r", on(3), 10), redeem("s", on(4), 12), undo("r", on(5)))
	expect(t, "R5", a, on(5), lots("p", 10, "q", 8))
	a = book(t, "R5", a, redeem("u", on(6), 11), undo("s", on(7)))
	expect(t, "R5", a, on(7), lots("q", 19))
	a = book(t, "R5", a, undo("u", on(8)))
	expect(t, "R5", a, on(8), lots("p", 10, "q", 20))
}

func TestRefusals(t *testing.T) {
	a := book(t, "R7", empty, buy("p", on(0), 10), redeem("r", on(1), 4), redeem("x", on(1), 1), undo("x", on(2)))
	early := on(2).Add(-1)
	cases := []struct {
		event points.Event
		want  error
	}{
		{points.Event{ID: "n", At: on(3), Cents: 500, Points: 1}, points.ErrEvent},
		{points.Event{Kind: 4, ID: "n", At: on(3), Cents: 500, Points: 1}, points.ErrEvent},
		{points.Event{Kind: -1, ID: "n", At: on(3), Cents: 500, Points: 1}, points.ErrEvent},
		{buy("", on(3), 5), points.ErrEvent},
		{redeem("", on(3), 1), points.ErrEvent},
		{undo("", on(3)), points.ErrEvent},
		{pay("n", on(3), 0), points.ErrEvent},
		{pay("n", on(3), -200), points.ErrEvent},
		{redeem("n", on(3), 0), points.ErrEvent},
		{redeem("n", on(3), -1), points.ErrEvent},
		{pay("p", early, 0), points.ErrEvent},
		{redeem("r", early, 0), points.ErrEvent},
		{buy("n", early, 5), points.ErrTime},
		{redeem("n", early, 1), points.ErrTime},
		{undo("r", early), points.ErrTime},
		{buy("p", early, 5), points.ErrTime},
		{undo("n", early), points.ErrTime},
		{redeem("n", early, 100), points.ErrTime},
		{buy("p", on(3), 5), points.ErrDuplicate},
		{buy("r", on(3), 5), points.ErrDuplicate},
		{redeem("p", on(3), 1), points.ErrDuplicate},
		{redeem("r", on(3), 100), points.ErrDuplicate},
		{redeem("x", on(3), 1), points.ErrDuplicate},
		{undo("n", on(3)), points.ErrUnknown},
		{undo("p", on(3)), points.ErrUnknown},
		{undo("x", on(3)), points.ErrUnknown},
		{redeem("n", on(3), 7), points.ErrShort},
		{redeem("n", on(31), 1), points.ErrShort},
	}
	for _, c := range cases {
		b, err := points.Post(a, c.event)
		if !is(err, c.want) {
			t.Errorf("R7: %s gives %v, want %v", show(c.event), err, c.want)
			continue
		}
		expect(t, "R7", b, on(2), lots("p", 6))
		expect(t, "R7", book(t, "R7", b, buy("n", on(2), 3), undo("r", on(2))), on(2).Add(24*time.Hour), lots("p", 10, "n", 3))
	}
}

func TestIDsWithoutPoints(t *testing.T) {
	a := book(t, "R7", empty, pay("p", on(0), 50), buy("q", on(0), 1), redeem("r", on(1), 1))
	for _, e := range []points.Event{buy("p", on(2), 1), buy("q", on(2), 1), buy("r", on(2), 1), buy("p", on(80), 1)} {
		if _, err := points.Post(a, e); !is(err, points.ErrDuplicate) {
			t.Errorf("R7: %s gives %v, want ErrDuplicate", show(e), err)
		}
	}
}

func TestFieldsOfOtherKinds(t *testing.T) {
	a := book(t, "R7", empty, points.Event{Kind: points.Purchase, ID: "p", At: on(0), Cents: 2000, Points: -1})
	a = book(t, "R7", a, points.Event{Kind: points.Redemption, ID: "r", At: on(1), Cents: -1, Points: 4})
	expect(t, "R7", a, on(1), lots("p", 6))
	a = book(t, "R7", a, points.Event{Kind: points.Cancellation, ID: "r", At: on(2), Cents: 7, Points: 1})
	expect(t, "R7", a, on(2), lots("p", 10))
}

func TestQuoteInThePast(t *testing.T) {
	a := book(t, "R7", empty, buy("p", on(0), 10), redeem("r", on(1), 1), undo("r", on(2)))
	if _, err := points.Quote(a, on(2).Add(-1)); !is(err, points.ErrTime) {
		t.Errorf("R7: Quote before the latest event gives %v, want ErrTime", err)
	}
	expect(t, "R7", a, on(2), lots("p", 10))
	expect(t, "R7", a, on(2).In(time.FixedZone("west", -8*3600)), lots("p", 10))
	expect(t, "R6", empty, on(0), nil)
}

// history is a number of events that branch well: accounts grown from each prefix stay apart.
func history() []points.Event {
	var all []points.Event
	for i := range 24 {
		all = append(all, buy(fmt.Sprint("p", i), on(i), 10))
		if i%3 == 1 {
			all = append(all, redeem(fmt.Sprint("r", i), on(i), 12))
		}
		if i%6 == 2 {
			all = append(all, undo(fmt.Sprint("r", i-1), on(i)))
		}
	}
	return all
}

func TestAccountsAreValues(t *testing.T) {
	var prefixes []points.Account
	var shown [][]points.Lot
	a, at := empty, on(24)
	for _, e := range history() {
		prefixes = append(prefixes, a)
		shown = append(shown, quote(t, "R8", a, at))
		a = book(t, "R8", a, e)
	}
	for i, e := range history() {
		book(t, "R8", prefixes[i], e)
		book(t, "R8", prefixes[i], buy("other", at, 7))
		if total(shown[i]) > 3 {
			other := book(t, "R8", prefixes[i], redeem("much", at, total(shown[i])-2))
			book(t, "R8", other, undo("much", at))
			expect(t, "R8", other, at, []points.Lot{{Purchase: shown[i][len(shown[i])-1].Purchase, Points: 2}})
		}
	}
	for i := range prefixes {
		expect(t, "R8", prefixes[i], at, shown[i])
	}
}

func TestBranchesStayApart(t *testing.T) {
	a := empty
	for i := range 20 {
		a = book(t, "R8", a, buy(fmt.Sprint("p", i), on(i), 2))
		left := book(t, "R8", a, buy("left", on(i+1), 3), redeem("l", on(i+1), 1))
		right := book(t, "R8", a, buy("right", on(i+1), 4), redeem("m", on(i+1), 2))
		leftQuote, rightQuote := quote(t, "R8", left, on(i+1)), quote(t, "R8", right, on(i+1))
		if !slices.Contains(names(leftQuote), "left") || slices.Contains(names(leftQuote), "right") {
			t.Fatalf("R8: an account with a purchase named left shows %v", leftQuote)
		}
		if !slices.Contains(names(rightQuote), "right") || slices.Contains(names(rightQuote), "left") {
			t.Fatalf("R8: an account with a purchase named right shows %v", rightQuote)
		}
		book(t, "R8", left, undo("l", on(i+1)))
		book(t, "R8", right, undo("m", on(i+1)))
		if _, err := points.Post(left, undo("m", on(i+1))); !is(err, points.ErrUnknown) {
			t.Fatalf("R8: a redemption of another account can be cancelled: %v, want ErrUnknown", err)
		}
	}
}

func TestOneCancellationForEachAccount(t *testing.T) {
	a := book(t, "R8", empty, buy("p", on(0), 10), redeem("r", on(1), 4))
	for range 2 {
		expect(t, "R8", book(t, "R8", a, undo("r", on(2))), on(2), lots("p", 10))
	}
	expect(t, "R8", a, on(2), lots("p", 6))
}

func TestQuotedLotsBelongToTheCaller(t *testing.T) {
	a := book(t, "R8", empty, buy("p", on(0), 10), buy("q", on(1), 5))
	found, err := points.Quote(a, on(2))
	if err != nil || len(found.Lots) != 2 {
		t.Fatalf("R6: Quote gives %v and %v, want two lots", found, err)
	}
	found.Lots[0].Points, found.Lots[1].Purchase = 1, "z"
	_ = append(found.Lots[:1], points.Lot{Purchase: "y", Points: 9})
	expect(t, "R8", a, on(2), lots("p", 10, "q", 5))
}

func TestLimit(t *testing.T) {
	a := book(t, "R10", empty, buy("p", on(0), 19_990), buy("q", on(3), 30))
	expect(t, "R10", a, on(3), lots("p", 19_990, "q", 10))
	tillAgrees(t, "R10", a, on(3))
	a = book(t, "R10", a, buy("none", on(4), 5))
	expect(t, "R10", a, on(4), lots("p", 19_990, "q", 10))
	if _, err := points.Post(a, buy("none", on(5), 5)); !is(err, points.ErrDuplicate) {
		t.Errorf("R7: the ID of a purchase that has earned nothing is used again: %v, want ErrDuplicate", err)
	}
	a = book(t, "R10", a, redeem("r", on(5), 4), buy("s", on(6), 3), buy("u", on(7), 3))
	expect(t, "R10", a, on(7), lots("p", 19_986, "q", 10, "s", 3, "u", 1))
	expect(t, "R10", a, on(31), lots("q", 10, "s", 3, "u", 1))
	a = book(t, "R10", a, buy("v", on(31), 30_000), buy("w", on(40), 30_000))
	expect(t, "R10", a, on(40), lots("v", 19_986, "w", 14))
	alone := book(t, "R10", empty, pay("p", on(0), 999_999_999_999))
	expect(t, "R10", alone, on(0), lots("p", 20_000))
	expect(t, "R10", book(t, "R10", empty, buy("p", on(0), 20_001)), on(1), lots("p", 20_000))
}

// A cancellation may lift an account above the limit. Then a purchase earns nothing, and takes nothing away.
func TestAboveTheLimit(t *testing.T) {
	a := book(t, "R10", empty, buy("p", on(0), 15_000), redeem("r", on(1), 12_000), buy("q", on(2), 15_000), undo("r", on(3)))
	above := lots("p", 15_000, "q", 15_000)
	expect(t, "R10", a, on(3), above)
	tillAgrees(t, "R10", a, on(3))
	a = book(t, "R10", a, buy("s", on(4), 100), buy("u", on(5), 1))
	expect(t, "R10", a, on(5), above)
	tillAgrees(t, "R10", a, on(5))
	b := book(t, "R10", a, redeem("v", on(6), 10_050), buy("w", on(7), 100))
	expect(t, "R10", b, on(7), lots("p", 4_950, "q", 15_000, "w", 50))
	c := book(t, "R10", a, redeem("v", on(6), 30_000), buy("w", on(7), 100), undo("v", on(8)), buy("x", on(9), 7))
	expect(t, "R10", c, on(9), lots("p", 15_000, "q", 15_000, "w", 100))
	expect(t, "R10", c, on(31), lots("q", 15_000, "w", 100))
	expect(t, "R10", book(t, "R10", c, buy("y", on(33), 20_000)), on(33), lots("w", 100, "y", 19_900))
}

// dayThirtyIsIn tells the reading of R2 by one account, in one function.
func dayThirtyIsIn(t *testing.T) bool {
	t.Helper()
	a := book(t, "R2", empty, buy("p", on(0), 5))
	return len(quote(t, "R2", a, startOf(30))) > 0
}

func TestDayThirty(t *testing.T) {
	in := dayThirtyIsIn(t)
	for _, from := range []time.Time{startOf(0), on(0), endOf(0)} {
		a := book(t, "R9", empty, buy("p", from, 5), buy("q", on(9), 3))
		want := lots("q", 3)
		if in {
			want = lots("p", 5, "q", 3)
		}
		for _, at := range []time.Time{startOf(30), on(30).Add(-1), on(30), on(30).Add(1), endOf(30)} {
			for _, zone := range []int{-12, 0, 14} {
				local := at.In(time.FixedZone("", zone*3600))
				expect(t, "R9", a, local, want)
				tillAgrees(t, "R9", a, local)
			}
		}
		tillAgrees(t, "R9", book(t, "R9", empty, buy("p", from, 5)), on(30))
		b := book(t, "R9", a, redeem("r", on(12), 4))
		if in {
			want = lots("p", 1, "q", 3)
		}
		expect(t, "R9", b, on(30), want)
		tillAgrees(t, "R9", b, on(30))
		expect(t, "R9", a, on(39).Add(-24*time.Hour), lots("q", 3))
		expect(t, "R9", a, on(40), nil)
	}
	limitOnDayThirty(t, in)
}

// limitOnDayThirty checks that the limit of R10 counts the points of day 30 exactly if they can be spent on it.
func limitOnDayThirty(t *testing.T, in bool) {
	t.Helper()
	for _, at := range []time.Time{startOf(30), on(30), endOf(30)} {
		a := book(t, "R9", empty, buy("p", on(0), 19_000), buy("q", at, 4_000))
		want := lots("q", 4_000)
		if in {
			want = lots("p", 19_000, "q", 1_000)
		}
		expect(t, "R9", a, at, want)
		tillAgrees(t, "R9", a, at)
		expect(t, "R9", a, on(31), want[len(want)-1:])
	}
}

var roundings = map[string]func(euros int) int{
	"up":   func(euros int) int { return (euros + 1) / 2 },
	"down": func(euros int) int { return euros / 2 },
	"even": func(euros int) int { return euros/2 + euros/2%2*(euros%2) },
}

func TestHalfPoints(t *testing.T) {
	amounts := []int{1, 3, 5, 7, 9, 11, 101, 103, 3_999, 10_001}
	a, sum := empty, 0
	var found []int
	for i, euros := range amounts {
		at := on(i)
		alone := book(t, "R1", empty, pay("p", at, euros*100+i*9))
		earned := total(quote(t, "R1", alone, at))
		tillAgrees(t, "R9", alone, at)
		found = append(found, earned)
		a = book(t, "R1", a, pay(strings.Repeat("p", i+1), at, euros*100+99))
		sum += earned
		if got := total(quote(t, "R9", a, at)); got != sum {
			t.Fatalf("R9: purchases that earn %v one by one earn %d together", found, got)
		}
		tillAgrees(t, "R9", a, at)
	}
	for _, rounding := range roundings {
		want := make([]int, len(amounts))
		for i, euros := range amounts {
			want[i] = rounding(euros)
		}
		if slices.Equal(found, want) {
			return
		}
	}
	t.Fatalf("R9: purchases of %v euros earn %v; want halves rounded up, down, or to even", amounts, found)
}

// bought is a purchase among others of the same day.
type bought struct {
	id     string
	points int
	minute int
}

var orders = map[string]func(x, y bought) int{
	"earlier":    func(x, y bought) int { return cmp.Compare(x.minute, y.minute) },
	"later":      func(x, y bought) int { return cmp.Compare(y.minute, x.minute) },
	"smaller":    func(x, y bought) int { return cmp.Compare(x.points, y.points) },
	"larger":     func(x, y bought) int { return cmp.Compare(y.points, x.points) },
	"identifier": func(x, y bought) int { return cmp.Compare(x.id, y.id) },
}

func inOrder(order func(x, y bought) int, all []bought) []points.Lot {
	var result []points.Lot
	for _, b := range slices.SortedFunc(slices.Values(all), order) {
		result = append(result, points.Lot{Purchase: b.id, Points: b.points})
	}
	return result
}

func buyAll(t *testing.T, a points.Account, day int, all []bought) points.Account {
	t.Helper()
	for _, b := range all {
		a = book(t, "R4", a, buy(b.id, on(day).Add(time.Duration(b.minute)*time.Minute), b.points))
	}
	return a
}

func TestSameDay(t *testing.T) {
	days := [][]bought{
		{{"m", 10, 1}, {"c", 30, 2}, {"x", 20, 3}},
		{{"x", 30, 0}, {"m", 20, 7}, {"c", 10, 9}},
		{{"k", 25, 4}, {"b", 15, 5}, {"t", 45, 6}, {"f", 35, 8}},
	}
	first := quote(t, "R4", buyAll(t, empty, 0, days[0]), on(1))
	for _, order := range orders {
		if !slices.Equal(first, inOrder(order, days[0])) {
			continue
		}
		for _, day := range days {
			checkSameDay(t, order, day)
		}
		return
	}
	t.Fatalf("R9: purchases %v of one day are taken in the order %v; want one by time, size or ID", days[0], first)
}

func checkSameDay(t *testing.T, order func(x, y bought) int, day []bought) {
	t.Helper()
	want := inOrder(order, day)
	a := buyAll(t, empty, 0, day)
	for _, at := range []time.Time{on(1), on(29)} {
		expect(t, "R9", a, at, want)
		tillAgrees(t, "R9", a, at)
	}
	later := append(inOrder(order, day), points.Lot{Purchase: "a", Points: 1})
	a = book(t, "R9", a, buy("a", on(2), 1))
	expect(t, "R9", a, on(2), later)
	b := book(t, "R9", a, redeem("r", on(3), want[0].Points+1))
	tillAgrees(t, "R9", b, on(3))
	rest := quote(t, "R9", b, on(3))
	if i := slices.IndexFunc(rest, func(l points.Lot) bool { return l.Purchase == want[1].Purchase }); i < 0 ||
		rest[i].Points != want[1].Points-1 || len(rest) != len(want) {
		t.Fatalf("R9: a redemption of %d from %v leaves %v", want[0].Points+1, later, rest)
	}
	expect(t, "R5", book(t, "R5", b, undo("r", on(4))), on(4), later)
	every := book(t, "R5", a, redeem("r", on(3), total(later)), undo("r", on(4)))
	expect(t, "R5", every, on(4), later)
}

func TestLateCancellation(t *testing.T) {
	spent := book(t, "R5", empty, buy("p", on(0), 20), redeem("r", on(5), 12))
	a := book(t, "R5", spent, undo("r", on(40)))
	back := quote(t, "R5", a, on(40))
	if len(back) == 0 {
		checkLost(t, spent)
		return
	}
	if !slices.Equal(back, lots("p", 12)) {
		t.Fatalf("R5: twelve expired points of p are given back; Quote shows %v, want all of them or none", back)
	}
	checkRenewed(t, spent)
}

func checkLost(t *testing.T, spent points.Account) {
	t.Helper()
	for day := 31; day < 110; day += 13 {
		a := book(t, "R9", spent, undo("r", on(day)))
		for _, at := range []int{day, day + 1, day + 29, day + 30, day + 40} {
			expect(t, "R9", a, on(at), nil)
			tillAgrees(t, "R9", a, on(at))
		}
	}
	a := book(t, "R9", mixed(t), undo("r", on(40)))
	expect(t, "R9", a, on(40), lots("q", 10))
	tillAgrees(t, "R9", a, on(40))
	expect(t, "R9", a, on(49), lots("q", 10))
	expect(t, "R9", a, on(51), nil)
	a = book(t, "R9", spent, undo("r", on(30)))
	if dayThirtyIsIn(t) {
		expect(t, "R9", a, on(30), lots("p", 20))
	} else {
		expect(t, "R9", a, on(30), nil)
	}
	tillAgrees(t, "R9", a, on(30))
}

// mixed is an account of which a redemption takes ten points of p, day 30 of which is over on day 40, and five of q.
func mixed(t *testing.T) points.Account {
	t.Helper()
	return book(t, "R5", empty, buy("p", on(0), 10), buy("q", on(20), 10), redeem("r", on(25), 15))
}

func checkRenewed(t *testing.T, spent points.Account) {
	t.Helper()
	good := daysGood(t, book(t, "R9", spent, undo("r", on(40))), 40)
	longest := 29
	if dayThirtyIsIn(t) {
		longest = 30
	}
	if good > longest {
		t.Fatalf("R9: points given back can be spent for %d more days, want no more than the %d of new ones", good, longest)
	}
	for _, day := range []int{31, 53, 100} {
		a := book(t, "R9", spent, undo("r", on(day)))
		if got := daysGood(t, a, day); got != good {
			t.Fatalf("R9: points given back on day 40 can be spent for %d more days, on day %d for %d", good, day, got)
		}
		tillAgrees(t, "R9", a, on(day))
		tillAgrees(t, "R9", a, on(day+good))
		tillAgrees(t, "R9", a, on(day+good+1))
	}
	a := book(t, "R9", mixed(t), undo("r", on(40)))
	found := quote(t, "R9", a, on(40))
	slices.SortFunc(found, func(x, y points.Lot) int { return strings.Compare(x.Purchase, y.Purchase) })
	if !slices.Equal(found, lots("p", 10, "q", 10)) {
		t.Fatalf("R9: ten expired points of p and five of q are given back; Quote shows %v", found)
	}
	tillAgrees(t, "R9", a, on(40))
	checkDayThirtyBack(t, spent)
}

// checkDayThirtyBack cancels on day 30 itself: the points are as before if that day is in, else as good as new ones.
func checkDayThirtyBack(t *testing.T, spent points.Account) {
	t.Helper()
	a := book(t, "R9", spent, undo("r", on(30)))
	want := lots("p", 12)
	if dayThirtyIsIn(t) {
		want = lots("p", 20)
		expect(t, "R9", a, on(31), nil)
	}
	expect(t, "R9", a, on(30), want)
	tillAgrees(t, "R9", a, on(30))
}

// daysGood counts the days after the given one until which points can be spent.
func daysGood(t *testing.T, a points.Account, day int) int {
	t.Helper()
	for after := range 60 {
		if len(quote(t, "R9", a, on(day+after))) == 0 {
			return after - 1
		}
	}
	return 60
}
