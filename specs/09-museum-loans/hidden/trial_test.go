// canary: 69f22aad-78f6-4ed2-884d-e1e887f8c41c

package loan_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"loan"
)

// A program decides by the rules, but for one mistake, which is its name; none for "".
type program string

// Numbers in rules that are one less and one more.
var numbers = map[string]int{
	"days of R4": 30, "days of R5": 90, "kilometres of R6": 500, "days of R7": 20, "euros of R8": 200_000, "days of R9": 60, "days of R10": 80,
	"kilometres of R11": 20, "days of R11": 80, "days of R13": 40, "days of R14": 7, "hundreds of R16": 300, "most days of R18": 365,
}

// Other mistakes.
var mistakes = []program{
	"a value of 0 is no request", "a distance of 0 is no request",
	"no R2", "R2 not for donors", "R2 contradicts R3", "R2 contradicts R8 for donors",
	"no R3", "R3 goes before R8",
	"no R4", "R4 without couriers", "R4 is about couriers only",
	"no R5", "no R6", "R6 for all but donors", "R6 is a contradiction", "R6 for museums, too",
	"no R7", "R7 for textiles, too",
	"no R8", "R8 for paintings only", "R8 without indemnity",
	"no R9", "no R10", "R10 lifts nothing", "R10 not for ceramics", "R10 lifts R13, too", "R10 lifts R4, too", "R10 lifts R16, too",
	"no R11", "R11 without sections begun", "R11 with one section more", "R11 beyond 80 days",
	"no R13", "R13 for paintings only", "R13 not for museums", "no R14", "R14 for partners, too",
	"no R15 for museums", "a tenth of partners", "a twentieth of museums", "not halved", "rounded down", "a hundred more", "rounded before it is halved", "to full euros first",
	"deposit of donors", "deposit of schools",
	"no R16", "R16 before halving", "R16 before rounding", "R16 caps the sum", "R16 for museums only",
	"lengths of what is refused", "the longer of two", "never longer than asked", "never shorter than asked", "no courier if another length does",
	"a refusal where no length is left",
}

// programs are all of them.
func programs() []program {
	all := slices.Clone(mistakes)
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		all = append(all, program("less "+name), program("more "+name))
	}
	return all
}

// number is one of those above, as the program takes it.
func (p program) number(name string) int {
	if than, ok := strings.CutPrefix(string(p), "less "); ok && than == name {
		return numbers[name] - 1
	}
	if than, ok := strings.CutPrefix(string(p), "more "); ok && than == name {
		return numbers[name] + 1
	}
	return numbers[name]
}

// outcome is a verdict and its error.
type outcome struct {
	loan.Verdict
	error
}

func (p program) decide(r loan.Request) outcome {
	switch {
	case r.Days < 1 || r.Value < 0 || r.Distance < 0 || !known(r),
		p == "a value of 0 is no request" && r.Value == 0,
		p == "a distance of 0 is no request" && r.Distance == 0:
		return outcome{error: loan.ErrInput}
	case p == "lengths of what is refused" && !p.lend(r).Granted:
		return outcome{error: loan.ErrConflict}
	case p.refuses(r):
		return outcome{error: p.refusal(r)}
	}
	v := p.lend(r)
	if v.Granted || p == "a refusal where no length is left" {
		return outcome{Verdict: v}
	}
	return outcome{error: loan.ErrConflict}
}

func known(r loan.Request) bool {
	return slices.Contains([]loan.Borrower{loan.Museum, loan.Partner, loan.School, loan.Donor}, r.Borrower) &&
		slices.Contains([]loan.Kind{loan.Painting, loan.Textile, loan.Ceramic}, r.Kind)
}

// refuses is R2, R6 and R8, and what R3 takes from them.
func (p program) refuses(r loan.Request) bool {
	donor := r.Borrower == loan.Donor
	return p.restored(r) || p.far(r) || p.uninsured(r) && !(donor && p == "R3 goes before R8")
}

func (p program) restored(r loan.Request) bool {
	return r.Restoration && p != "no R2" && !(p == "R2 not for donors" && r.Borrower == loan.Donor)
}

func (p program) far(r loan.Request) bool {
	holds := r.Borrower == loan.School && p != "no R6"
	holds = holds || p == "R6 for all but donors" && r.Borrower != loan.Donor || p == "R6 for museums, too" && r.Borrower == loan.Museum
	return holds && r.Distance > p.number("kilometres of R6")
}

func (p program) uninsured(r loan.Request) bool {
	holds := p != "no R8" && !(p == "R8 for paintings only" && r.Kind != loan.Painting)
	return holds && r.Value > p.number("euros of R8") && (!r.Indemnity || p == "R8 without indemnity")
}

func (p program) refusal(r loan.Request) error {
	donor, dear := r.Borrower == loan.Donor, p.uninsured(r)
	conflict := donor && dear && !p.restored(r) && p != "no R3" ||
		donor && r.Restoration && (p == "R2 contradicts R3" || dear && p == "R2 contradicts R8 for donors") ||
		p == "R6 is a contradiction" && p.far(r) && !r.Restoration && !dear
	if conflict {
		return loan.ErrConflict
	}
	return nil
}

// lend is the best loan, or none.
func (p program) lend(r loan.Request) loan.Verdict {
	if p == "no courier if another length does" {
		if v := p.closest(r, false); v.Granted {
			return v
		}
	}
	return p.closest(r, false, true)
}

func (p program) closest(r loan.Request, couriers ...bool) loan.Verdict {
	var best loan.Verdict
	for days := 1; days <= p.number("most days of R18"); days++ {
		away, least := max(days-r.Days, r.Days-days), max(best.Days-r.Days, r.Days-best.Days)
		if best.Granted && (away > least || away == least && p != "the longer of two") ||
			p == "never longer than asked" && days > r.Days || p == "never shorter than asked" && days < min(r.Days, 365) {
			continue
		}
		for _, courier := range couriers {
			if v := granted(days, courier, p.deposit(r, courier)); p.keeps(r, v) {
				best = v
				break
			}
		}
	}
	if p == "R16 caps the sum" {
		best.Deposit = min(best.Deposit, 30_000)
	}
	return best
}

func (p program) keeps(r loan.Request, v loan.Verdict) bool {
	return p.keepsSchool(r, v) && p.keepsObject(r, v) && p.keepsJourney(r, v) && p.keepsWhole(r, v) && p.keepsCap(r, v)
}

// keepsSchool is R4.
func (p program) keepsSchool(r loan.Request, v loan.Verdict) bool {
	if r.Borrower != loan.School || p == "no R4" || p == "R10 lifts R4, too" && r.Case {
		return true
	}
	return (v.Days <= p.number("days of R4") || p == "R4 is about couriers only") && (!v.Courier || p == "R4 without couriers")
}

// keepsObject is R5, R7 and R10.
func (p program) keepsObject(r loan.Request, v loan.Verdict) bool {
	cased := r.Case && !(p == "R10 not for ceramics" && r.Kind == loan.Ceramic)
	if cased && v.Days > p.number("days of R10") && p != "no R10" {
		return false
	}
	if cased && p != "R10 lifts nothing" {
		return true
	}
	escorted := r.Kind == loan.Painting && p != "no R7" || r.Kind == loan.Textile && p == "R7 for textiles, too"
	if escorted && v.Days > p.number("days of R7") && !v.Courier {
		return false
	}
	return r.Kind != loan.Textile || v.Days <= p.number("days of R5") || p == "no R5"
}

// keepsJourney is R11 and R13.
func (p program) keepsJourney(r loan.Request, v loan.Verdict) bool {
	section, least := p.number("kilometres of R11"), 0
	switch p {
	case "R11 without sections begun":
		least = r.Distance / section
	case "R11 with one section more":
		least = r.Distance/section + 1
	default:
		least = (min(r.Distance, 1<<40) + section - 1) / section
	}
	if p != "R11 beyond 80 days" {
		least = min(least, p.number("days of R11"))
	}
	if v.Days < least && p != "no R11" {
		return false
	}
	lifted := p == "no R13" || p == "R13 for paintings only" && r.Kind != loan.Painting ||
		p == "R13 not for museums" && r.Borrower == loan.Museum || p == "R10 lifts R13, too" && r.Case
	return !v.Courier || v.Days <= p.number("days of R13") || lifted
}

// keepsWhole is R9 and R14.
func (p program) keepsWhole(r loan.Request, v loan.Verdict) bool {
	weeks := r.Borrower == loan.Museum && p != "no R14" || r.Borrower == loan.Partner && p == "R14 for partners, too"
	terms := r.Borrower == loan.Partner && p != "no R9"
	return (!weeks || v.Days%p.number("days of R14") == 0) && (!terms || v.Days%p.number("days of R9") == 0)
}

// keepsCap is R16.
func (p program) keepsCap(r loan.Request, v loan.Verdict) bool {
	most := p.number("hundreds of R16") * 100
	switch p {
	case "no R16", "R16 caps the sum":
		return true
	case "R16 before halving":
		return p.deposit(r, false) <= most
	case "R16 before rounding":
		return r.Value <= most*p.parts(r, v.Courier)
	}
	lifted := p == "R16 for museums only" && r.Borrower != loan.Museum || p == "R10 lifts R16, too" && r.Case
	return v.Deposit <= most || lifted
}

// parts is R15: the deposit is one of so many of the value, or none.
func (p program) parts(r loan.Request, courier bool) int {
	parts := 0
	switch r.Borrower {
	case loan.Museum:
		parts = 10
	case loan.Partner:
		parts = 20
	}
	switch {
	case p == "no R15 for museums" && r.Borrower == loan.Museum:
		return 0
	case p == "a tenth of partners" && r.Borrower == loan.Partner:
		parts = 10
	case p == "a twentieth of museums" && r.Borrower == loan.Museum,
		p == "deposit of donors" && r.Borrower == loan.Donor,
		p == "deposit of schools" && r.Borrower == loan.School:
		parts = 20
	}
	if courier && p != "not halved" {
		parts *= 2
	}
	return parts
}

func (p program) deposit(r loan.Request, courier bool) int {
	parts := p.parts(r, courier)
	if parts == 0 {
		return 0
	}
	switch {
	case p == "rounded down":
		return r.Value / parts / 100 * 100
	case p == "a hundred more":
		return (r.Value/parts/100 + 1) * 100
	case p == "to full euros first":
		return (r.Value/parts + 99) / 100 * 100
	case p == "rounded before it is halved" && courier:
		return (r.Value + parts*50 - 1) / (parts * 50) * 50
	}
	return (r.Value + parts*100 - 1) / (parts * 100) * 100
}

func TestTrialIsShort(t *testing.T) {
	if n := len(loan.Trial()); n > 16 {
		t.Fatalf("R20: the trial has %d requests", n)
	}
}

func TestTrialFindsMistakes(t *testing.T) {
	right := map[loan.Request]outcome{}
	for _, r := range loan.Trial() {
		right[r] = program("").decide(r)
	}
	all := programs()
	missed := slices.DeleteFunc(slices.Clone(all), func(p program) bool {
		for r, want := range right {
			if p.decide(r) != want {
				return true
			}
		}
		return false
	})
	if len(missed) > 4 {
		t.Errorf("R21: of %d programs the trial lets %d pass: %q", len(all), len(missed), missed)
	}
}
