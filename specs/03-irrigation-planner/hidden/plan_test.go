// canary: b81c5f60-0d4e-4f27-a3c9-64e27d95f013

package irrigation_test

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"irrigation"
)

// outcome is all that can be seen of a call.
type outcome struct {
	schedule irrigation.Schedule
	err      error
	lines    []string
}

type planner func(irrigation.Farm, irrigation.Weather, func(string)) (irrigation.Schedule, error)

func observe(plan planner, f irrigation.Farm, w irrigation.Weather) outcome {
	var lines []string
	schedule, err := plan(f, w, func(line string) { lines = append(lines, line) })
	return outcome{schedule, err, lines}
}

func sameSchedule(a, b irrigation.Schedule) bool {
	return slices.Equal(a.Runs, b.Runs) && slices.Equal(a.Skipped, b.Skipped) && a.Litres == b.Litres && a.End == b.End
}

func text(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

// dice throws numbers from a fixed seed.
type dice struct{ *rand.Rand }

func newDice(seed int64) dice { return dice{rand.New(rand.NewSource(seed))} }

func (d dice) pick(numbers ...int) int { return numbers[d.Intn(len(numbers))] }

func (d dice) between(least, most int) int { return least + d.Intn(most-least+1) }

func (d dice) plots(prefix string, make func() irrigation.Plot) []irrigation.Plot {
	var plots []irrigation.Plot
	for i := range d.Intn(6) {
		plot := make()
		plot.Name = fmt.Sprintf("%s%d", prefix, i)
		plots = append(plots, plot)
	}
	return plots
}

func (d dice) farm(tank int, make func() irrigation.Plot) irrigation.Farm {
	return irrigation.Farm{
		Orchard: d.plots("o", make), Beds: d.plots("b", make), Houses: d.plots("h", make),
		Tank: tank, Start: d.Intn(1440),
	}
}

func (d dice) weather(rain int) irrigation.Weather {
	return irrigation.Weather{Rain: rain, High: d.pick(10, 25, 26, 29, 30, 31, 40), Wind: d.pick(0, 24, 25, 26, 60)}
}

// even makes plots whose litres fill whole minutes whatever the weather, if the rain is a multiple of 160.
func (d dice) even() irrigation.Plot {
	return irrigation.Plot{Area: 50 * d.between(1, 3), Need: 40 * d.between(-1, 9), Flow: d.pick(1, 2, 5, 10, 10)}
}

// odd makes plots of which everything leaves a fraction.
func (d dice) odd() irrigation.Plot {
	return irrigation.Plot{Area: d.between(1, 90), Need: d.between(-3, 70), Flow: d.pick(1, 2, 3, 4, 7, 9, 13, 40, 200)}
}

// faulty makes some plots without area, flow or both.
func (d dice) faulty() irrigation.Plot {
	plot := d.odd()
	switch d.Intn(12) {
	case 0:
		plot.Area = d.pick(0, -1)
	case 1:
		plot.Flow = d.pick(0, -1)
	case 2:
		plot.Area, plot.Flow = 0, d.pick(0, -7)
	}
	return plot
}

const plenty = 100_000_000

func TestEvenSchedules(t *testing.T) {
	d := newDice(400)
	for range 400 {
		f, w := d.farm(plenty, d.even), d.weather(160*d.Intn(2))
		want := observe(originalPlan, f, w)
		got := observe(irrigation.Plan, f, w)
		if got.err != nil || !sameSchedule(got.schedule, want.schedule) {
			t.Fatalf("R1: Plan of %+v in %+v gives\n%+v, %s, want\n%+v", f, w, got.schedule, text(got.err), want.schedule)
		}
	}
}

func TestEdges(t *testing.T) {
	for high := 20; high <= 35; high++ {
		for wind := 20; wind <= 30; wind++ {
			plots := []irrigation.Plot{{Name: "p", Area: 50, Need: 40, Flow: 10}, {Name: "q", Area: 100, Need: 40, Flow: 10}}
			for zone, f := range map[string]irrigation.Farm{"orchard": {Orchard: plots, Tank: plenty}, "beds": {Beds: plots, Tank: plenty}, "houses": {Houses: plots, Tank: plenty}} {
				w := irrigation.Weather{High: high, Wind: wind}
				got, _ := irrigation.Plan(f, w, nil)
				if want, _ := originalPlan(f, w, nil); !sameSchedule(got, want) {
					t.Fatalf("R1: %s in %+v gives\n%+v, want\n%+v", zone, w, got, want)
				}
			}
		}
	}
}

func TestLengths(t *testing.T) {
	for minutes := 1; minutes <= 200; minutes++ {
		plots := []irrigation.Plot{{Name: "p", Area: minutes, Need: 40, Flow: 4}, {Name: "q", Area: 10, Need: 40, Flow: 40}}
		for zone, f := range map[string]irrigation.Farm{"orchard": {Orchard: plots, Tank: plenty}, "beds": {Beds: plots, Tank: plenty}, "houses": {Houses: plots, Tank: plenty}} {
			got, _ := irrigation.Plan(f, irrigation.Weather{High: 10}, nil)
			if want, _ := originalPlan(f, irrigation.Weather{High: 10}, nil); !sameSchedule(got, want) {
				t.Fatalf("R1: %s, %d minutes wanted, gives\n%+v, want\n%+v", zone, minutes, got, want)
			}
		}
	}
}

func TestTank(t *testing.T) {
	plot := []irrigation.Plot{{Name: "p", Area: 20, Need: 40, Flow: 4}}
	f := irrigation.Farm{Orchard: plot, Beds: plot, Houses: plot}
	for f.Tank = 0; f.Tank <= 250; f.Tank++ {
		_, err := irrigation.Plan(f, irrigation.Weather{High: 10}, nil)
		if _, want := originalPlan(f, irrigation.Weather{High: 10}, nil); errors.Is(err, irrigation.ErrTank) != (want != nil) || want == nil && err != nil {
			t.Fatalf("R4: with %d l in the tank the error is %s, want %s", f.Tank, text(err), text(want))
		}
	}
}

func TestSingleFaults(t *testing.T) {
	noFlow := []irrigation.Plot{{Name: "p", Area: 3, Need: 7}}
	noArea := []irrigation.Plot{{Name: "p", Need: 7, Flow: 2}}
	for _, c := range []struct {
		farm irrigation.Farm
		want error
	}{
		{irrigation.Farm{Orchard: noFlow}, irrigation.ErrValve},
		{irrigation.Farm{Orchard: noArea}, irrigation.ErrPlot},
		{irrigation.Farm{Beds: noFlow}, irrigation.ErrValve},
		{irrigation.Farm{Beds: noArea}, irrigation.ErrPlot},
		{irrigation.Farm{Houses: noFlow}, irrigation.ErrValve},
		{irrigation.Farm{Houses: noArea}, irrigation.ErrPlot},
	} {
		c.farm.Tank = plenty
		if _, err := irrigation.Plan(c.farm, irrigation.Weather{High: 10}, nil); !errors.Is(err, c.want) {
			t.Errorf("R4: Plan of %+v gives the error %s, want %s", c.farm, text(err), text(c.want))
		}
	}
}
