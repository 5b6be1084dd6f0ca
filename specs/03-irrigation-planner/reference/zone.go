package irrigation

// noRun stands for the minutes of a plot that needs water but gets none tonight.
const noRun = -1

// zones lists the zones in the order in which they are watered.
func zones(f Farm) []zone {
	return []zone{
		{"orchard", f.Orchard, 180, 5, orchard{}},
		{"beds", f.Beds, 90, 2, beds{}},
		{"houses", f.Houses, 60, 0, houses{}},
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

func (orchard) check(p Plot) error {
	if err := checkFlow(p); err != nil {
		return err
	}
	return checkArea(p)
}

func (orchard) demand(p Plot, w Weather) (litres int, needed bool) {
	want := p.Need - w.Rain*3/4
	if w.High > 30 {
		want += want / 4
	}
	return want * p.Area / 10, want > 0
}

func (orchard) minutes(_ *night, p Plot, litres int) (int, error) {
	return (litres + p.Flow - 1) / p.Flow, nil
}

func (orchard) cut(n *night, run Run, planned int, before bool) {
	if before {
		n.tellCut(run, planned)
	}
}

func (orchard) tellsLack() bool { return true }

// beds round down and hand on what is left.
type beds struct{ openAir }

func (beds) check(p Plot) error {
	if err := checkArea(p); err != nil {
		return err
	}
	return checkFlow(p)
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

func (beds) minutes(n *night, p Plot, litres int) (int, error) {
	litres += n.rest
	n.rest = litres % p.Flow
	if litres < p.Flow {
		n.tell("beds: %s waits with %d l", p.Name, n.rest)
		return noRun, nil
	}
	return litres / p.Flow, nil
}

func (beds) cut(n *night, run Run, planned int, before bool) {
	if before {
		n.rest = 0
		return
	}
	n.tellCut(run, planned)
}

func (beds) tellsLack() bool { return false }

// houses round to the nearest minute, but never to none, and hand on the difference. No rain reaches them.
type houses struct{}

func (houses) heading(int) bool   { return true }
func (houses) tellsDryLast() bool { return true }

func (houses) check(p Plot) error { return checkArea(p) }

func (houses) demand(p Plot, w Weather) (litres int, needed bool) {
	want := p.Need
	if w.High > 25 {
		want += want / 2
	}
	return want * p.Area / 10, want > 0
}

func (houses) minutes(n *night, p Plot, litres int) (int, error) {
	if err := checkFlow(p); err != nil {
		return 0, err
	}
	litres += n.rest
	minutes := (litres + p.Flow/2) / p.Flow
	n.rest = litres - minutes*p.Flow
	return max(minutes, 1), nil
}

func (houses) cut(n *night, run Run, planned int, before bool) {
	orchard{}.cut(n, run, planned, before)
}

func (houses) tellsLack() bool { return true }
