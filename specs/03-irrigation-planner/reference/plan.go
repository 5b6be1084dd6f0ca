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
	dry      []string // plots of which the log is told when their zone is done
}

// zone is what makes a zone differ from the others.
type zone struct {
	name  string
	plots []Plot
	pause int // minutes after a run
	rules rules
}

// rules are the ways of a zone.
type rules interface {
	// check looks for faults of a plot that show before its demand is known, and whether the plot has none tonight.
	check(n *night, p Plot) (rests bool, err error)
	// demand returns litres, and whether the plot needs any.
	demand(p Plot, w Weather) (litres int, needed bool)
	// minutes turns litres into minutes, and says whether the valve opens at all.
	minutes(n *night, p Plot, litres int) (minutes int, opens bool, err error)
	// shorten returns how many of the minutes there will be.
	shorten(n *night, p Plot, minutes int) int
	heading(plots int) bool
	// tellsCut is asked before and after the log has been told of the run.
	tellsCut(before bool) bool
	tellsLack() bool
	tellsDryLast() bool
}

func (n *night) tell(format string, values ...any) { n.log(fmt.Sprintf(format, values...)) }

func (n *night) water(z zone) error {
	if z.rules.heading(len(z.plots)) {
		n.tell("%s: %d plots, %d l", z.name, len(z.plots), n.tank)
	}
	for _, p := range z.plots {
		if err := n.plot(z, p); err != nil {
			return fmt.Errorf("%s: %s: %w", z.name, p.Name, err)
		}
	}
	for _, name := range n.dry {
		n.tell("%s: %s needs nothing", z.name, name)
	}
	n.dry = nil
	return nil
}

func (n *night) plot(z zone, p Plot) error {
	rests, err := z.rules.check(n, p)
	if rests || err != nil {
		return err
	}
	litres, needed := z.rules.demand(p, n.weather)
	if !needed {
		n.skip(z, p)
		return nil
	}
	minutes, opens, err := z.rules.minutes(n, p, litres)
	if !opens {
		return err
	}
	return n.run(z, p, minutes)
}

func (n *night) skip(z zone, p Plot) {
	n.schedule.Skipped = append(n.schedule.Skipped, p.Name)
	if z.rules.tellsDryLast() {
		n.dry = append(n.dry, p.Name)
		return
	}
	n.tell("%s: %s needs nothing", z.name, p.Name)
}

// run opens the valve of a plot for as long as the zone allows.
func (n *night) run(z zone, p Plot, planned int) error {
	minutes := z.rules.shorten(n, p, planned)
	run := Run{z.name, p.Name, n.schedule.End, minutes, minutes * p.Flow}
	n.tellCut(run, planned, z.rules.tellsCut(true))
	if run.Litres > n.tank {
		if z.rules.tellsLack() {
			n.tell("%s: %s lacks %d l", z.name, p.Name, run.Litres-n.tank)
		}
		return ErrTank
	}
	n.tank -= run.Litres
	n.tell("%s: %s for %d min from %d", z.name, p.Name, minutes, run.Start)
	n.tellCut(run, planned, z.rules.tellsCut(false))
	n.schedule.Runs = append(n.schedule.Runs, run)
	n.schedule.Litres += run.Litres
	n.schedule.End += minutes + z.pause
	return nil
}

func (n *night) tellCut(run Run, planned int, now bool) {
	if now && planned > run.Minutes {
		n.tell("%s: %s cut from %d to %d min", run.Zone, run.Plot, planned, run.Minutes)
	}
}
