package loan

// terms are what a borrower is held to.
type terms struct {
	whole int // R9, R14: the length is a multiple of so many days
	parts int // R15: the deposit is one of so many of the value; none for 0
	alone int // R4: most days without a courier
	along int // R4, R13: most days with one
}

func termsOf(b Borrower) (terms, bool) {
	found, known := map[Borrower]terms{
		Museum:  {whole: 7, parts: 10, alone: 365, along: 40},
		Partner: {whole: 60, parts: 20, alone: 365, along: 40},
		School:  {whole: 1, parts: 0, alone: 30, along: 0},
		Donor:   {whole: 1, parts: 0, alone: 365, along: 40},
	}[b]
	return found, known
}

// mostOf is how long an object bears it to be away without a courier: R5, R7 and R10.
func mostOf(k Kind, inCase bool) (most int, known bool) {
	most, known = map[Kind]int{Painting: 20, Textile: 90, Ceramic: 365}[k]
	if inCase {
		most = 80
	}
	return most, known
}

// Decide tries the lengths, the closest first, each without a courier before it is tried with one.
func Decide(r Request) (Verdict, error) {
	borrower, known := termsOf(r.Borrower)
	most, listed := mostOf(r.Kind, r.Case)
	if !known || !listed || !countable(r) {
		return Verdict{}, ErrInput
	}
	borrower.alone = min(borrower.alone, most)
	return decide(r, borrower)
}

// countable is what R1 says of numbers.
func countable(r Request) bool { return r.Days > 0 && r.Value >= 0 && r.Distance >= 0 }

func decide(r Request, borrower terms) (Verdict, error) {
	switch {
	case r.Restoration, distant(r):
		return Verdict{}, nil
	case open(r):
		return Verdict{}, spoken(r)
	}
	return borrower.best(r)
}

// distant is R6.
func distant(r Request) bool { return r.Borrower == School && r.Distance > 500 }

// open is R8.
func open(r Request) bool { return r.Value > 200_000 && !r.Indemnity }

// spoken is R3, against R8.
func spoken(r Request) error {
	if r.Borrower == Donor {
		return ErrConflict
	}
	return nil
}

func (t terms) best(r Request) (Verdict, error) {
	asked, least := min(r.Days, 365), leastOf(r.Distance)
	for off := 0; off < 730; off++ {
		days := asked + off/2*(off%2*2-1) // asked, one less, one more, two less …
		if v := t.loan(r.Value, days); days >= least && v.Granted {
			return v, nil
		}
	}
	return Verdict{}, ErrConflict
}

// leastOf is R11.
func leastOf(distance int) int {
	if distance > 80*20 {
		return 80
	}
	return max(1, (distance+19)/20)
}

// loan is the verdict for so many days, or the zero verdict.
func (t terms) loan(value, days int) Verdict {
	if days%t.whole != 0 {
		return Verdict{}
	}
	courier := days > t.alone || t.deposit(value) > 30_000
	if courier {
		t.alone, t.parts = t.along, t.parts*2
	}
	v := Verdict{days <= t.alone, days, courier, t.deposit(value)}
	return v.capped()
}

// capped is R16.
func (v Verdict) capped() Verdict {
	if v.Deposit > 30_000 {
		return Verdict{}
	}
	return v
}

// deposit is R15.
func (t terms) deposit(value int) int {
	if t.parts == 0 {
		return 0
	}
	sum := value / t.parts
	if sum*t.parts < value {
		sum++
	}
	return (sum + 99) / 100 * 100
}
