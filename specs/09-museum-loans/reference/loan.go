package loan

import "slices"

const longest = 365 // days

// Decide gives the verdict on a request, or ErrInput, or ErrConflict if the rules cannot be kept together.
func Decide(r Request) (Verdict, error) {
	if !valid(r) {
		return Verdict{}, ErrInput
	}
	if forbidden(r) {
		return Verdict{}, refusal(r)
	}
	return closest(r)
}

// valid is R1.
func valid(r Request) bool {
	borrowers := []Borrower{Museum, Partner, School, Donor}
	kinds := []Kind{Painting, Textile, Ceramic}
	known := slices.Contains(borrowers, r.Borrower) && slices.Contains(kinds, r.Kind)
	return known && r.Days >= 1 && min(r.Value, r.Distance) >= 0
}

// forbidden tells whether R2 or one of the two below says that the object is not lent.
func forbidden(r Request) bool { return r.Restoration || tooFar(r) || uninsured(r) }

// tooFar is R6.
func tooFar(r Request) bool { return r.Borrower == School && r.Distance > 500 }

// uninsured is R8.
func uninsured(r Request) bool { return r.Value > 200_000 && !r.Indemnity }

// refusal is what R3 says to one, if R2 does not go before it.
func refusal(r Request) error {
	if r.Borrower == Donor && !r.Restoration {
		return ErrConflict
	}
	return nil
}

// closest tries lengths by how far they are from the one asked for, of two that are equally close the shorter first.
func closest(r Request) (Verdict, error) {
	asked := min(r.Days, longest)
	for off := range longest {
		for _, days := range []int{asked - off, asked + off} {
			if v := lend(r, days); v.Granted {
				return v, nil
			}
		}
	}
	return Verdict{}, ErrConflict
}

// lend gives the loan of so many days, with a courier only if there has to be one, or none.
func lend(r Request, days int) Verdict {
	for _, courier := range []bool{false, true} {
		v := Verdict{Granted: true, Days: days, Courier: courier}
		if keepsAll(r, v) {
			v.Deposit = deposit(r, courier)
			return v
		}
	}
	return Verdict{}
}

// keepsAll tells whether a loan keeps all that the rules say of length, courier and deposit.
func keepsAll(r Request, v Verdict) bool {
	rules := []func(Request, Verdict) bool{inRange, whole, journey, school, textile, painting, cased, escorted, capped}
	return !slices.ContainsFunc(rules, func(keeps func(Request, Verdict) bool) bool { return !keeps(r, v) })
}

func inRange(_ Request, v Verdict) bool { return 1 <= v.Days && v.Days <= longest }

// whole is R9 and R14.
func whole(r Request, v Verdict) bool {
	switch r.Borrower {
	case Partner:
		return v.Days%60 == 0
	case Museum:
		return v.Days%7 == 0
	}
	return true
}

// journey is R11.
func journey(r Request, v Verdict) bool { return v.Days >= 80 || v.Days >= sections(r.Distance, 20) }

// school is R4.
func school(r Request, v Verdict) bool { return r.Borrower != School || v.Days <= 30 && !v.Courier }

// bare tells whether R10 leaves an object of a kind to R5 or R7.
func bare(r Request, kind Kind) bool { return r.Kind == kind && !r.Case }

// textile is R5.
func textile(r Request, v Verdict) bool { return !bare(r, Textile) || v.Days <= 90 }

// painting is R7.
func painting(r Request, v Verdict) bool { return !bare(r, Painting) || v.Courier || v.Days <= 20 }

// cased is R10.
func cased(r Request, v Verdict) bool { return !r.Case || v.Days <= 80 }

// escorted is R13.
func escorted(_ Request, v Verdict) bool { return !v.Courier || v.Days <= 40 }

// capped is R16.
func capped(r Request, v Verdict) bool { return deposit(r, v.Courier) <= 30_000 }

// deposit is R15.
func deposit(r Request, courier bool) int {
	share := map[Borrower]int{Museum: 1000, Partner: 2000}[r.Borrower] // euros of value for a hundred of deposit
	if share == 0 {
		return 0
	}
	if courier {
		share *= 2
	}
	return sections(r.Value, share) * 100
}

// sections counts the parts of a length that n has, one that has been begun included.
func sections(n, length int) int { return n/length + min(n%length, 1) }
