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
	if err := p.zone("orchard", f.Orchard, p.tree); err != nil {
		return err
	}
	if err := p.zone("beds", f.Beds, p.bed); err != nil {
		return err
	}
	if err := p.zone("houses", f.Houses, p.house); err != nil {
		return err
	}
	for _, name := range p.dry {
		p.say("houses: %s needs nothing", name)
	}
	return nil
}

func (p *planner) zone(zone string, plots []Plot, plan func(Plot) error) error {
	if len(plots) > 0 || zone == "houses" {
		p.say("%s: %d plots, %d l", zone, len(plots), p.tank)
	}
	for _, plot := range plots {
		if err := plan(plot); err != nil {
			return fmt.Errorf("%s: %s: %w", zone, plot.Name, err)
		}
	}
	return nil
}

func (p *planner) frost() bool { return p.w.High < 4 }

func (p *planner) tree(plot Plot) error {
	if plot.Flow <= 0 {
		return ErrValve
	}
	if p.frost() {
		p.say("orchard: %s rests in the frost", plot.Name)
		return nil
	}
	if plot.Area <= 0 {
		return ErrPlot
	}
	want := hot(plot.Need-p.w.Rain*3/4, p.w.High > 30, 4)
	if p.none("orchard", plot, want) {
		return nil
	}
	minutes := (want*plot.Area/10 + plot.Flow - 1) / plot.Flow
	return p.cutAndOpen("orchard", plot, minutes, 180)
}

func (p *planner) bed(plot Plot) error {
	if plot.Area <= 0 {
		return ErrPlot
	}
	if plot.Flow <= 0 {
		return ErrValve
	}
	want := plot.Need - p.w.Rain
	if p.none("beds", plot, want) {
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
	return p.openBed(plot, planned)
}

func (p *planner) openBed(plot Plot, planned int) error {
	minutes := planned
	if minutes > 90 {
		minutes, p.rest = 90, 0
	}
	if p.frost() && minutes > 30 {
		p.rest += (minutes - 30) * plot.Flow
		minutes = 30
	}
	if minutes*plot.Flow > p.tank {
		return ErrTank
	}
	p.open("beds", plot, minutes)
	p.cut("beds", plot, planned, minutes)
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
	return p.cutAndOpen("houses", plot, max(1, minutes), 60)
}

// hot adds a part of the amount if the weather asks for it.
func hot(amount int, more bool, part int) int {
	if more {
		return amount + amount/part
	}
	return amount
}

// none tells of a plot that wants no water.
func (p *planner) none(zone string, plot Plot, want int) bool {
	if want > 0 {
		return false
	}
	p.say("%s: %s needs nothing", zone, plot.Name)
	p.skip(plot)
	return true
}

func (p *planner) skip(plot Plot) { p.s.Skipped = append(p.s.Skipped, plot.Name) }

func (p *planner) cut(zone string, plot Plot, minutes, most int) {
	if minutes > most {
		p.say("%s: %s cut from %d to %d min", zone, plot.Name, minutes, most)
	}
}

// cutAndOpen opens a valve for no longer than most, and says so if the tank holds too little.
func (p *planner) cutAndOpen(zone string, plot Plot, minutes, most int) error {
	p.cut(zone, plot, minutes, most)
	minutes = min(minutes, most)
	if litres := minutes * plot.Flow; litres > p.tank {
		p.say("%s: %s lacks %d l", zone, plot.Name, litres-p.tank)
		return ErrTank
	}
	p.open(zone, plot, minutes)
	p.s.End += minutes
	if zone == "orchard" {
		p.s.End += 5
	}
	return nil
}

func (p *planner) open(zone string, plot Plot, minutes int) {
	litres := minutes * plot.Flow
	p.tank -= litres
	p.say("%s: %s for %d min from %d", zone, plot.Name, minutes, p.s.End)
	p.s.Runs = append(p.s.Runs, Run{zone, plot.Name, p.s.End, minutes, litres})
	p.s.Litres += litres
}
