// canary: b81c5f60-0d4e-4f27-a3c9-64e27d95f013

package irrigation_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"irrigation"
)

func checkSchedule(t *testing.T, f irrigation.Farm, w irrigation.Weather) {
	t.Helper()
	want, wanted := originalPlan(f, w, nil)
	got, err := irrigation.Plan(f, w, nil)
	if text(err) != text(wanted) || !sameSchedule(got, want) {
		t.Fatalf("R2: Plan of %+v in %+v gives\n%+v, %s, want\n%+v, %s", f, w, got, text(err), want, text(wanted))
	}
}

func TestRounding(t *testing.T) {
	d := newDice(1500)
	for range 3000 {
		checkSchedule(t, d.farm(plenty, d.odd), d.weather(d.Intn(50)))
	}
}

func TestWhatIsHandedOn(t *testing.T) {
	d := newDice(33)
	small := func() irrigation.Plot {
		return irrigation.Plot{Area: d.between(1, 12), Need: d.between(0, 30), Flow: d.pick(5, 8, 11, 30)}
	}
	large := func() irrigation.Plot {
		if d.Intn(2) == 0 {
			return small()
		}
		return irrigation.Plot{Area: d.between(80, 400), Need: d.between(10, 60), Flow: d.pick(5, 7, 8, 11)}
	}
	for range 3000 {
		checkSchedule(t, d.farm(plenty, small), d.weather(d.Intn(8)))
		checkSchedule(t, d.farm(plenty, large), d.weather(d.Intn(8)))
	}
}

func checkLog(t *testing.T, f irrigation.Farm, w irrigation.Weather) {
	t.Helper()
	want, got := observe(originalPlan, f, w).lines, observe(irrigation.Plan, f, w).lines
	if !slices.Equal(got, want) {
		t.Fatalf("R3: Plan of %+v in %+v tells log\n%s\nwant\n%s", f, w, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLog(t *testing.T) {
	d := newDice(77)
	checkLog(t, irrigation.Farm{}, irrigation.Weather{})
	for range 1500 {
		checkLog(t, d.farm(plenty, d.even), d.weather(160*d.Intn(2)))
		checkLog(t, d.farm(plenty, d.odd), d.weather(d.Intn(50)))
		checkLog(t, d.farm(d.Intn(2500), d.odd), d.weather(d.Intn(50)))
		checkLog(t, d.farm(plenty, d.faulty), d.weather(d.Intn(50)))
		checkLog(t, d.farm(d.Intn(400), d.even), d.weather(0))
	}
}

func checkError(t *testing.T, f irrigation.Farm, w irrigation.Weather) {
	t.Helper()
	want, got := observe(originalPlan, f, w), observe(irrigation.Plan, f, w)
	if text(got.err) != text(want.err) {
		t.Fatalf("R4: Plan of %+v in %+v gives the error %s, want %s", f, w, text(got.err), text(want.err))
	}
	for _, one := range []error{irrigation.ErrPlot, irrigation.ErrValve, irrigation.ErrTank} {
		if errors.Is(got.err, one) != errors.Is(want.err, one) {
			t.Fatalf("R4: whether the error %s is %s: %v, want %v", text(got.err), text(one), errors.Is(got.err, one), errors.Is(want.err, one))
		}
	}
	if !sameSchedule(got.schedule, want.schedule) {
		t.Fatalf("R4: Plan of %+v in %+v gives with the error %s\n%+v, want\n%+v", f, w, text(want.err), got.schedule, want.schedule)
	}
}

func TestErrors(t *testing.T) {
	d := newDice(909)
	for range 3000 {
		checkError(t, d.farm(plenty, d.faulty), d.weather(d.Intn(50)))
		checkError(t, d.farm(d.Intn(2500), d.faulty), d.weather(d.Intn(50)))
		checkError(t, d.farm(d.Intn(1000), d.odd), d.weather(d.Intn(50)))
	}
}

func TestFrost(t *testing.T) {
	d := newDice(4)
	long := func() irrigation.Plot {
		plot := irrigation.Plot{Area: d.between(1, 400), Need: d.between(-3, 60), Flow: d.pick(1, 5, 7, 8, 11, 40)}
		if d.Intn(30) == 0 {
			plot.Area = 0
		}
		if d.Intn(30) == 0 {
			plot.Flow = 0
		}
		return plot
	}
	for range 3000 {
		w := irrigation.Weather{Rain: d.Intn(8), High: d.pick(-5, 0, 2, 3, 4, 5), Wind: d.pick(0, 26)}
		f := d.farm(plenty, long)
		checkSchedule(t, f, w)
		checkLog(t, f, w)
		checkError(t, f, w)
		f = d.farm(d.Intn(9000), long)
		checkLog(t, f, w)
		checkError(t, f, w)
	}
}

func TestAnyNumbers(t *testing.T) {
	d := newDice(62)
	large := func() int { return int(d.Uint64()>>(2+d.Intn(62))) * d.pick(1, 1, 1, -1) }
	plot := func() irrigation.Plot {
		plot := irrigation.Plot{Area: large(), Need: large(), Flow: large()}
		if d.Intn(2) == 0 {
			plot.Flow = d.between(1, 500)
		}
		return plot
	}
	for range 3000 {
		f, w := d.farm(d.pick(large(), 2*large(), 4*large()), plot), d.weather(large()>>d.Intn(60))
		checkSchedule(t, f, w)
		checkError(t, f, w)
		checkLog(t, f, w)
		w.High = large()
		checkError(t, f, w)
		checkLog(t, f, w)
		f = d.farm(d.pick(math.MinInt, math.MinInt+3, math.MaxInt), d.odd)
		checkError(t, f, w)
		checkLog(t, f, w)
	}
}

func TestNames(t *testing.T) {
	d := newDice(8)
	named := func(make func() irrigation.Plot) irrigation.Farm {
		f := d.farm(d.pick(plenty, 3000), make)
		for _, plots := range [][]irrigation.Plot{f.Orchard, f.Beds, f.Houses} {
			for i := range plots {
				plots[i].Name = []string{"", "half of it, 50%", "%d", "%s %v", "100%!", "same", "same", "orchard", "a: b"}[d.Intn(9)]
			}
		}
		return f
	}
	for range 400 {
		f, w := named(d.odd), d.weather(d.Intn(50))
		checkLog(t, f, w)
		checkError(t, f, w)
		f = named(d.faulty)
		checkLog(t, f, w)
		checkError(t, f, w)
	}
}
