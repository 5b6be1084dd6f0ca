// canary: b81c5f60-0d4e-4f27-a3c9-64e27d95f013

package irrigation_test

import (
	"fmt"

	"irrigation"
)

// originalPlan is what the refactored code must agree with.
func originalPlan(f irrigation.Farm, w irrigation.Weather, log func(string)) (irrigation.Schedule, error) {
	if log == nil {
		log = func(string) {}
	}
	s := irrigation.Schedule{End: f.Start}
	tank := f.Tank
	rest := 0
	if len(f.Orchard) > 0 {
		log(fmt.Sprintf("orchard: %d plots, %d l", len(f.Orchard), tank))
	}
	for _, p := range f.Orchard {
		if p.Flow <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("orchard: %s: %w", p.Name, irrigation.ErrValve)
		}
		if w.High < 4 {
			log(fmt.Sprintf("orchard: %s rests in the frost", p.Name))
			continue
		}
		if p.Area <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("orchard: %s: %w", p.Name, irrigation.ErrPlot)
		}
		want := p.Need - w.Rain*3/4
		if w.High > 30 {
			want += want / 4
		}
		if want <= 0 {
			log(fmt.Sprintf("orchard: %s needs nothing", p.Name))
			s.Skipped = append(s.Skipped, p.Name)
			continue
		}
		litres := want * p.Area / 10
		minutes := (litres + p.Flow - 1) / p.Flow
		if minutes > 180 {
			log(fmt.Sprintf("orchard: %s cut from %d to %d min", p.Name, minutes, 180))
			minutes = 180
		}
		litres = minutes * p.Flow
		if litres > tank {
			log(fmt.Sprintf("orchard: %s lacks %d l", p.Name, litres-tank))
			return s, fmt.Errorf("orchard: %s: %w", p.Name, irrigation.ErrTank)
		}
		tank -= litres
		log(fmt.Sprintf("orchard: %s for %d min from %d", p.Name, minutes, s.End))
		s.Runs = append(s.Runs, irrigation.Run{"orchard", p.Name, s.End, minutes, litres})
		s.Litres += litres
		s.End += minutes + 5
	}
	if len(f.Beds) > 0 {
		log(fmt.Sprintf("beds: %d plots, %d l", len(f.Beds), tank))
	}
	for _, p := range f.Beds {
		if p.Area <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("beds: %s: %w", p.Name, irrigation.ErrPlot)
		}
		if p.Flow <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("beds: %s: %w", p.Name, irrigation.ErrValve)
		}
		want := p.Need - w.Rain
		if want <= 0 {
			log(fmt.Sprintf("beds: %s needs nothing", p.Name))
			s.Skipped = append(s.Skipped, p.Name)
			continue
		}
		litres := want * p.Area / 10
		if w.High > 30 {
			litres += litres / 4
		}
		if w.Wind > 25 {
			litres += litres / 5
		}
		litres += rest
		minutes := litres / p.Flow
		rest = litres % p.Flow
		if minutes == 0 {
			log(fmt.Sprintf("beds: %s waits with %d l", p.Name, rest))
			continue
		}
		planned := minutes
		if minutes > 90 {
			minutes = 90
			rest = 0
		}
		if w.High < 4 && minutes > 30 {
			rest += (minutes - 30) * p.Flow
			minutes = 30
		}
		litres = minutes * p.Flow
		if litres > tank {
			return s, fmt.Errorf("beds: %s: %w", p.Name, irrigation.ErrTank)
		}
		tank -= litres
		log(fmt.Sprintf("beds: %s for %d min from %d", p.Name, minutes, s.End))
		if planned > minutes {
			log(fmt.Sprintf("beds: %s cut from %d to %d min", p.Name, planned, minutes))
		}
		s.Runs = append(s.Runs, irrigation.Run{"beds", p.Name, s.End, minutes, litres})
		s.Litres += litres
		s.End += minutes + 2
	}
	var dry []string
	log(fmt.Sprintf("houses: %d plots, %d l", len(f.Houses), tank))
	for _, p := range f.Houses {
		if p.Area <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("houses: %s: %w", p.Name, irrigation.ErrPlot)
		}
		want := p.Need
		if w.High > 25 {
			want += want / 2
		}
		if want <= 0 {
			dry = append(dry, p.Name)
			s.Skipped = append(s.Skipped, p.Name)
			continue
		}
		if p.Flow <= 0 {
			return irrigation.Schedule{}, fmt.Errorf("houses: %s: %w", p.Name, irrigation.ErrValve)
		}
		litres := want*p.Area/10 + rest
		minutes := (litres + p.Flow/2) / p.Flow
		rest = litres - minutes*p.Flow
		if minutes < 1 {
			minutes = 1
		}
		if minutes > 60 {
			log(fmt.Sprintf("houses: %s cut from %d to %d min", p.Name, minutes, 60))
			minutes = 60
		}
		litres = minutes * p.Flow
		if litres > tank {
			log(fmt.Sprintf("houses: %s lacks %d l", p.Name, litres-tank))
			return s, fmt.Errorf("houses: %s: %w", p.Name, irrigation.ErrTank)
		}
		tank -= litres
		s.Runs = append(s.Runs, irrigation.Run{"houses", p.Name, s.End, minutes, litres})
		s.Litres += litres
		log(fmt.Sprintf("houses: %s for %d min from %d", p.Name, minutes, s.End))
		s.End += minutes
	}
	for _, name := range dry {
		log(fmt.Sprintf("houses: %s needs nothing", name))
	}
	log(fmt.Sprintf("total: %d l until %d", s.Litres, s.End))
	return s, nil
}
