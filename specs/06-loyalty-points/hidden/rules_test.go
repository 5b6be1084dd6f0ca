// canary: 749b41c3-9507-4084-9e57-902d668607ac

package points_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"points"
)

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
