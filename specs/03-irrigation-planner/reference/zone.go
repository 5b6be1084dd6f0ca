package irrigation

// frost is the first temperature at which there is none.
const frost = 4

// zones lists the zones in the order in which they are watered.
func zones(f Farm) []zone {
	return []zone{
		{"orchard", f.Orchard, 5, orchard{}},
		{"beds", f.Beds, 2, beds{}},
		{"houses", f.Houses, 0, houses{}},
	}
}

func checkArea(p Plot) error {
	if p.Area <= 0 {
		return ErrPlot
	}
	return nil
}

func checkFlow(p Plot) error {
	if p.Flow <= 0 {
		return ErrValve
	}
	return nil
}

// openAir holds what orchard and beds share.
type openAir struct{}

func (openAir) heading(plots int) bool { return plots > 0 }
func (openAir) tellsDryLast() bool     { return false }

// orchard rounds up. Deep roots get three quarters of the rain.
type orchard struct{ openAir }

func (orchard) check(n *night, p Plot) (rests bool, err error) {
	if err = checkFlow(p); err != nil {
		return false, err
	}
	if n.weather.High < frost {
		n.tell("orchard: %s rests in the frost", p.Name)
		return true, nil
	}
	return false, checkArea(p)
}

func (orchard) demand(p Plot, w Weather) (litres int, needed bool) {
	want := p.Need - w.Rain*3/4
	if w.High > 30 {
		want += want / 4
	}
	return want * p.Area / 10, want > 0
}

func (orchard) minutes(_ *night, p Plot, litres int) (int, bool, error) {
	return (litres + p.Flow - 1) / p.Flow, true, nil
}

func (orchard) shorten(_ *night, _ Plot, minutes int) int { return min(minutes, 180) }

func (orchard) tellsCut(before bool) bool { return before }
func (orchard) tellsLack() bool           { return true }

// beds round down and hand on what is left.
type beds struct{ openAir }

func (beds) check(_ *night, p Plot) (rests bool, err error) {
	if err = checkArea(p); err == nil {
		err = checkFlow(p)
	}
	return false, err
}

func (beds) demand(p Plot, w Weather) (litres int, needed bool) {
	want := p.Need - w.Rain
	litres = want * p.Area / 10
	if w.High > 30 {
		litres += litres / 4
	}
	if w.Wind > 25 {
		litres += litres / 5
	}
	return litres, want > 0
}

func (beds) minutes(n *night, p Plot, litres int) (int, bool, error) {
	litres += n.rest
	minutes := litres / p.Flow
	n.rest = litres % p.Flow
	if minutes == 0 {
		n.tell("beds: %s waits with %d l", p.Name, n.rest)
	}
	return minutes, minutes != 0, nil
}

// shorten forgets what does not fit into a run, but hands on what only frost forbids.
func (beds) shorten(n *night, p Plot, minutes int) int {
	if minutes > 90 {
		minutes = 90
		n.rest = 0
	}
	if n.weather.High < frost && minutes > 30 {
		n.rest += (minutes - 30) * p.Flow
		minutes = 30
	}
	return minutes
}

func (beds) tellsCut(before bool) bool { return !before }
func (beds) tellsLack() bool           { return false }

// houses round to the nearest minute, but never to none, and hand on the difference. No rain reaches them.
type houses struct{}

func (houses) heading(int) bool   { return true }
func (houses) tellsDryLast() bool { return true }

func (houses) check(_ *night, p Plot) (rests bool, err error) { return false, checkArea(p) }

func (houses) demand(p Plot, w Weather) (litres int, needed bool) {
	want := p.Need
	if w.High > 25 {
		want += want / 2
	}
	return want * p.Area / 10, want > 0
}

func (houses) minutes(n *night, p Plot, litres int) (int, bool, error) {
	if err := checkFlow(p); err != nil {
		return 0, false, err
	}
	litres += n.rest
	minutes := (litres + p.Flow/2) / p.Flow
	n.rest = litres - minutes*p.Flow
	return max(minutes, 1), true, nil
}

func (houses) shorten(_ *night, _ Plot, minutes int) int { return min(minutes, 60) }

func (houses) tellsCut(before bool) bool { return before }
func (houses) tellsLack() bool           { return true }
