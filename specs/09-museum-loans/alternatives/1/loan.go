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

	low, high := 80, 365
	if r.Distance <= 1600 {
		low = max(1, (r.Distance+19)/20)
	}
	if r.Kind == Textile && !r.Case {
		high = 90
	}
	if r.Case {
		high = 80
	}
	if r.Borrower == School {
		high = 30
		if r.Kind == Painting && !r.Case {
			high = 20 // longer ones need the courier that a school may not have
		}
	}
	if low > high {
		return Verdict{}, ErrConflict // R4, R7, R11
	}
	days := min(max(r.Days, low), high)
	if r.Borrower == Partner {
		first, last := (low+59)/60*60, high/60*60
		if first > last {
			return Verdict{}, ErrConflict // R9 and R11, with R5 or R10
		}
		days = min(r.Days, 1000)
		days = min(max((days+29)/60*60, first), last)
	}

	v := Verdict{Granted: true, Days: days, Courier: r.Kind == Painting && days > 20 && !r.Case}
	share := map[Borrower]int{Museum: 10, Partner: 20}[r.Borrower]
	if v.Courier {
		share *= 2
	}
	if share > 0 {
		v.Deposit = r.Value / (share * 100) * 100
		if r.Value%(share*100) > 0 {
			v.Deposit += 100
		}
	}
	return v, nil
}
