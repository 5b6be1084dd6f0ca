package irrigation

import (
	"errors"
	"fmt"
)

// Plan plans the watering of f. It tells log, which may be nil, what it does.
//
// The zones differ in many details; zone.go holds them. Three things look like mistakes, but others rely on them: the
// rounding, which differs by zone and hands litres on from the beds to the houses; the order of log lines; and the order
// in which faults are found. When the tank is too small, the schedule so far comes with the error.
func Plan(f Farm, w Weather, log func(string)) (Schedule, error) {
	if log == nil {
		log = func(string) {}
	}
	n := &night{weather: w, log: log, tank: f.Tank, schedule: Schedule{End: f.Start}}
	for _, z := range zones(f) {
		err := n.water(z)
		if errors.Is(err, ErrTank) {
			return n.schedule, err
		}
		if err != nil {
			return Schedule{}, err
		}
	}
	log(fmt.Sprintf("total: %d l until %d", n.schedule.Litres, n.schedule.End))
	return n.schedule, nil
}

// night is what has been planned so far, and from what.
type night struct {
	weather  Weather
	log      func(string)
	tank     int
	rest     int // litres that the plot before was given too little, below zero if too much
	schedule Schedule
}

// zone is what makes a zone differ from the others.
type zone struct {
	name    string
	plots   []Plot
	longest int // minutes of a run
	pause   int // minutes after a run
	rules   rules
}

// rules are the ways of a zone.
type rules interface {
	// check looks for faults of a plot that show before its demand is known.
	check(p Plot) error
	// demand returns litres, and whether the plot needs any.
	demand(p Plot, w Weather) (litres int, needed bool)
	// minutes turns litres into minutes, of which none may be left.
	minutes(n *night, p Plot, litres int) (int, error)
	// cut tells of a run that is too long, before or after the run itself.
	cut(n *night, run Run, planned int, before bool)
	heading(plots int) bool
	tellsLack() bool
	tellsDryLast() bool
}

func (n *night) tell(format string, values ...any) { n.log(fmt.Sprintf(format, values...)) }

func (n *night) water(z zone) error {
	if z.rules.heading(len(z.plots)) {
		n.tell("%s: %d plots, %d l", z.name, len(z.plots), n.tank)
	}
	var dry []string
	for _, p := range z.plots {
		needed, err := n.plot(z, p)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", z.name, p.Name, err)
		}
		if !needed {
			dry = append(dry, p.Name)
		}
	}
	if z.rules.tellsDryLast() {
		for _, name := range dry {
			n.tell("%s: %s needs nothing", z.name, name)
		}
	}
	return nil
}

// plot plans one plot and returns whether it needs water.
func (n *night) plot(z zone, p Plot) (needed bool, err error) {
	if err := z.rules.check(p); err != nil {
		return false, err
	}
	litres, needed := z.rules.demand(p, n.weather)
	if !needed {
		n.schedule.Skipped = append(n.schedule.Skipped, p.Name)
		if !z.rules.tellsDryLast() {
			n.tell("%s: %s needs nothing", z.name, p.Name)
		}
		return false, nil
	}
	minutes, err := z.rules.minutes(n, p, litres)
	if err != nil || minutes == noRun {
		return true, err
	}
	return true, n.run(z, p, minutes)
}

// run opens the valve of a plot for as long as the zone allows.
func (n *night) run(z zone, p Plot, planned int) error {
	minutes := min(planned, z.longest)
	run := Run{z.name, p.Name, n.schedule.End, minutes, minutes * p.Flow}
	if planned > minutes {
		z.rules.cut(n, run, planned, true)
	}
	if run.Litres > n.tank {
		if z.rules.tellsLack() {
			n.tell("%s: %s lacks %d l", z.name, p.Name, run.Litres-n.tank)
		}
		return ErrTank
	}
	n.tank -= run.Litres
	n.tell("%s: %s for %d min from %d", z.name, p.Name, minutes, run.Start)
	if planned > minutes {
		z.rules.cut(n, run, planned, false)
	}
	n.schedule.Runs = append(n.schedule.Runs, run)
	n.schedule.Litres += run.Litres
	n.schedule.End += minutes + z.pause
	return nil
}

func (n *night) tellCut(run Run, planned int) {
	n.tell("%s: %s cut from %d to %d min", run.Zone, run.Plot, planned, run.Minutes)
}
