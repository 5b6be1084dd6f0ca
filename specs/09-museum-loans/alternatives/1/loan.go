package loan

// Decide applies the rules by narrowing the range of lengths.
func Decide(r Request) (Verdict, error) {
	switch r.Borrower {
	case Museum, Partner, School, Donor:
	default:
		return Verdict{}, ErrInput
	}
	switch r.Kind {
	case Painting, Textile, Ceramic:
	default:
		return Verdict{}, ErrInput
	}
	if r.Days < 1 || r.Value < 0 || r.Distance < 0 {
		return Verdict{}, ErrInput
	}

	if r.Restoration || r.Borrower == School && r.Distance > 500 {
		return Verdict{}, nil
	}
	if r.Value > 200000 && !r.Indemnity {
		if r.Borrower == Donor {
			return Verdict{}, ErrConflict // R3, R8
		}
		return Verdict{}, nil
	}

	low, step := 80, 1
	if r.Distance <= 1600 {
		low = max(1, (r.Distance+19)/20)
	}
	share := 0
	switch r.Borrower {
	case Museum:
		low, step, share = max(low, 7), 7, 10
	case Partner:
		low, step, share = max(low, 60), 60, 20
	}
	// Without a courier.
	alone := 365
	if r.Kind == Painting && !r.Case {
		alone = 20
	}
	if r.Kind == Textile && !r.Case {
		alone = 90
	}
	// With one.
	together := 40
	if r.Case {
		alone = min(alone, 80)
	}
	if r.Borrower == School {
		alone, together = min(alone, 30), 0
	}
	if share > 0 && rounded(r.Value, share) > 30_000 {
		alone = 0
	}
	if share > 0 && rounded(r.Value, 2*share) > 30_000 {
		together = 0
	}
	days, ok := nearest(r.Days, low, max(alone, together), step)
	if !ok {
		return Verdict{}, ErrConflict
	}
	v := Verdict{Granted: true, Days: days, Courier: days > alone}
	if v.Courier {
		share *= 2
	}
	if share > 0 {
		v.Deposit = rounded(r.Value, share)
	}
	return v, nil
}

// nearest is the multiple of step between low and high that is closest to what is asked for.
func nearest(asked, low, high, step int) (int, bool) {
	first, last := (low+step-1)/step*step, high/step*step
	if first > last {
		return 0, false
	}
	asked = min(asked, 1000)
	return min(max((asked+(step-1)/2)/step*step, first), last), true
}

// rounded is one part of so many of a value, up to full hundreds.
func rounded(value, share int) int {
	sum := value / (share * 100) * 100
	if value%(share*100) > 0 {
		sum += 100
	}
	return sum
}
