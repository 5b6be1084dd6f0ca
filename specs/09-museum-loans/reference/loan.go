package loan

import "slices"

// Decide gives the verdict on a request, or ErrInput, or ErrConflict if the rules cannot be kept together.
func Decide(r Request) (Verdict, error) {
	if !valid(r) {
		return Verdict{}, ErrInput
	}
	if forbidden(r) {
		if r.Borrower == Donor && !r.Restoration {
			return Verdict{}, ErrConflict
		}
		return Verdict{}, nil
	}
	days, ok := length(r)
	if !ok {
		return Verdict{}, ErrConflict
	}
	v := Verdict{Granted: true, Days: days, Courier: !permitted(r, days, false)}
	v.Deposit = deposit(r, v.Courier)
	return v, nil
}

func valid(r Request) bool {
	return slices.Contains([]Borrower{Museum, Partner, School, Donor}, r.Borrower) &&
		slices.Contains([]Kind{Painting, Textile, Ceramic}, r.Kind) &&
		r.Days >= 1 && r.Value >= 0 && r.Distance >= 0
}

// forbidden tells whether a rule says that the object is not lent.
func forbidden(r Request) bool {
	return r.Restoration ||
		r.Borrower == School && r.Distance > 500 ||
		r.Value > 200_000 && !r.Indemnity
}

// length is the one closest to what is asked for, among those that the rules permit.
func length(r Request) (int, bool) {
	asked := min(r.Days, 1000)
	best, found := 0, false
	for days := 1; days <= 365; days++ {
		if found && abs(days-asked) >= abs(best-asked) {
			continue
		}
		if permitted(r, days, false) || permitted(r, days, true) {
			best, found = days, true
		}
	}
	return best, found
}

func abs(n int) int { return max(n, -n) }

// permitted tells whether a loan of so many days, with a courier or without, keeps all rules.
func permitted(r Request, days int, courier bool) bool {
	least := 80
	if r.Distance < 80*20 {
		least = (r.Distance + 19) / 20
	}
	switch {
	case days < least:
		return false
	case r.Kind == Textile && !r.Case && days > 90:
		return false
	case r.Kind == Painting && !r.Case && days > 20 && !courier:
		return false
	case r.Case && days > 80:
		return false
	case r.Borrower == Partner && days%60 != 0:
		return false
	case r.Borrower == Museum && days%7 != 0:
		return false
	case r.Borrower == School && (days > 30 || courier):
		return false
	case courier && days > 40:
		return false
	}
	return deposit(r, courier) <= 30_000
}

func deposit(r Request, courier bool) int {
	var part int // one part of so many of the value
	switch r.Borrower {
	case Museum:
		part = 10
	case Partner:
		part = 20
	default:
		return 0
	}
	if courier {
		part *= 2
	}
	return (r.Value + 100*part - 1) / (100 * part) * 100
}
