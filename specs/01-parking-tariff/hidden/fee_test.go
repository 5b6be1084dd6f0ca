// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

package tariff_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"tariff"
)

var noon = time.Date(2031, time.May, 6, 12, 0, 0, 0, time.UTC)

// flat is a plan with a single price and neither grace nor cap.
func flat(price int) tariff.Plan {
	return tariff.Plan{Steps: []tariff.Step{{After: 0, Price: price}}}
}

type feeCase struct {
	stay time.Duration
	want int
}

func checkFees(t *testing.T, requirement string, plan tariff.Plan, cases []feeCase) {
	t.Helper()
	for _, c := range cases {
		got, err := tariff.Fee(noon, noon.Add(c.stay), plan)
		if err != nil || got != c.want {
			t.Errorf("%s: Fee of a stay of %v under %+v = %d, %v; want %d, nil", requirement, c.stay, plan, got, err, c.want)
		}
	}
}

func TestStepPrices(t *testing.T) {
	plan := tariff.Plan{Steps: []tariff.Step{{0, 7}, {time.Hour, 5}, {150 * time.Minute, 3}, {26 * time.Hour, 11}}}
	checkFees(t, "R3", plan, []feeCase{
		{30 * time.Minute, 7},
		{60 * time.Minute, 14},
		{90 * time.Minute, 19},
		{150 * time.Minute, 29},
		{180 * time.Minute, 32},
		{26 * time.Hour, 29 + 47*3},
		{27 * time.Hour, 29 + 47*3 + 2*11},
	})
}

func TestStepsBetweenHalfHours(t *testing.T) {
	plan := tariff.Plan{Steps: []tariff.Step{{0, 4}, {20 * time.Minute, 9}, {61 * time.Minute, 1}}}
	checkFees(t, "R3", plan, []feeCase{
		{30 * time.Minute, 4},
		{60 * time.Minute, 13},
		{90 * time.Minute, 22},
		{120 * time.Minute, 23},
	})
}

func TestNoCap(t *testing.T) {
	checkFees(t, "R4", flat(2), []feeCase{{24 * time.Hour, 96}, {72 * time.Hour, 288}})
}

func TestCapWithinOneDay(t *testing.T) {
	plan := flat(10)
	plan.DayCap = 45
	checkFees(t, "R4", plan, []feeCase{{2 * time.Hour, 40}, {150 * time.Minute, 45}, {10 * time.Hour, 45}})
}

func TestElapsedTimeAcrossZones(t *testing.T) {
	winter, summer := time.FixedZone("winter", 3600), time.FixedZone("summer", 7200)
	spring := time.Date(2031, time.March, 30, 0, 0, 0, 0, winter)
	autumn := time.Date(2031, time.October, 26, 1, 0, 0, 0, summer)
	cases := []struct {
		name    string
		in, out time.Time
		want    int
	}{
		{"clocks go forward", spring, time.Date(2031, time.March, 30, 4, 0, 0, 0, summer), 6},
		{"clocks go back", autumn, time.Date(2031, time.October, 26, 4, 0, 0, 0, winter), 8},
		{"same wall clock, an hour apart", autumn, time.Date(2031, time.October, 26, 1, 0, 0, 0, winter), 2},
	}
	for _, c := range cases {
		if got, err := tariff.Fee(c.in, c.out, flat(1)); err != nil || got != c.want {
			t.Errorf("R5: %s: Fee(%v, %v) at 1 a half-hour = %d, %v; want %d, nil", c.name, c.in, c.out, got, err, c.want)
		}
	}
}

func TestFeeErrors(t *testing.T) {
	if tariff.ErrPlan == nil || tariff.ErrOrder == nil || errors.Is(tariff.ErrPlan, tariff.ErrOrder) || errors.Is(tariff.ErrOrder, tariff.ErrPlan) {
		t.Fatalf("R6: ErrPlan and ErrOrder must be two errors, are %v and %v", tariff.ErrPlan, tariff.ErrOrder)
	}
	hour := time.Hour
	bad := [][]tariff.Step{
		nil,
		{},
		{{hour, 3}},
		{{0, 3}, {0, 2}},
		{{0, 3}, {2 * hour, 2}, {hour, 1}},
		{{0, 3}, {hour, 2}, {hour, 1}},
	}
	for _, steps := range bad {
		for _, stay := range []time.Duration{-hour, 0, hour} {
			got, err := tariff.Fee(noon, noon.Add(stay), tariff.Plan{Steps: steps, Grace: 2 * hour})
			if got != 0 || !errors.Is(err, tariff.ErrPlan) || errors.Is(err, tariff.ErrOrder) {
				t.Errorf("R6: Fee over %v with steps %v = %d, %v; want 0, ErrPlan", stay, steps, got, err)
			}
		}
	}
	for _, stay := range []time.Duration{-1, -hour} {
		got, err := tariff.Fee(noon, noon.Add(stay), tariff.Plan{Steps: []tariff.Step{{0, 3}}, Grace: hour})
		if got != 0 || !errors.Is(err, tariff.ErrOrder) || errors.Is(err, tariff.ErrPlan) {
			t.Errorf("R6: Fee over %v = %d, %v; want 0, ErrOrder", stay, got, err)
		}
	}
	if got, err := tariff.Fee(noon, noon, flat(3)); got != 0 || err != nil {
		t.Errorf("R6: Fee of a stay without length = %d, %v; want 0, nil", got, err)
	}
}

func TestUnits(t *testing.T) {
	if tariff.HalfHour != 30*time.Minute {
		t.Errorf("R10: HalfHour = %v, want 30m0s", tariff.HalfHour)
	}
	var fee func(in, out time.Time, p tariff.Plan) (int, error) = tariff.Fee
	var merge func([]tariff.Stay) []tariff.Stay = tariff.Merge
	var points func(in, out time.Time) int = tariff.Points
	if fee == nil || merge == nil || points == nil {
		t.Error("R10: Fee, Merge or Points is missing")
	}
}

func TestGrace(t *testing.T) {
	for _, grace := range []time.Duration{0, 1, 10 * time.Minute, 29*time.Minute + 59*time.Second, 30 * time.Minute, 50 * time.Minute, 90 * time.Minute} {
		plan := flat(6)
		plan.Grace = grace
		begun := int(grace/(30*time.Minute)) + 1
		checkFees(t, "R1", plan, []feeCase{{grace, 0}, {grace + 1, begun * 6}})
		if grace > 0 {
			checkFees(t, "R1", plan, []feeCase{{grace - 1, 0}, {grace / 2, 0}, {0, 0}})
		}
	}
	free := flat(6)
	free.Grace = math.MaxInt64
	checkFees(t, "R1", free, []feeCase{{0, 0}, {time.Hour, 0}, {1000 * 24 * time.Hour, 0}})
}

func TestBegunHalfHours(t *testing.T) {
	for _, plan := range []tariff.Plan{flat(6), {Grace: 25 * time.Minute, Steps: flat(6).Steps}} {
		for n := 1; n <= 60; n++ {
			edge := time.Duration(n) * 30 * time.Minute
			checkFees(t, "R2", plan, []feeCase{{edge - 1, 6 * n}, {edge, 6 * n}, {edge + 1, 6 * (n + 1)}, {edge + 14*time.Minute, 6 * (n + 1)}})
		}
	}
	checkFees(t, "R2", flat(6), []feeCase{{1, 6}, {time.Second, 6}, {14 * time.Minute, 6}})
}

func TestCapOfEachDay(t *testing.T) {
	dear := flat(10)
	dear.DayCap = 200
	checkFees(t, "R4", dear, []feeCase{
		{time.Hour, 20},
		{24 * time.Hour, 200},
		{25 * time.Hour, 220},
		{33 * time.Hour, 380},
		{36 * time.Hour, 400},
		{48 * time.Hour, 400},
		{49 * time.Hour, 420},
		{240 * time.Hour, 2000},
		{241 * time.Hour, 2020},
	})
}

func TestCapThatADayDoesNotReach(t *testing.T) {
	cheap := flat(3)
	cheap.DayCap = 145
	checkFees(t, "R4", cheap, []feeCase{{24 * time.Hour, 144}, {25 * time.Hour, 150}, {49 * time.Hour, 294}})
	exact := flat(3)
	exact.DayCap = 144
	checkFees(t, "R4", exact, []feeCase{{24 * time.Hour, 144}, {25 * time.Hour, 150}, {49 * time.Hour, 294}})
}

func TestSmallestCap(t *testing.T) {
	token := flat(3)
	token.DayCap = 1
	checkFees(t, "R4", token, []feeCase{{30 * time.Minute, 1}, {24 * time.Hour, 1}, {25 * time.Hour, 2}, {49 * time.Hour, 3}})
}

func TestCapWithSteps(t *testing.T) {
	plan := tariff.Plan{DayCap: 100, Steps: []tariff.Step{{0, 5}, {2 * time.Hour, 1}, {25 * time.Hour, 40}}}
	checkFees(t, "R4", plan, []feeCase{
		{24 * time.Hour, 20 + 44},
		{25 * time.Hour, 64 + 2},
		{26 * time.Hour, 64 + 82},
		{49 * time.Hour, 64 + 100 + 80},
	})
}

func TestStepsWithinOneHalfHour(t *testing.T) {
	plan := tariff.Plan{Steps: []tariff.Step{{0, 8}, {5 * time.Minute, 6}, {10 * time.Minute, 3}, {31 * time.Minute, 9}, {45 * time.Minute, 7}, {time.Hour, 2}, {2 * time.Hour, 5}}}
	checkFees(t, "R3", plan, []feeCase{
		{30 * time.Minute, 8},
		{60 * time.Minute, 8 + 3},
		{90 * time.Minute, 8 + 3 + 2},
		{120 * time.Minute, 8 + 3 + 2*2},
		{180 * time.Minute, 8 + 3 + 2*2 + 2*5},
	})
	next := tariff.Plan{DayCap: 100, Steps: []tariff.Step{{0, 2}, {24*time.Hour - 20*time.Minute, 90}, {24*time.Hour - 1, 30}}}
	checkFees(t, "R3", next, []feeCase{{24 * time.Hour, 96}, {24*time.Hour + 30*time.Minute, 96 + 30}, {27 * time.Hour, 96 + 100}})
}

func TestLongBoards(t *testing.T) {
	var steps []tariff.Step
	want := 0
	for i := range 700 {
		steps = append(steps, tariff.Step{After: time.Duration(i) * 30 * time.Minute, Price: i % 11})
		want += i % 11
	}
	steps = append(steps, tariff.Step{After: math.MaxInt64, Price: 1000})
	checkFees(t, "R3", tariff.Plan{Steps: steps}, []feeCase{{350 * time.Hour, want}, {351 * time.Hour, want + 2*(699%11)}})
}

func TestPlansOfTheCaller(t *testing.T) {
	board := []tariff.Step{{0, 3}, {time.Hour, 5}, {2 * time.Hour, 7}, {3 * time.Hour, 11}}
	before := slices.Clone(board)
	for n := 1; n <= len(board); n++ {
		checkFees(t, "R3", tariff.Plan{Steps: board[:n]}, []feeCase{{time.Hour, 6}})
		if !slices.Equal(board, before) {
			t.Fatalf("R8: Fee by the first %d steps made the caller's steps %v", n, board)
		}
	}
	board[1].Price = 4
	checkFees(t, "R3", tariff.Plan{Steps: board}, []feeCase{{2 * time.Hour, 14}})
	board[1].After = 0
	if got, err := tariff.Fee(noon, noon.Add(time.Hour), tariff.Plan{Steps: board}); got != 0 || !errors.Is(err, tariff.ErrPlan) {
		t.Errorf("R6: Fee by steps that have been put out of order since the last call = %d, %v; want 0, ErrPlan", got, err)
	}
}

func TestPoints(t *testing.T) {
	for _, c := range []feeCase{{-time.Hour, 0}, {-1, 0}, {0, 0}, {1, 0}, {30*time.Minute - 1, 0}, {30 * time.Minute, 1}, {30*time.Minute + 1, 1}, {59 * time.Minute, 1}, {26 * time.Hour, 52}} {
		if got := tariff.Points(noon, noon.Add(c.stay)); got != c.want {
			t.Errorf("R9: Points of a stay of %v = %d, want %d", c.stay, got, c.want)
		}
	}
	winter, summer := time.FixedZone("winter", 3600), time.FixedZone("summer", 7200)
	in, out := time.Date(2031, time.March, 30, 0, 0, 0, 0, winter), time.Date(2031, time.March, 30, 4, 0, 0, 0, summer)
	if got := tariff.Points(in, out); got != 6 {
		t.Errorf("R5: Points(%v, %v) = %d, want 6", in, out, got)
	}
}
