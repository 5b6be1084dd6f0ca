// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

package tariff_test

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"tariff"
)

var start = time.Date(2023, 11, 1, 8, 0, 0, 0, time.UTC)

// text writes stays so that nil and empty look alike.
func text(stays []tariff.Stay) string {
	var lines []string
	for _, s := range stays {
		var shops []string
		for shop, stamps := range s.Stamps {
			if len(stamps) > 0 {
				shops = append(shops, shop+"="+strings.Join(stamps, "+"))
			}
		}
		sort.Strings(shops)
		lines = append(lines, fmt.Sprint(s.In.Sub(start), "-", s.Out.Sub(start), " ", strings.Join(s.Tickets, "+"), " ", strings.Join(shops, " ")))
	}
	return strings.Join(lines, "\n")
}

func TestFeeTable(t *testing.T) {
	flat := []tariff.Step{{Price: 4}}
	uneven := []tariff.Step{{Price: 1}, {After: 10 * time.Minute, Price: 20}, {After: 50 * time.Minute, Price: 300}}
	rising := []tariff.Step{{Price: 1}, {After: 24 * time.Hour, Price: 6}}
	for _, c := range []struct {
		stay time.Duration
		plan tariff.Plan
		want int
	}{
		{time.Hour, tariff.Plan{Grace: time.Hour, Steps: flat}, 0},
		{time.Hour + 1, tariff.Plan{Grace: time.Hour, Steps: flat}, 12},
		{90 * time.Minute, tariff.Plan{Steps: flat}, 12},
		{30 * time.Minute, tariff.Plan{Steps: uneven}, 1},
		{60 * time.Minute, tariff.Plan{Steps: uneven}, 21},
		{90 * time.Minute, tariff.Plan{Steps: uneven}, 321},
		{36 * time.Hour, tariff.Plan{Steps: flat, DayCap: 100}, 196},
		{48 * time.Hour, tariff.Plan{Steps: flat, DayCap: 100}, 200},
		{48 * time.Hour, tariff.Plan{Steps: rising, DayCap: 60}, 108},
		{49 * time.Hour, tariff.Plan{Steps: rising, DayCap: 60}, 120},
		{25 * time.Hour, tariff.Plan{Steps: rising}, 60},
	} {
		if got, err := tariff.Fee(start, start.Add(c.stay), c.plan); got != c.want || err != nil {
			t.Errorf("%v of %+v: %d, %v, want %d", c.stay, c.plan, got, err, c.want)
		}
	}
}

func TestFeeRefuses(t *testing.T) {
	_, err := tariff.Fee(start, start, tariff.Plan{Steps: []tariff.Step{{After: 1}}})
	if !errors.Is(err, tariff.ErrPlan) {
		t.Error(err)
	}
	_, err = tariff.Fee(start.Add(1), start, tariff.Plan{Steps: []tariff.Step{{}}})
	if !errors.Is(err, tariff.ErrOrder) {
		t.Error(err)
	}
}

func TestPointsAreOver(t *testing.T) {
	if a, b := tariff.Points(start, start.Add(59*time.Minute)), tariff.Points(start, start.Add(-time.Hour)); a != 1 || b != 0 {
		t.Error(a, b)
	}
}

func part(in, out time.Duration, ticket string, stamps map[string][]string) tariff.Stay {
	return tariff.Stay{In: start.Add(in), Out: start.Add(out), Tickets: []string{ticket}, Stamps: stamps}
}

func parts() []tariff.Stay {
	return []tariff.Stay{
		part(700, 800, "e", map[string][]string{"baker": {"b9"}}),
		part(100, 500, "a", map[string][]string{"baker": {"b1"}}),
		part(200, 300, "b", map[string][]string{"baker": {"b2"}, "grocer": {"g1"}}),
		part(200, 210, "c", nil),
		part(500, 600, "d", map[string][]string{"grocer": {"g2"}, "florist": {"f1"}}),
	}
}

const merged = "100ns-600ns a+b+c+d baker=b1+b2 florist=f1 grocer=g1+g2\n700ns-800ns e baker=b9"

func TestMergeOfNanoseconds(t *testing.T) {
	if got := text(tariff.Merge(parts())); got != merged {
		t.Errorf("merged:\n%s\nwant:\n%s", got, merged)
	}
}

func TestNothingIsShared(t *testing.T) {
	stays := parts()
	for _, s := range tariff.Merge(stays) {
		for i := range s.Tickets {
			s.Tickets[i] += "!"
		}
		for _, stamps := range s.Stamps {
			for i := range stamps {
				stamps[i] += "!"
			}
		}
		clear(s.Stamps)
	}
	if text(stays) != text(parts()) {
		t.Errorf("the stays are now\n%s", text(stays))
	}
}

func TestManyOfOneArrival(t *testing.T) {
	var stays []tariff.Stay
	var want [2][]string
	for i := range 64 {
		in := i * 5 % 7 % 2
		stays = append(stays, part(time.Duration(in)*time.Hour, time.Duration(in)*time.Hour+1, fmt.Sprint(i), nil))
		want[in] = append(want[in], fmt.Sprint(i))
	}
	got := tariff.Merge(stays)
	if len(got) != 2 || fmt.Sprint(got[0].Tickets, got[1].Tickets) != fmt.Sprint(want[0], want[1]) {
		t.Errorf("merged:\n%s", text(got))
	}
}
