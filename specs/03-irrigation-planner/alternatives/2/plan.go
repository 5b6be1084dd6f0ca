// canary: b81c5f60-0d4e-4f27-a3c9-64e27d95f013

package irrigation

import "fmt"

// Plan plans the watering of f. It tells log, which may be nil, what it does.
//
// The zones differ in many details, which stand in zone.go. Three things look like mistakes, but the valve controllers,
// the night shift that reads the log and the billing rely on them:
//
//   - Rounding. Each zone turns litres into minutes in its own way, and each division drops its fraction at the place where
//     it stands. The beds hand litres that do not fill a minute on to the next bed, and the last bed hands them on to
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
	n := night{weather: w, log: log, tank: f.Tank, schedule: Schedule{End: f.Start}}
	for _, z := range []zone{orchard(f), beds(f), houses(f)} {
		if err := n.water(z); err != nil {
			return n.schedule, err
		}
	}
	log(fmt.Sprintf("total: %d l until %d", n.schedule.Litres, n.schedule.End))
	return n.schedule, nil
}

// A night is the planning as far as it has come.
type night struct {
	zone     // being watered
	weather  Weather
	log      func(string)
	tank     int // litres left
	rest     int // litres handed on to the next plot, negative if owed
	schedule Schedule
	late     []string // names for the end of the zone's log
}

// tell logs a line about the zone.
func (n *night) tell(format string, args ...any) {
	n.log(n.name + ": " + fmt.Sprintf(format, args...))
}

// fail gives err its place.
func (n *night) fail(p Plot, err error) error {
	return fmt.Errorf("%s: %s: %w", n.name, p.Name, err)
}

// water plans a zone.
func (n *night) water(z zone) error {
	n.zone = z
	if z.heading {
		n.tell("%d plots, %d l", len(z.plots), n.tank)
	}
	for _, p := range z.plots {
		if err := n.plot(p); err != nil {
			return err
		}
	}
	for _, name := range n.late {
		n.tell("%s needs nothing", name)
	}
	n.late = nil
	return nil
}

// plot plans one plot.
func (n *night) plot(p Plot) error {
	if n.frosty && n.weather.High < 4 && p.Flow > 0 {
		n.tell("%s rests in the frost", p.Name)
		return nil
	}
	if err := n.inspect(p, n.first); err != nil {
		return err
	}
	return n.supply(p)
}

// supply gives a plot without fault what it wants.
func (n *night) supply(p Plot) error {
	want := n.want(p, n.weather)
	if want <= 0 {
		n.skip(p.Name)
		return nil
	}
	if err := n.inspect(p, n.then); err != nil {
		return err
	}
	minutes, ok := n.minutes(n, p, want)
	if !ok {
		return nil
	}
	return n.run(p, minutes)
}

// inspect looks for faults in the given order. A fault empties the schedule.
func (n *night) inspect(p Plot, faults []error) error {
	for _, fault := range faults {
		size := p.Area
		if fault == ErrValve {
			size = p.Flow
		}
		if size <= 0 {
			n.schedule = Schedule{}
			return n.fail(p, fault)
		}
	}
	return nil
}

// skip passes over a plot that needs no water.
func (n *night) skip(name string) {
	n.schedule.Skipped = append(n.schedule.Skipped, name)
	if n.skipLate {
		n.late = append(n.late, name)
		return
	}
	n.tell("%s needs nothing", name)
}

// run opens the valve of a plot for the planned minutes or as long as the zone allows.
func (n *night) run(p Plot, planned int) error {
	minutes := n.shorten(n, p, planned)
	cut := func(now bool) {
		if now && planned > minutes {
			n.tell("%s cut from %d to %d min", p.Name, planned, minutes)
		}
	}
	cut(!n.cutLate)
	litres := minutes * p.Flow
	if litres > n.tank {
		if !n.lackQuiet {
			n.tell("%s lacks %d l", p.Name, litres-n.tank)
		}
		return n.fail(p, ErrTank)
	}
	n.tank -= litres
	s := &n.schedule
	n.tell("%s for %d min from %d", p.Name, minutes, s.End)
	cut(n.cutLate)
	s.Runs = append(s.Runs, Run{n.name, p.Name, s.End, minutes, litres})
	s.Litres += litres
	s.End += minutes + n.pause
	return nil
}
