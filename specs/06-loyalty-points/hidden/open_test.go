// canary: 749b41c3-9507-4084-9e57-902d668607ac

package points_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"points"
	"specgen/guard"
)

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
	guard.Observe("day 30", map[bool]string{true: "included", false: "excluded"}[in])
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
	for name, rounding := range roundings {
		want := make([]int, len(amounts))
		for i, euros := range amounts {
			want[i] = rounding(euros)
		}
		if slices.Equal(found, want) {
			guard.Observe("half points", name)
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
	for name, order := range orders {
		if !slices.Equal(first, inOrder(order, days[0])) {
			continue
		}
		for _, day := range days {
			checkSameDay(t, order, day)
		}
		guard.Observe("same day", name)
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
	guard.Observe("late cancellation", "lost")
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
	guard.Observe("late cancellation", "given back")
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
