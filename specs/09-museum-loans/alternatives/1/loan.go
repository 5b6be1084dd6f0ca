package loan

// Decide applies the rules by narrowing the range of lengths.
func Decide(r Request) (Verdict, error) {
	if !r.valid() {
		return Verdict{}, ErrInput
	}
	if granted, err := r.lent(); !granted {
		return Verdict{}, err
	}
	days, ok := r.lengths().nearest(r.Days)
	if !ok {
		return Verdict{}, ErrConflict
	}
	courier := days > r.alone()
	return Verdict{true, days, courier, r.deposit(courier)}, nil
}

// valid is R1.
func (r Request) valid() bool {
	switch r.Borrower {
	case Museum, Partner, School, Donor:
		return r.listed() && r.Days >= 1 && min(r.Value, r.Distance) >= 0
	}
	return false
}

func (r Request) listed() bool { return r.Kind == Painting || r.Kind == Textile || r.Kind == Ceramic }

// lent is about whether an object is lent at all: R2, R3, R6 and R8.
func (r Request) lent() (bool, error) {
	distant := r.Borrower == School && r.Distance > 500
	if r.Restoration || distant {
		return false, nil
	}
	return r.covered()
}

func (r Request) covered() (bool, error) {
	if r.Indemnity || r.Value <= 200_000 {
		return true, nil
	}
	if r.Borrower == Donor {
		return false, ErrConflict
	}
	return false, nil
}

// span is the multiples of step from low to high.
type span struct{ low, high, step int }

// lengths are those that R9, R11 and R14 leave.
func (r Request) lengths() span {
	step := map[Borrower]int{Partner: 60, Museum: 7, School: 1, Donor: 1}[r.Borrower]
	low := min(parts(r.Distance, 20), 80)
	return span{max(low, step), max(r.alone(), r.together()), step}
}

// nearest is the length that is closest to what is asked for.
func (s span) nearest(asked int) (int, bool) {
	first, last := parts(s.low, s.step)*s.step, s.high/s.step*s.step
	closest := (min(asked, 1000) + (s.step-1)/2) / s.step * s.step
	return min(max(closest, first), last), first <= last
}

// alone is how long a loan without a courier may last.
func (r Request) alone() int {
	switch {
	case r.deposit(false) > 30_000: // R16
		return 0
	case r.Borrower == School: // R4
		return min(30, r.borne())
	}
	return r.borne()
}

// borne is how long an object bears it to be away alone: R5, R7 and R10.
func (r Request) borne() int {
	if r.Case {
		return 80
	}
	return map[Kind]int{Painting: 20, Textile: 90, Ceramic: 365}[r.Kind]
}

// together is how long a loan with a courier may last: R4, R13 and R16.
func (r Request) together() int {
	if r.Borrower == School || r.deposit(true) > 30_000 {
		return 0
	}
	return 40
}

// deposit is R15.
func (r Request) deposit(courier bool) int {
	share := 0
	switch r.Borrower {
	case Museum:
		share = 10
	case Partner:
		share = 20
	}
	if courier {
		share *= 2
	}
	return parts(r.Value, share*100) * 100
}

// parts is how many parts of a size n has, the last of which may be smaller; none of no size.
func parts(n, size int) int {
	if size == 0 {
		return 0
	}
	return n/size + min(n%size, 1)
}
