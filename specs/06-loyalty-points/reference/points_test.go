// canary: 749b41c3-9507-4084-9e57-902d668607ac

package points_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"testing"
	"time"

	"points"
)

// A till tries events on an account. What the note leaves open, it learns from the package first.
type till struct {
	*testing.T
	account points.Account
	now     time.Time
}

var morning = time.Date(2030, 6, 3, 9, 30, 0, 0, time.UTC)

func newTill(t *testing.T) *till { return &till{T: t, now: morning} }

func (c *till) at(day int) *till {
	c.now = morning.AddDate(0, 0, day)
	return c
}

func (c *till) post(kind points.Kind, id string, n int) error {
	e := points.Event{Kind: kind, ID: id, At: c.now, Cents: n, Points: n}
	next, err := points.Post(c.account, e)
	if err != nil && !errors.Is(err, points.ErrTime) && !reflect.DeepEqual(c.held(), held(c.T, next, c.now)) {
		c.Errorf("%s: %v, and another account", id, err)
	}
	c.account = next
	return err
}

func (c *till) must(kind points.Kind, id string, n int) {
	c.Helper()
	if err := c.post(kind, id, n); err != nil {
		c.Fatalf("%s (kind %d, %d) on %v: %v", id, kind, n, c.now, err)
	}
}

func (c *till) fails(want error, kind points.Kind, id string, n int) {
	c.Helper()
	if err := c.post(kind, id, n); !errors.Is(err, want) {
		c.Errorf("%s (kind %d, %d) on %v: %v, want %v", id, kind, n, c.now, err, want)
	}
}

// buy earns n points.
func (c *till) buy(id string, n int) { c.Helper(); c.must(points.Purchase, id, 200*n) }

// held sums up what an account has, by purchase.
func held(t *testing.T, a points.Account, at time.Time) map[string]int {
	t.Helper()
	q, err := points.Quote(a, at)
	if err != nil {
		t.Fatalf("Quote: %v", err)
	}
	sums, all := map[string]int{}, 0
	for _, l := range q.Lots {
		if l.Points <= 0 {
			t.Errorf("a lot of %d", l.Points)
		}
		sums[l.Purchase] += l.Points
		all += l.Points
	}
	if all != q.Total {
		t.Errorf("lots of %d, total %d", all, q.Total)
	}
	return sums
}

func (c *till) held() map[string]int { c.Helper(); return held(c.T, c.account, c.now) }

func (c *till) shows(want string) {
	c.Helper()
	if got := fmt.Sprint(c.held()); got != "map["+want+"]" {
		c.Errorf("on %v there is %s, want %s", c.now, got, want)
	}
}

// order lists the purchases as Quote does, neighbours joined.
func (c *till) order() (ids []string) {
	q, _ := points.Quote(c.account, c.now)
	for _, l := range q.Lots {
		if n := len(ids); n == 0 || ids[n-1] != l.Purchase {
			ids = append(ids, l.Purchase)
		}
	}
	return ids
}

func lastDayCounts(t *testing.T) bool {
	c := newTill(t)
	c.buy("a", 1)
	return len(c.at(30).held()) == 1
}

func TestThirtyDays(t *testing.T) {
	in := lastDayCounts(t)
	for _, from := range []time.Duration{0, 14*time.Hour + 29*time.Minute, -9*time.Hour - 30*time.Minute} {
		c := newTill(t)
		c.now = c.now.Add(from)
		day0 := c.now.Truncate(24 * time.Hour)
		c.buy("a", 9)
		for hour := 29 * 24; hour < 31*24; hour += 3 {
			c.now = day0.Add(time.Duration(hour) * time.Hour)
			if hour < 30*24 || in {
				c.shows("a:9")
				d := *c
				d.fails(points.ErrShort, points.Redemption, "r", 10)
				d.must(points.Redemption, "r", 9)
			} else {
				c.shows("")
				c.fails(points.ErrShort, points.Redemption, "r", 1)
			}
		}
		c.now = day0.AddDate(0, 0, 31)
		c.shows("")
	}
}

func TestHalvesAllAlike(t *testing.T) {
	half := map[int]bool{} // euros modulo 4 → rounded up
	for _, euros := range []int{1, 3, 5, 7, 21, 23, 99, 101, 103, 997, 999, 10001, 10003, 39_997} {
		c := newTill(t)
		c.must(points.Purchase, "a", euros*100+99)
		up := c.held()["a"] - euros/2
		if up != 0 && up != 1 {
			t.Errorf("%d euros earn %d", euros, c.held()["a"])
		}
		if known, seen := half[euros%4]; seen && known != (up == 1) {
			t.Errorf("%d euros are rounded in another way than others", euros)
		}
		half[euros%4] = up == 1
	}
	for cents, want := range map[int]string{1: "", 99: "", 200: "a:1", 299: "a:1", 400: "a:2", 1e6: "a:5000"} {
		c := newTill(t)
		c.must(points.Purchase, "a", cents)
		c.shows(want)
	}
}

func TestOneOrder(t *testing.T) {
	type sale struct {
		id string
		n  int
	}
	random := rand.New(rand.NewPCG(5, 5))
	rules := map[string]func(a, b sale, i, j int) bool{
		"earlier": func(_, _ sale, i, j int) bool { return i < j }, "later": func(_, _ sale, i, j int) bool { return i > j },
		"less": func(a, b sale, _, _ int) bool { return a.n < b.n }, "more": func(a, b sale, _, _ int) bool { return a.n > b.n },
		"ID": func(a, b sale, _, _ int) bool { return a.id < b.id },
	}
	for range 60 {
		sales := []sale{{"k", 4}, {"d", 8}, {"z", 6}, {"q", 2}}
		random.Shuffle(4, func(i, j int) { sales[i], sales[j] = sales[j], sales[i] })
		c := newTill(t)
		for i, s := range sales {
			c.now = morning.Add(time.Duration(i) * time.Minute)
			c.buy(s.id, s.n)
		}
		got := c.at(1).order()
		for name, less := range rules {
			at := []int{0, 1, 2, 3}
			sort.Slice(at, func(x, y int) bool { return less(sales[at[x]], sales[at[y]], at[x], at[y]) })
			for i := range at {
				if sales[at[i]].id != got[i] {
					delete(rules, name)
				}
			}
		}
		c.must(points.Redemption, "r", 5)
		c.must(points.Redemption, "s", 3)
		c.must(points.Cancellation, "r", 0)
		c.must(points.Cancellation, "s", 0)
		if back := c.order(); !reflect.DeepEqual(back, got) {
			t.Errorf("after cancellations the order is %v, was %v", back, got)
		}
	}
	if len(rules) == 0 {
		t.Error("no order holds for all days")
	}
}

func TestWhatComesBack(t *testing.T) {
	c := newTill(t)
	c.buy("a", 10)
	c.at(1).buy("b", 10)
	c.at(2).must(points.Redemption, "r", 6)
	c.must(points.Redemption, "s", 8)
	c.shows("b:6")
	c.buy("c", 5)
	c.at(5).must(points.Cancellation, "r", 0)
	c.shows("a:6 b:6 c:5")
	if got := fmt.Sprint(c.order()); got != "[a b c]" {
		t.Error(got)
	}
	c.fails(points.ErrUnknown, points.Cancellation, "r", 0)
	c.fails(points.ErrUnknown, points.Cancellation, "a", 0)
	c.at(29).shows("a:6 b:6 c:5")
	c.must(points.Redemption, "t", 7)
	c.shows("b:5 c:5")
	c.at(50).must(points.Cancellation, "t", 0)
}

func TestLimit(t *testing.T) {
	in := lastDayCounts(t)
	for _, day := range []int{0, 29, 30, 31} {
		c := newTill(t)
		c.buy("a", 19_000)
		c.at(day).buy("b", 3_000)
		if day < 30 || day == 30 && in {
			c.shows("a:19000 b:1000")
		} else {
			c.shows("b:3000")
		}
		c.must(points.Redemption, "r", 500)
	}
	c := newTill(t)
	c.buy("a", 15_000)
	c.must(points.Redemption, "r", 12_000)
	c.at(1).buy("b", 16_000)
	c.at(2).must(points.Cancellation, "r", 0)
	c.shows("a:15000 b:16000")
	c.buy("c", 40)
	c.shows("a:15000 b:16000")
	c.fails(points.ErrDuplicate, points.Purchase, "c", 400)
	c.must(points.Redemption, "s", 31_000)
	c.buy("d", 40)
	c.shows("d:40")
}

func TestRefusals(t *testing.T) {
	c := newTill(t)
	c.at(3).buy("a", 5)
	c.at(9).fails(points.ErrShort, points.Redemption, "r", 6)
	c.fails(points.ErrUnknown, points.Cancellation, "r", 0)
	c.fails(points.ErrDuplicate, points.Purchase, "a", 1)
	c.fails(points.ErrEvent, points.Purchase, "a", 0)
	c.fails(points.ErrEvent, points.Redemption, "", 1)
	c.fails(points.ErrEvent, 9, "x", 1)
	c.at(2)
	if _, err := points.Post(c.account, points.Event{Kind: points.Purchase, ID: "a", At: c.now, Cents: 1}); !errors.Is(err, points.ErrTime) {
		t.Error(err)
	}
	if _, err := points.Quote(c.account, c.now); !errors.Is(err, points.ErrTime) {
		t.Error(err)
	}
	c.at(3).must(points.Redemption, "r", 5)
}

func TestBranches(t *testing.T) {
	c := newTill(t)
	c.buy("a", 8)
	c.must(points.Redemption, "r", 3)
	c.must(points.Redemption, "s", 2)
	for range 3 {
		for _, id := range []string{"r", "s"} {
			d := *c
			d.must(points.Cancellation, id, 0)
			d.fails(points.ErrUnknown, points.Cancellation, id, 0)
			d.buy(id+"2", 1)
			d.must(points.Redemption, "t", 4)
		}
		c.shows("a:3")
	}
}
