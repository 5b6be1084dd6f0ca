// canary: b81c5f60-0d4e-4f27-a3c9-64e27d95f013

package irrigation

// A zone is what is particular to one part of the farm.
type zone struct {
	name        string
	plots       []Plot
	pause       int // minutes after a run
	first, then []error
	want        func(p Plot, w Weather) int
	minutes     func(n *night, p Plot, want int) (int, bool) // false: no run
	shorten     func(n *night, p Plot, planned int) int
	heading     bool
	frosty      bool // rests in the frost
	skipLate    bool // plots that need nothing are told last
	cutLate     bool // a cut is told after the run
	lackQuiet   bool // a lack of water is not told
}

func orchard(f Farm) zone {
	z := zone{name: "orchard", plots: f.Orchard, pause: 5, frosty: true, heading: len(f.Orchard) > 0}
	z.shorten = atMost(180)
	z.first = []error{ErrValve, ErrPlot}
	z.want, z.minutes = orchardWant, orchardMinutes
	return z
}

func beds(f Farm) zone {
	z := zone{name: "beds", plots: f.Beds, pause: 2, heading: len(f.Beds) > 0, shorten: bedShorten, cutLate: true, lackQuiet: true}
	z.want, z.minutes = bedWant, bedMinutes
	z.first = []error{ErrPlot, ErrValve}
	return z
}

func houses(f Farm) zone {
	z := zone{heading: true, skipLate: true, name: "houses", plots: f.Houses}
	z.shorten = atMost(60)
	z.first, z.then = []error{ErrPlot}, []error{ErrValve}
	z.want, z.minutes = houseWant, houseMinutes
	return z
}

func orchardWant(p Plot, w Weather) int {
	want := p.Need - w.Rain*3/4
	if w.High > 30 {
		want += want / 4
	}
	return want
}

func bedWant(p Plot, w Weather) int {
	return p.Need - w.Rain
}

func houseWant(p Plot, w Weather) int {
	if w.High > 25 {
		return p.Need + p.Need/2
	}
	return p.Need
}

// orchardMinutes rounds up.
func orchardMinutes(_ *night, p Plot, want int) (int, bool) {
	litres := want * p.Area / 10
	return (litres + p.Flow - 1) / p.Flow, true
}

// bedMinutes rounds down and hands the rest on.
func bedMinutes(n *night, p Plot, want int) (int, bool) {
	litres := want * p.Area / 10
	if n.weather.High > 30 {
		litres += litres / 4
	}
	if n.weather.Wind > 25 {
		litres += litres / 5
	}
	litres += n.rest
	minutes := litres / p.Flow
	n.rest = litres % p.Flow
	if minutes == 0 {
		n.tell("%s waits with %d l", p.Name, n.rest)
	}
	return minutes, minutes != 0
}

// bedShorten drops the rest of a bed that is cut, and hands on what frost keeps from it.
func bedShorten(n *night, p Plot, planned int) int {
	if planned > 90 {
		planned, n.rest = 90, 0
	}
	if n.weather.High < 4 && planned > 30 {
		n.rest += (planned - 30) * p.Flow
		planned = 30
	}
	return planned
}

func atMost(limit int) func(*night, Plot, int) int {
	return func(_ *night, _ Plot, planned int) int { return min(planned, limit) }
}

// houseMinutes rounds to the nearest and hands on what is left over or owed.
func houseMinutes(n *night, p Plot, want int) (int, bool) {
	litres := want*p.Area/10 + n.rest
	minutes := (litres + p.Flow/2) / p.Flow
	n.rest = litres - minutes*p.Flow
	return max(minutes, 1), true
}
