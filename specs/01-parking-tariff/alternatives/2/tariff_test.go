// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

package tariff_test

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"
	"time"

	"tariff"
)

// The tests compare with the contract, written as slowly and plainly as it can be.

func owed(stay time.Duration, p tariff.Plan) int {
	if stay <= p.Grace {
		return 0
	}
	days := map[time.Duration]int{}
	for begin := time.Duration(0); begin < stay; begin += tariff.HalfHour {
		price := 0
		for _, step := range p.Steps {
			if step.After <= begin {
				price = step.Price
			}
		}
		days[begin/(24*time.Hour)] += price
	}
	sum := 0
	for _, cost := range days {
		if p.DayCap > 0 && cost > p.DayCap {
			cost = p.DayCap
		}
		sum += cost
	}
	return sum
}

func TestFeesAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	in := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 600 {
		p := tariff.Plan{Grace: time.Duration(r.IntN(4)) * 20 * time.Minute, DayCap: r.IntN(3) * 200, Steps: []tariff.Step{{Price: r.IntN(9)}}}
		after := time.Duration(0)
		for range r.IntN(4) {
			after += time.Duration(1+r.IntN(100)) * 13 * time.Minute
			p.Steps = append(p.Steps, tariff.Step{After: after, Price: r.IntN(20)})
		}
		stay := time.Duration(r.IntN(200))*20*time.Minute + time.Duration(r.IntN(3)-1)
		if stay < 0 {
			continue
		}
		if got, err := tariff.Fee(in, in.Add(stay), p); err != nil || got != owed(stay, p) {
			t.Fatalf("%v under %+v: %d, %v, want %d", stay, p, got, err, owed(stay, p))
		}
	}
}

type plain struct {
	in, out time.Duration
	tickets []string
	stamps  map[string][]string
}

func seen(stays []tariff.Stay) []plain {
	all := []plain{}
	for _, s := range stays {
		one := plain{s.In.Sub(time.Unix(0, 0)), s.Out.Sub(time.Unix(0, 0)), append([]string{}, s.Tickets...), map[string][]string{}}
		for shop, stamps := range s.Stamps {
			if len(stamps) > 0 {
				one.stamps[shop] = append([]string{}, stamps...)
			}
		}
		all = append(all, one)
	}
	return all
}

func tidy(stays []plain) []plain {
	stays = append([]plain{}, stays...)
	for i := range stays { // by insertion, which keeps equals in order
		for k := i; k > 0 && stays[k].in < stays[k-1].in; k-- {
			stays[k], stays[k-1] = stays[k-1], stays[k]
		}
	}
	all := []plain{}
	for _, s := range stays {
		if n := len(all); n == 0 || s.in > all[n-1].out {
			all = append(all, plain{s.in, s.out, []string{}, map[string][]string{}})
		}
		last := &all[len(all)-1]
		last.out = max(last.out, s.out)
		last.tickets = append(last.tickets, s.tickets...)
		for shop, stamps := range s.stamps {
			last.stamps[shop] = append(last.stamps[shop], stamps...)
		}
	}
	return all
}

func TestMergesAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for run := range 150 {
		unit := []time.Duration{1, time.Second, time.Hour}[run%3]
		var stays []tariff.Stay
		for i := range r.IntN(30) {
			in := time.Unix(0, 0).Add(time.Duration(r.IntN(60)) * unit)
			s := tariff.Stay{In: in, Out: in.Add(time.Duration(r.IntN(5)) * unit)}
			for k := range r.IntN(3) {
				s.Tickets = append(s.Tickets, strconv.Itoa(10*i+k))
			}
			for _, shop := range []string{"p", "q", "r"} {
				if r.IntN(4) == 0 {
					if s.Stamps == nil {
						s.Stamps = map[string][]string{}
					}
					s.Stamps[shop] = append(make([]string, 0, 4), strconv.Itoa(i))
				}
			}
			stays = append(stays, s)
		}
		before := seen(stays)
		result := tariff.Merge(stays)
		if got := seen(result); !reflect.DeepEqual(got, tidy(before)) {
			t.Fatalf("%v became %v, want %v", before, got, tidy(before))
		}
		for _, s := range result {
			spoil(s.Tickets)
			for shop := range s.Stamps {
				spoil(s.Stamps[shop])
				delete(s.Stamps, shop)
			}
		}
		if got := seen(stays); !reflect.DeepEqual(got, before) {
			t.Fatalf("%v were made %v", before, got)
		}
	}
}

func spoil(texts []string) {
	for i := range texts {
		texts[i] = "spoilt"
	}
	_ = append(texts, "spoilt")
}
