package irrigation

import (
	"errors"
	"fmt"
)

// Plan plans the watering of f. It tells log, which may be nil, what it does.
//
// Each zone has a function for one plot, and these differ in roundings, in the order of log lines and in the order in
// which they look for faults. All three are relied upon: keep them when you change anything here.
func Plan(f Farm, w Weather, log func(string)) (Schedule, error) {
	if log == nil {
		log = func(string) {}
	}
	p := planner{w: w, log: log, tank: f.Tank}
	p.s.End = f.Start
	err := p.all(f)
	if err == nil {
		p.say("total: %d l until %d", p.s.Litres, p.s.End)
	}
	if err != nil && !errors.Is(err, ErrTank) {
		return Schedule{}, err
	}
	return p.s, err
}

type planner struct {
	w    Weather
	log  func(string)
	s    Schedule
	tank int
	rest int
	dry  []string // houses that need nothing
}

func (p *planner) say(format string, args ...any) {
	p.log(fmt.Sprintf(format, args...))
}

func (p *planner) all(f Farm) error {
	if len(f.Orchard) > 0 {
		p.head("orchard", f.Orchard)
	}
	if err := each("orchard", f.Orchard, p.tree); err != nil {
		return err
	}
	if len(f.Beds) > 0 {
		p.head("beds", f.Beds)
	}
	if err := each("beds", f.Beds, p.bed); err != nil {
		return err
	}
	p.head("houses", f.Houses)
	if err := each("houses", f.Houses, p.house); err != nil {
		return err
	}
	for _, name := range p.dry {
		p.say("houses: %s needs nothing", name)
	}
	return nil
}

func (p *planner) head(zone string, plots []Plot) {
	p.say("%s: %d plots, %d l", zone, len(plots), p.tank)
}

func each(zone string, plots []Plot, plan func(Plot) error) error {
	for _, plot := range plots {
		if err := plan(plot); err != nil {
			return fmt.Errorf("%s: %s: %w", zone, plot.Name, err)
		}
	}
	return nil
}

func (p *planner) tree(plot Plot) error {
	if plot.Flow <= 0 {
		return ErrValve
	}
	if plot.Area <= 0 {
		return ErrPlot
	}
	want := hot(plot.Need-p.w.Rain*3/4, p.w.High > 30, 4)
	if want <= 0 {
		p.say("orchard: %s needs nothing", plot.Name)
		p.skip(plot)
		return nil
	}
	minutes := (want*plot.Area/10 + plot.Flow - 1) / plot.Flow
	minutes = p.cut("orchard", plot, minutes, 180)
	if err := p.draw("orchard", plot, minutes); err != nil {
		return err
	}
	p.open("orchard", plot, minutes)
	p.s.End += minutes + 5
	return nil
}

func (p *planner) bed(plot Plot) error {
	if plot.Area <= 0 {
		return ErrPlot
	}
	if plot.Flow <= 0 {
		return ErrValve
	}
	want := plot.Need - p.w.Rain
	if want <= 0 {
		p.say("beds: %s needs nothing", plot.Name)
		p.skip(plot)
		return nil
	}
	litres := hot(want*plot.Area/10, p.w.High > 30, 4)
	litres = hot(litres, p.w.Wind > 25, 5) + p.rest
	planned := litres / plot.Flow
	p.rest = litres - planned*plot.Flow
	if planned == 0 {
		p.say("beds: %s waits with %d l", plot.Name, p.rest)
		return nil
	}
	minutes := min(planned, 90)
	if minutes*plot.Flow > p.tank {
		return ErrTank
	}
	p.tank -= minutes * plot.Flow
	p.open("beds", plot, minutes)
	if planned > 90 {
		p.rest = 0
		p.cut("beds", plot, planned, 90)
	}
	p.s.End += minutes + 2
	return nil
}

func (p *planner) house(plot Plot) error {
	if plot.Area <= 0 {
		return ErrPlot
	}
	want := hot(plot.Need, p.w.High > 25, 2)
	if want <= 0 {
		p.dry = append(p.dry, plot.Name)
		p.skip(plot)
		return nil
	}
	if plot.Flow <= 0 {
		return ErrValve
	}
	litres := want*plot.Area/10 + p.rest
	minutes := (litres + plot.Flow/2) / plot.Flow
	p.rest = litres - minutes*plot.Flow
	minutes = p.cut("houses", plot, max(1, minutes), 60)
	if err := p.draw("houses", plot, minutes); err != nil {
		return err
	}
	p.open("houses", plot, minutes)
	p.s.End += minutes
	return nil
}

// hot adds a part of the amount if the weather asks for it.
func hot(amount int, more bool, part int) int {
	if more {
		return amount + amount/part
	}
	return amount
}

func (p *planner) skip(plot Plot) { p.s.Skipped = append(p.s.Skipped, plot.Name) }

func (p *planner) cut(zone string, plot Plot, minutes, most int) int {
	if minutes <= most {
		return minutes
	}
	p.say("%s: %s cut from %d to %d min", zone, plot.Name, minutes, most)
	return most
}

// draw takes water from the tank, and says so if there is too little.
func (p *planner) draw(zone string, plot Plot, minutes int) error {
	left := p.tank - minutes*plot.Flow
	if left < 0 {
		p.say("%s: %s lacks %d l", zone, plot.Name, -left)
		return ErrTank
	}
	p.tank = left
	return nil
}

func (p *planner) open(zone string, plot Plot, minutes int) {
	litres := minutes * plot.Flow
	p.say("%s: %s for %d min from %d", zone, plot.Name, minutes, p.s.End)
	p.s.Runs = append(p.s.Runs, Run{zone, plot.Name, p.s.End, minutes, litres})
	p.s.Litres += litres
}
