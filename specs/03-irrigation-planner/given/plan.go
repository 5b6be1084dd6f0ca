package irrigation

import "fmt"

// Plan plans the watering of f. It tells log, which may be nil, what it does.
//
// The zones differ in many details. Three things look like mistakes, but the valve controllers, the night shift that reads
// the log and the billing rely on them:
//
//   - Rounding. Each zone turns litres into minutes in its own way, and each division drops its fraction at the place where
//     it stands here. The beds hand litres that do not fill a minute on to the next bed, and the last bed hands them on to
//     the houses, which may also owe litres. A bed that is cut short forgets them, a house does not. What frost
//     keeps from a bed is handed on, too.
//   - The order of log lines. A cut is told before the run in the orchard and the houses, after it in the beds; houses that
//     need nothing are told last; the houses have a heading even if there are none.
//   - Which error comes first. Plots are looked at one by one, and what comes before a faulty one has been told to log. The
//     zones look for faults in different orders, and the houses ask for a flow only where water is needed. When the tank
//     is too small, the schedule so far comes with the error; with other errors it is empty.
func Plan(f Farm, w Weather, log func(string)) (Schedule, error) {
	if log == nil {
		log = func(string) {}
	}
	s := Schedule{End: f.Start}
	tank := f.Tank
	rest := 0
	if len(f.Orchard) > 0 {
		log(fmt.Sprintf("orchard: %d plots, %d l", len(f.Orchard), tank))
	}
	for _, p := range f.Orchard {
		if p.Flow <= 0 {
			return Schedule{}, fmt.Errorf("orchard: %s: %w", p.Name, ErrValve)
		}
		if w.High < 4 {
			log(fmt.Sprintf("orchard: %s rests in the frost", p.Name))
			continue
		}
		if p.Area <= 0 {
			return Schedule{}, fmt.Errorf("orchard: %s: %w", p.Name, ErrPlot)
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
			return s, fmt.Errorf("orchard: %s: %w", p.Name, ErrTank)
		}
		tank -= litres
		log(fmt.Sprintf("orchard: %s for %d min from %d", p.Name, minutes, s.End))
		s.Runs = append(s.Runs, Run{"orchard", p.Name, s.End, minutes, litres})
		s.Litres += litres
		s.End += minutes + 5
	}
	if len(f.Beds) > 0 {
		log(fmt.Sprintf("beds: %d plots, %d l", len(f.Beds), tank))
	}
	for _, p := range f.Beds {
		if p.Area <= 0 {
			return Schedule{}, fmt.Errorf("beds: %s: %w", p.Name, ErrPlot)
		}
		if p.Flow <= 0 {
			return Schedule{}, fmt.Errorf("beds: %s: %w", p.Name, ErrValve)
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
			return s, fmt.Errorf("beds: %s: %w", p.Name, ErrTank)
		}
		tank -= litres
		log(fmt.Sprintf("beds: %s for %d min from %d", p.Name, minutes, s.End))
		if planned > minutes {
			log(fmt.Sprintf("beds: %s cut from %d to %d min", p.Name, planned, minutes))
		}
		s.Runs = append(s.Runs, Run{"beds", p.Name, s.End, minutes, litres})
		s.Litres += litres
		s.End += minutes + 2
	}
	var dry []string
	log(fmt.Sprintf("houses: %d plots, %d l", len(f.Houses), tank))
	for _, p := range f.Houses {
		if p.Area <= 0 {
			return Schedule{}, fmt.Errorf("houses: %s: %w", p.Name, ErrPlot)
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
			return Schedule{}, fmt.Errorf("houses: %s: %w", p.Name, ErrValve)
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
			return s, fmt.Errorf("houses: %s: %w", p.Name, ErrTank)
		}
		tank -= litres
		s.Runs = append(s.Runs, Run{"houses", p.Name, s.End, minutes, litres})
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
