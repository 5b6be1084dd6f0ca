package tariff_test

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"tariff"
)

const day = 24 * time.Hour

var noon = time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func plan(grace time.Duration, limit int, steps ...tariff.Step) tariff.Plan {
	return tariff.Plan{Grace: grace, Steps: steps, DayCap: limit}
}

func step(after time.Duration, price int) tariff.Step { return tariff.Step{After: after, Price: price} }

type feeCase struct {
	stay time.Duration
	want int
}

func checkFees(t *testing.T, p tariff.Plan, cases ...feeCase) {
	t.Helper()
	for _, c := range cases {
		if got, err := tariff.Fee(noon, noon.Add(c.stay), p); got != c.want || err != nil {
			t.Errorf("%v under %+v costs %d, %v, want %d", c.stay, p, got, err, c.want)
		}
	}
}

func TestGrace(t *testing.T) {
	p := plan(20*time.Minute, 0, step(0, 7))
	checkFees(t, p, feeCase{0, 0}, feeCase{20 * time.Minute, 0}, feeCase{20*time.Minute + 1, 7}, feeCase{50 * time.Minute, 14})
	checkFees(t, plan(math.MaxInt64, 0, step(0, 7)), feeCase{0, 0}, feeCase{3000 * day, 0})
}

func TestBegunHalfHours(t *testing.T) {
	p := plan(0, 0, step(0, 7))
	checkFees(t, p, feeCase{1, 7}, feeCase{tariff.HalfHour, 7}, feeCase{tariff.HalfHour + 1, 14}, feeCase{2 * tariff.HalfHour, 14})
	for _, halves := range []int{4999, 70_001} {
		whole := time.Duration(halves) * tariff.HalfHour
		checkFees(t, p, feeCase{whole, 7 * halves}, feeCase{whole + 1, 7 * (halves + 1)}, feeCase{whole - 1, 7 * halves})
	}
}

func TestSteps(t *testing.T) {
	p := plan(0, 0, step(0, 1), step(30*time.Minute, 10), step(75*time.Minute, 100), step(80*time.Minute, 1000), step(math.MaxInt64, 5))
	checkFees(t, p, feeCase{30 * time.Minute, 1}, feeCase{60 * time.Minute, 11}, feeCase{90 * time.Minute, 21}, feeCase{91 * time.Minute, 1021})
	later := plan(0, 0, step(0, 1), step(time.Hour, 3))
	checkFees(t, later, feeCase{day, 2 + 46*3}, feeCase{25 * time.Hour, 2 + 48*3})
}

func TestLongBoards(t *testing.T) {
	for _, n := range []int{256, 257, 600} {
		var steps []tariff.Step
		want := 0
		for i := range n {
			steps = append(steps, step(time.Duration(i)*tariff.HalfHour, i*i%1009))
			want += i * i % 1009
		}
		checkFees(t, plan(0, 0, steps...), feeCase{time.Duration(n) * tariff.HalfHour, want})
	}
}

func TestCapOfEachDay(t *testing.T) {
	p := plan(0, 100, step(0, 1), step(day, 10))
	checkFees(t, p, feeCase{day, 48}, feeCase{day + 1, 58}, feeCase{2 * day, 148}, feeCase{2*day + 1, 158}, feeCase{3 * day, 248})
}

func TestElapsedTime(t *testing.T) {
	in := time.Date(2024, 3, 5, 1, 0, 0, 0, time.FixedZone("", 3600))
	out := time.Date(2024, 3, 5, 3, 0, 0, 0, time.FixedZone("", 7200))
	if got, err := tariff.Fee(in, out, plan(0, 0, step(0, 5))); got != 10 || err != nil {
		t.Errorf("an hour across a change of clocks costs %d, %v", got, err)
	}
	if got := tariff.Points(in, out); got != 2 {
		t.Errorf("an hour across a change of clocks earns %d", got)
	}
}

func checkError(t *testing.T, stay time.Duration, p tariff.Plan, want error) {
	t.Helper()
	if got, err := tariff.Fee(noon, noon.Add(stay), p); got != 0 || !errors.Is(err, want) {
		t.Errorf("%v under %+v costs %d, %v, want %v", stay, p, got, err, want)
	}
}

func TestErrors(t *testing.T) {
	for _, steps := range [][]tariff.Step{nil, {step(1, 0)}, {{}, step(2, 0), step(2, 1)}, {{}, step(3, 0), step(2, 0)}, {{}, {}}} {
		checkError(t, -1, plan(0, 0, steps...), tariff.ErrPlan)
		checkError(t, 1, plan(day, 0, steps...), tariff.ErrPlan)
	}
	checkError(t, -1, plan(day, 0, step(0, 0)), tariff.ErrOrder)
}

func TestPlansAreTheCallers(t *testing.T) {
	board := []tariff.Step{step(0, 1), step(time.Hour, 2), step(2*time.Hour, 3), step(3*time.Hour, 4)}
	before := slices.Clone(board)
	for n := range board {
		checkFees(t, plan(0, 0, board[:n+1]...), feeCase{time.Hour, 2})
		if !slices.Equal(board, before) {
			t.Fatalf("pricing by the first %d of them made the steps %v", n+1, board)
		}
	}
	board[1].Price = 9
	checkFees(t, plan(0, 0, board...), feeCase{2 * time.Hour, 20})
	board[1].After = 0
	checkError(t, time.Hour, plan(0, 0, board...), tariff.ErrPlan)
	board[1].After = 30 * time.Minute
	checkFees(t, plan(0, 0, board...), feeCase{time.Hour, 10})
}

func TestPoints(t *testing.T) {
	for _, in := range []time.Time{noon, noon.Add(1), noon.Add(time.Second - 1)} {
		for halves := range 100 {
			whole := in.Add(time.Duration(halves) * tariff.HalfHour)
			if a, b, c := tariff.Points(in, whole.Add(-1)), tariff.Points(in, whole), tariff.Points(in, whole.Add(1)); a != max(0, halves-1) || b != halves || c != halves {
				t.Errorf("%d half-hours from %v on, less a nanosecond, and with one more: %d, %d, %d", halves, in, a, b, c)
			}
		}
	}
	if got := tariff.Points(noon, noon.Add(-day)); got != 0 {
		t.Errorf("a departure before the arrival earns %d", got)
	}
}

func same(a, b tariff.Stay) bool {
	return a.In.Equal(b.In) && a.Out.Equal(b.Out) && slices.Equal(a.Tickets, b.Tickets) && maps.EqualFunc(a.Stamps, b.Stamps, slices.Equal)
}

func stay(in, out int, tickets ...string) tariff.Stay {
	return tariff.Stay{In: at(in), Out: at(out), Tickets: tickets}
}

func stamped(s tariff.Stay, shop string, stamps ...string) tariff.Stay {
	all := map[string][]string{shop: stamps}
	maps.Copy(all, s.Stamps)
	s.Stamps = all
	return s
}

func checkMerge(t *testing.T, stays, want []tariff.Stay) {
	t.Helper()
	if got := tariff.Merge(stays); !slices.EqualFunc(got, want, same) {
		t.Errorf("Merge of %v is %v, want %v", stays, got, want)
	}
}

func TestJoins(t *testing.T) {
	checkMerge(t, nil, nil)
	checkMerge(t, []tariff.Stay{stay(5, 6, "a")}, []tariff.Stay{stay(5, 6, "a")})
	checkMerge(t, []tariff.Stay{stay(50, 60, "d"), stay(0, 100, "a", ""), stay(10, 20, "b"), stay(100, 101), stay(200, 201, "b")},
		[]tariff.Stay{stay(0, 101, "a", "", "b", "d"), stay(200, 201, "b")})
}

func TestJoinsStamps(t *testing.T) {
	first, second := stamped(stay(0, 10), "x", "1", "2"), stamped(stamped(stay(5, 8), "x", "2", "2"), "", "1")
	checkMerge(t, []tariff.Stay{second, first}, []tariff.Stay{stamped(stamped(stay(0, 10), "x", "1", "2", "2", "2"), "", "1")})
	checkMerge(t, []tariff.Stay{stay(0, 10, "a"), second, stay(1, 2, "a")},
		[]tariff.Stay{stamped(stamped(stay(0, 10, "a", "a"), "x", "2", "2"), "", "1")})
}

func TestOrderOfEqualArrivals(t *testing.T) {
	for _, n := range []int{2, 13, 100} {
		var stays []tariff.Stay
		want := []tariff.Stay{stay(0, 9), stay(100, 109), stay(200, 209)}
		for i := range n {
			group := (i * 7) % 3
			name := fmt.Sprint(i)
			stays = append(stays, stay(group*100, group*100+9, name))
			want[group].Tickets = append(want[group].Tickets, name)
		}
		checkMerge(t, stays, slices.DeleteFunc(want, func(s tariff.Stay) bool { return s.Tickets == nil }))
	}
}

func TestVeryManyTickets(t *testing.T) {
	many := make([]string, 1<<16)
	many[0], many[len(many)-1] = "first", "last"
	stays := []tariff.Stay{stay(0, 1, many...), stay(2, 3, "x"), stay(4, 5, many[:9]...)}
	if !slices.EqualFunc(tariff.Merge(stays), stays, same) {
		t.Errorf("%d tickets and a few more do not come back as they were", len(many))
	}
}

func TestHundredsOfShops(t *testing.T) {
	var stays []tariff.Stay
	for i := range 400 {
		stays = append(stays, stamped(stamped(stay(10*i, 10*i+5), fmt.Sprint("shop ", i), "a"), fmt.Sprint("shop ", i*7%400, " again"), "b"))
	}
	if !slices.EqualFunc(tariff.Merge(stays), stays, same) {
		t.Error("stamps of hundreds of shops do not come back as they were")
	}
}

func TestOrderWithinASecond(t *testing.T) {
	short := func(in, out time.Duration, ticket string) tariff.Stay {
		return tariff.Stay{In: noon.Add(in), Out: noon.Add(out), Tickets: []string{ticket}}
	}
	a, b, c := short(1, 2, "a"), short(3, 5, "b"), short(5, 9, "c")
	joined := tariff.Stay{In: b.In, Out: c.Out, Tickets: []string{"b", "c"}}
	checkMerge(t, []tariff.Stay{c, b, a}, []tariff.Stay{a, joined})
}

// lists returns stays that overlap in part. Behind the end of each list there is room, or what belongs to another one.
func lists() []tariff.Stay {
	roomy := func(texts ...string) []string { return append(make([]string, 0, 9), texts...) }
	tickets := roomy("a", "b", "c", "d")
	return append(make([]tariff.Stay, 0, 20),
		tariff.Stay{In: at(50), Out: at(60), Tickets: tickets[:1], Stamps: map[string][]string{"x": roomy("x3")}},
		tariff.Stay{In: at(0), Out: at(10), Tickets: tickets[1:2], Stamps: map[string][]string{"x": roomy("x1", "x2")}},
		tariff.Stay{In: at(5), Out: at(20), Tickets: tickets[2:4], Stamps: map[string][]string{"x": roomy("x4"), "y": roomy("y1")}},
		tariff.Stay{In: at(8), Out: at(9), Stamps: map[string][]string{"y": roomy("y2"), "z": roomy("z1")}},
		tariff.Stay{In: at(90), Out: at(91)},
		tariff.Stay{In: at(91), Out: at(92), Stamps: map[string][]string{"z": roomy("z2")}},
	)
}

// whole writes down stays with what lies behind the end of each list.
func whole(stays []tariff.Stay) string {
	stays = slices.Clone(stays[:cap(stays)])
	for i, s := range stays {
		stays[i].Tickets = s.Tickets[:cap(s.Tickets)]
		stays[i].Stamps = maps.Clone(s.Stamps)
		for shop, list := range s.Stamps {
			stays[i].Stamps[shop] = list[:cap(list)]
		}
	}
	return fmt.Sprint(stays)
}

// TestNothingIsShared fills each list of two results with a number of its own and appends to it. Where lists share memory, the later
// number stands in both.
func TestNothingIsShared(t *testing.T) {
	for n := range 7 {
		stays := lists()[:n]
		results := append(tariff.Merge(stays), tariff.Merge(stays)...)
		var filled [][]string
		fill := func(list []string) []string {
			list = append(list, "")
			for i := range list {
				list[i] = fmt.Sprint(len(filled))
			}
			filled = append(filled, list)
			return list
		}
		for i, s := range results {
			fill(s.Tickets)
			for shop, list := range s.Stamps {
				s.Stamps[shop] = fill(list)
			}
			if s.Stamps != nil {
				s.Stamps["new"] = fill(nil)
			}
			results[i].In, results[i].Out = time.Time{}, time.Time{}
		}
		for i, list := range filled {
			if slices.ContainsFunc(list, func(text string) bool { return text != fmt.Sprint(i) }) {
				t.Errorf("of %d stays, list %d of the result has become %q", n, i, list)
			}
		}
		if got := whole(stays); got != whole(lists()[:n]) {
			t.Errorf("of %d stays, Merge or its result made %s", n, got)
		}
	}
}
