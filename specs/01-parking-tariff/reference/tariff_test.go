package tariff_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"tariff"
)

var noon = time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func fee(t *testing.T, stay time.Duration, p tariff.Plan) int {
	t.Helper()
	got, err := tariff.Fee(noon, noon.Add(stay), p)
	if err != nil {
		t.Fatalf("Fee of %v: %v", stay, err)
	}
	return got
}

func plan(grace time.Duration, limit int, steps ...tariff.Step) tariff.Plan {
	return tariff.Plan{Grace: grace, Steps: steps, DayCap: limit}
}

type feeCase struct {
	stay time.Duration
	want int
}

func checkFees(t *testing.T, p tariff.Plan, cases ...feeCase) {
	t.Helper()
	for _, c := range cases {
		if got := fee(t, c.stay, p); got != c.want {
			t.Errorf("%v under %+v costs %d, want %d", c.stay, p, got, c.want)
		}
	}
}

func TestGrace(t *testing.T) {
	p := plan(20*time.Minute, 0, tariff.Step{Price: 7})
	checkFees(t, p, feeCase{0, 0}, feeCase{20 * time.Minute, 0}, feeCase{20*time.Minute + 1, 7}, feeCase{50 * time.Minute, 14})
}

func TestBegunHalfHours(t *testing.T) {
	p := plan(0, 0, tariff.Step{Price: 7})
	checkFees(t, p, feeCase{1, 7}, feeCase{tariff.HalfHour, 7}, feeCase{tariff.HalfHour + 1, 14}, feeCase{2 * tariff.HalfHour, 14})
}

func TestSteps(t *testing.T) {
	p := plan(0, 0, tariff.Step{Price: 1}, tariff.Step{After: 30 * time.Minute, Price: 10}, tariff.Step{After: 75 * time.Minute, Price: 100},
		tariff.Step{After: 80 * time.Minute, Price: 1000})
	checkFees(t, p, feeCase{30 * time.Minute, 1}, feeCase{60 * time.Minute, 11}, feeCase{90 * time.Minute, 21}, feeCase{91 * time.Minute, 1021})
}

func TestCapOfEachDay(t *testing.T) {
	const day = 24 * time.Hour
	p := plan(0, 100, tariff.Step{Price: 1}, tariff.Step{After: day, Price: 10})
	checkFees(t, p, feeCase{day, 48}, feeCase{day + 1, 58}, feeCase{2 * day, 148}, feeCase{2*day + 1, 158}, feeCase{3 * day, 248})
}

func TestStepsOfAllDays(t *testing.T) {
	p := plan(0, 0, tariff.Step{Price: 1}, tariff.Step{After: time.Hour, Price: 3})
	checkFees(t, p, feeCase{24 * time.Hour, 2 + 46*3}, feeCase{25 * time.Hour, 2 + 48*3})
}

func TestElapsedTime(t *testing.T) {
	in := time.Date(2024, 3, 5, 1, 0, 0, 0, time.FixedZone("", 3600))
	out := time.Date(2024, 3, 5, 3, 0, 0, 0, time.FixedZone("", 7200))
	if got, err := tariff.Fee(in, out, plan(0, 0, tariff.Step{Price: 5})); got != 10 || err != nil {
		t.Errorf("an hour across a change of clocks costs %d, %v", got, err)
	}
	if got := tariff.Points(in, out); got != 2 {
		t.Errorf("an hour across a change of clocks earns %d", got)
	}
}

func TestErrors(t *testing.T) {
	for _, steps := range [][]tariff.Step{nil, {{After: 1}}, {{}, {After: 2}, {After: 2}}, {{}, {After: 3}, {After: 2}}} {
		if got, err := tariff.Fee(noon, noon.Add(-1), plan(0, 0, steps...)); got != 0 || !errors.Is(err, tariff.ErrPlan) {
			t.Errorf("steps %v: %d, %v", steps, got, err)
		}
	}
	if got, err := tariff.Fee(noon, noon.Add(-1), plan(time.Hour, 0, tariff.Step{})); got != 0 || !errors.Is(err, tariff.ErrOrder) {
		t.Errorf("departure before arrival: %d, %v", got, err)
	}
}

func TestPoints(t *testing.T) {
	for minutes, want := range map[int]int{-90: 0, 0: 0, 29: 0, 30: 1, 59: 1, 60: 2} {
		if got := tariff.Points(noon, at(minutes)); got != want {
			t.Errorf("%d minutes earn %d, want %d", minutes, got, want)
		}
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
	checkMerge(t, []tariff.Stay{stay(50, 60, "d"), stay(0, 100, "a"), stay(10, 20, "b"), stay(100, 101), stay(200, 201, "e")},
		[]tariff.Stay{stay(0, 101, "a", "b", "d"), stay(200, 201, "e")})
}

func TestJoinsStamps(t *testing.T) {
	first, second := stamped(stay(0, 10), "x", "x1", "x2"), stamped(stamped(stay(5, 8), "x", "x3"), "y", "y1")
	want := stamped(stamped(stay(0, 10), "x", "x1", "x2", "x3"), "y", "y1")
	checkMerge(t, []tariff.Stay{second, first}, []tariff.Stay{want})
	checkMerge(t, []tariff.Stay{stay(0, 10), second}, []tariff.Stay{stamped(stamped(stay(0, 10), "x", "x3"), "y", "y1")})
}

func TestOrderOfEqualArrivals(t *testing.T) {
	for _, n := range []int{2, 12, 13, 40, 100} {
		var stays []tariff.Stay
		want := []tariff.Stay{stay(0, 9), stay(100, 109), stay(200, 209)}
		for i := range n {
			group := (i * 7) % 3
			name := fmt.Sprint(i)
			stays = append(stays, stay(group*100, group*100+9, name))
			want[group].Tickets = append(want[group].Tickets, name)
		}
		want = slices.DeleteFunc(want, func(s tariff.Stay) bool { return s.Tickets == nil })
		checkMerge(t, stays, want)
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

// lists returns stays that overlap in part, all of whose slices have room behind them.
func lists() []tariff.Stay {
	roomy := func(texts ...string) []string { return append(make([]string, 0, 9), texts...) }
	tickets := roomy("a", "b", "c", "d")
	return []tariff.Stay{
		{In: at(50), Out: at(60), Tickets: tickets[:1], Stamps: map[string][]string{"x": roomy("x3")}},
		{In: at(0), Out: at(10), Tickets: tickets[1:2], Stamps: map[string][]string{"x": roomy("x1", "x2")}},
		{In: at(5), Out: at(20), Tickets: tickets[2:4], Stamps: map[string][]string{"x": roomy("x4"), "y": roomy("y1")}},
		{In: at(8), Out: at(9), Stamps: map[string][]string{"y": roomy("y2")}},
		{In: at(90), Out: at(91)},
		{In: at(91), Out: at(92), Stamps: map[string][]string{"z": roomy("z1")}},
	}
}

func TestStaysRemainTheCallers(t *testing.T) {
	for _, n := range []int{1, 2, 3, 6} {
		stays := lists()[:n]
		result := tariff.Merge(stays)
		for i := range result {
			for k := range result[i].Tickets {
				result[i].Tickets[k] = "changed"
			}
			for shop, list := range result[i].Stamps {
				for k := range list {
					list[k] = "changed"
				}
				result[i].Stamps[shop] = append(list, "more")
			}
			if result[i].Stamps != nil {
				result[i].Stamps["new"] = nil
			}
			_ = append(result[i].Tickets, "more", "still more")
			result[i].In, result[i].Out = time.Time{}, time.Time{}
		}
		if !slices.EqualFunc(stays, lists()[:n], same) {
			t.Errorf("of %d stays Merge or its result made %v", n, stays)
		}
		for i, want := range lists()[:n] {
			room := stays[i].Tickets[:cap(stays[i].Tickets)]
			if !slices.Equal(room, want.Tickets[:cap(want.Tickets)]) {
				t.Errorf("behind the tickets of stay %d of %d stands %q", i, n, room)
			}
		}
	}
}
