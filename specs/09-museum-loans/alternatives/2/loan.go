package loan

import "slices"

// rule is one of the museum's: where it applies, verdicts have to keep it.
type rule struct {
	applies func(Request) bool
	keeps   func(Request, Verdict) bool
}

func always(Request) bool { return true }

func refuses(_ Request, v Verdict) bool { return !v.Granted }

// onLoans is a rule about loans that are granted.
func onLoans(keeps func(Request, Verdict) bool) func(Request, Verdict) bool {
	return func(r Request, v Verdict) bool { return !v.Granted || keeps(r, v) }
}

func school(r Request) bool { return r.Borrower == School }

var rules = []rule{
	{func(r Request) bool { return r.Restoration }, refuses},
	{
		func(r Request) bool { return r.Borrower == Donor && !r.Restoration },
		func(_ Request, v Verdict) bool { return v.Granted },
	},
	{school, onLoans(func(_ Request, v Verdict) bool { return v.Days <= 30 && !v.Courier })},
	{
		func(r Request) bool { return r.Kind == Textile && !r.Case },
		onLoans(func(_ Request, v Verdict) bool { return v.Days <= 90 }),
	},
	{func(r Request) bool { return school(r) && r.Distance > 500 }, refuses},
	{
		func(r Request) bool { return r.Kind == Painting && !r.Case },
		onLoans(func(_ Request, v Verdict) bool { return v.Days <= 20 || v.Courier }),
	},
	{func(r Request) bool { return r.Value > 200_000 && !r.Indemnity }, refuses},
	{
		func(r Request) bool { return r.Borrower == Partner },
		onLoans(func(_ Request, v Verdict) bool { return v.Days%60 == 0 }),
	},
	{
		func(r Request) bool { return r.Case },
		onLoans(func(_ Request, v Verdict) bool { return v.Days <= 80 }),
	},
	{always, onLoans(func(r Request, v Verdict) bool { return v.Days >= 80 || v.Days*20 >= r.Distance })},
	{always, onLoans(func(_ Request, v Verdict) bool { return v.Days <= 40 || !v.Courier })},
	{
		func(r Request) bool { return r.Borrower == Museum },
		onLoans(func(_ Request, v Verdict) bool { return v.Days%7 == 0 }),
	},
	{always, onLoans(func(_ Request, v Verdict) bool { return v.Deposit <= 30_000 })},
}

// Decide tries the verdicts, the best first: a loan without courier before one with, lengths by how close they are, and last
// the refusal.
func Decide(r Request) (Verdict, error) {
	if !slices.Contains([]Borrower{Museum, Partner, School, Donor}, r.Borrower) ||
		!slices.Contains([]Kind{Painting, Textile, Ceramic}, r.Kind) || r.Days < 1 || min(r.Value, r.Distance) < 0 {
		return Verdict{}, ErrInput
	}
	var binding []rule
	for _, one := range rules {
		if one.applies(r) {
			binding = append(binding, one)
		}
	}
	fits := func(v Verdict) bool {
		return !slices.ContainsFunc(binding, func(one rule) bool { return !one.keeps(r, v) })
	}
	asked := min(r.Days, 365)
	for off := 0; off < 365; off++ {
		for _, days := range []int{asked - off, asked + off} {
			for _, courier := range []bool{false, true} {
				v := Verdict{Granted: true, Days: days, Courier: courier, Deposit: deposit(r, courier)}
				if days >= 1 && days <= 365 && fits(v) {
					return v, nil
				}
			}
		}
	}
	// That no length is left is no reason to refuse.
	forbidden := r.Restoration || school(r) && r.Distance > 500 || r.Value > 200_000 && !r.Indemnity
	if forbidden && fits(Verdict{}) {
		return Verdict{}, nil
	}
	return Verdict{}, ErrConflict
}

func deposit(r Request, courier bool) int {
	parts := 10
	if r.Borrower == Partner {
		parts = 20
	}
	if r.Borrower == School || r.Borrower == Donor {
		return 0
	}
	if courier {
		parts *= 2
	}
	sum := r.Value / parts
	if sum*parts < r.Value {
		sum++
	}
	return (sum + 99) / 100 * 100
}
