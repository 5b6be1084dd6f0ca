// canary: 69f22aad-78f6-4ed2-884d-e1e887f8c41c

package loan_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"loan"
)

// plain is a request with which no rule but R17 and R18 has to do.
func plain() loan.Request {
	return loan.Request{Borrower: loan.Donor, Kind: loan.Ceramic, Days: 50, Value: 1000}
}

func with(changes ...func(*loan.Request)) loan.Request {
	r := plain()
	for _, change := range changes {
		change(&r)
	}
	return r
}

type change = func(*loan.Request)

func borrower(b loan.Borrower) change { return func(r *loan.Request) { r.Borrower = b } }
func kind(k loan.Kind) change         { return func(r *loan.Request) { r.Kind = k } }
func days(n int) change               { return func(r *loan.Request) { r.Days = n } }
func value(n int) change              { return func(r *loan.Request) { r.Value = n } }
func distance(n int) change           { return func(r *loan.Request) { r.Distance = n } }
func restored(r *loan.Request)        { r.Restoration = true }
func indemnified(r *loan.Request)     { r.Indemnity = true }
func cased(r *loan.Request)           { r.Case = true }

func granted(days int, courier bool, deposit int) loan.Verdict {
	return loan.Verdict{Granted: true, Days: days, Courier: courier, Deposit: deposit}
}

var refused = loan.Verdict{}

type example struct {
	rule string
	r    loan.Request
	want loan.Verdict
}

func decide(t *testing.T, examples []example) {
	t.Helper()
	for _, e := range examples {
		got, err := loan.Decide(e.r)
		if err != nil || got != e.want {
			t.Errorf("%s: %+v gives %+v and %v, want %+v", e.rule, e.r, got, err, e.want)
		}
	}
}

func TestInput(t *testing.T) {
	if errors.Is(loan.ErrInput, loan.ErrConflict) || errors.Is(loan.ErrConflict, loan.ErrInput) {
		t.Fatal("R1: the errors are not told apart")
	}
	for _, r := range []loan.Request{
		{}, with(days(0)), with(days(-1)), with(days(math.MinInt)), with(value(-1)), with(distance(-1)), with(borrower("")), with(kind("")),
		with(borrower("Museum")), with(kind("paper")), with(days(0), restored), with(value(-1), borrower(loan.School), distance(501)),
		with(borrower(loan.Donor), value(300_000), days(0)), with(borrower(loan.Donor), value(300_000), distance(-1)),
		with(borrower("donors"), value(300_000)), with(distance(math.MinInt)),
	} {
		if got, err := loan.Decide(r); !errors.Is(err, loan.ErrInput) || got != refused {
			t.Errorf("R1: %+v gives %+v and %v", r, got, err)
		}
	}
}

func TestWhetherAlone(t *testing.T) {
	museum := borrower(loan.Museum)
	decide(t, []example{
		{"R17", plain(), granted(50, false, 0)},
		{"R2", with(museum, restored), refused},
		{"R3", with(borrower(loan.Donor)), granted(50, false, 0)},
		{"R6", with(borrower(loan.School), days(25), distance(500)), granted(25, false, 0)},
		{"R6", with(borrower(loan.School), days(25), distance(501)), refused},
		{"R6", with(distance(501)), granted(50, false, 0)},
		{"R8", with(museum, days(49), value(200_000)), granted(49, false, 20_000)},
		{"R8", with(museum, value(200_001)), refused},
		{"R8", with(museum, days(49), value(200_001), indemnified), granted(49, false, 20_100)},
		{"R8", with(borrower(loan.School), value(200_001)), refused},
	})
}

func TestLengthAlone(t *testing.T) {
	museum := borrower(loan.Museum)
	decide(t, []example{
		{"R4", with(borrower(loan.School), days(30)), granted(30, false, 0)},
		{"R4", with(borrower(loan.School), days(31)), granted(30, false, 0)},
		{"R5", with(kind(loan.Textile), days(90)), granted(90, false, 0)},
		{"R5", with(kind(loan.Textile), days(91)), granted(90, false, 0)},
		{"R5", with(days(91)), granted(91, false, 0)},
		{"R9", with(borrower(loan.Partner), days(60)), granted(60, false, 100)},
		{"R9", with(borrower(loan.Partner), days(1)), granted(60, false, 100)},
		{"R9", with(borrower(loan.Partner), days(89)), granted(60, false, 100)},
		{"R18", with(borrower(loan.Partner), days(90)), granted(60, false, 100)},
		{"R9", with(borrower(loan.Partner), days(91)), granted(120, false, 100)},
		{"R18", with(borrower(loan.Partner), days(330)), granted(300, false, 100)},
		{"R18", with(borrower(loan.Partner), days(400)), granted(360, false, 100)},
		{"R14", with(museum, days(49)), granted(49, false, 100)},
		{"R14", with(museum, days(52)), granted(49, false, 100)},
		{"R14", with(museum, days(53)), granted(56, false, 100)},
		{"R14", with(museum, days(1)), granted(7, false, 100)},
		{"R14", with(museum, days(365)), granted(364, false, 100)},
		{"R10", with(kind(loan.Textile), days(80), cased), granted(80, false, 0)},
		{"R10", with(kind(loan.Textile), days(81), cased), granted(80, false, 0)},
		{"R10", with(days(500), cased), granted(80, false, 0)},
		{"R11", with(days(1), distance(20)), granted(1, false, 0)},
		{"R11", with(days(1), distance(21)), granted(2, false, 0)},
		{"R11", with(days(1), distance(1580)), granted(79, false, 0)},
		{"R11", with(days(1), distance(1581)), granted(80, false, 0)},
		{"R11", with(days(1), distance(1601)), granted(80, false, 0)},
		{"R11", with(days(100), distance(math.MaxInt)), granted(100, false, 0)},
		{"R11", with(days(7), distance(math.MaxInt-3)), granted(80, false, 0)},
		{"R18", with(days(365)), granted(365, false, 0)},
		{"R18", with(days(366)), granted(365, false, 0)},
		{"R18", with(days(math.MaxInt)), granted(365, false, 0)},
		{"R18", with(days(1)), granted(1, false, 0)},
	})
}

func TestCourierAndDepositAlone(t *testing.T) {
	museum := borrower(loan.Museum)
	decide(t, []example{
		{"R7", with(kind(loan.Painting), days(20)), granted(20, false, 0)},
		{"R7", with(kind(loan.Painting), days(21)), granted(21, true, 0)},
		{"R13", with(kind(loan.Painting), days(40)), granted(40, true, 0)},
		{"R13", with(kind(loan.Painting), days(41)), granted(40, true, 0)},
		{"R13", with(kind(loan.Painting), days(300)), granted(40, true, 0)},
		{"R10", with(kind(loan.Painting), days(21), cased), granted(21, false, 0)},
		{"R18", with(kind(loan.Textile), days(60)), granted(60, false, 0)},
		{"R15", with(museum, days(49), value(0)), granted(49, false, 0)},
		{"R15", with(museum, days(49), value(1)), granted(49, false, 100)},
		{"R15", with(museum, days(49), value(1001)), granted(49, false, 200)},
		{"R15", with(borrower(loan.Partner), days(60), value(2000)), granted(60, false, 100)},
		{"R15", with(borrower(loan.Partner), days(60), value(2001)), granted(60, false, 200)},
		{"R15", with(museum, kind(loan.Painting), days(28), value(2000)), granted(28, true, 100)},
		{"R15", with(museum, kind(loan.Painting), days(28), value(2001)), granted(28, true, 200)},
		{"R15", with(museum, kind(loan.Painting), days(28), value(1019)), granted(28, true, 100)},
		{"R15", with(museum, kind(loan.Painting), days(28), value(2019)), granted(28, true, 200)},
		{"R16", with(museum, days(49), value(300_000), indemnified), granted(49, false, 30_000)},
		{"R18", with(value(1_000_000_000_000), indemnified), granted(50, false, 0)},
		{"R18", with(borrower(loan.School), days(25), value(1_000_000_000_000), indemnified), granted(25, false, 0)},
	})
}

// What follows is worked out by trying every verdict against every rule.

// loanKeeps tells whether a loan of so many days, with or without a courier, keeps the rules on length and courier.
func loanKeeps(r loan.Request, days int, courier bool) bool {
	sections := r.Distance / 20
	if r.Distance%20 > 0 {
		sections++
	}
	switch {
	case r.Borrower == loan.School && (days > 30 || courier): // R4
	case r.Kind == loan.Textile && !r.Case && days > 90: // R5
	case r.Kind == loan.Painting && !r.Case && days > 20 && !courier: // R7
	case r.Borrower == loan.Partner && days%60 != 0: // R9
	case r.Case && days > 80: // R10
	case days < sections && days < 80: // R11
	case courier && days > 40: // R13
	case r.Borrower == loan.Museum && days%7 != 0: // R14
	case depositOf(r, courier) > 30_000: // R15, R16
	default:
		return true
	}
	return false
}

// depositOf is the deposit that R15 demands.
func depositOf(r loan.Request, courier bool) int {
	hundreds := 0
	switch r.Borrower {
	case loan.Museum:
		hundreds = 1000
	case loan.Partner:
		hundreds = 2000
	}
	if courier {
		hundreds *= 2
	}
	if hundreds == 0 || r.Value == 0 {
		return 0
	}
	return ((r.Value-1)/hundreds + 1) * 100
}

// mayRefuse and mayGrant tell what the rules on whether to lend leave open.
func mayRefuse(r loan.Request) bool { return r.Borrower != loan.Donor || r.Restoration }

func mayGrant(r loan.Request) bool {
	return !r.Restoration && (r.Borrower != loan.School || r.Distance <= 500) && (r.Value <= 200_000 || r.Indemnity)
}

// expected is the verdict, or false if there is none.
func expected(r loan.Request) (loan.Verdict, bool) {
	if !mayGrant(r) {
		return refused, mayRefuse(r)
	}
	best, off := refused, math.MaxInt
	for days := 1; days <= 365; days++ {
		courier := !loanKeeps(r, days, false)
		if courier && !loanKeeps(r, days, true) {
			continue
		}
		if away := max(days-r.Days, r.Days-days); away < off {
			best, off = granted(days, courier, 0), away
		}
	}
	if !best.Granted {
		return refused, false
	}
	best.Deposit = depositOf(r, best.Courier)
	return best, true
}

// every calls look for each request of a grid, whose numbers lie at the edges of rules.
func every(look func(loan.Request)) {
	lengths := []int{1, 20, 21, 25, 31, 38, 75, 91, 150, 500}
	journeys := []int{0, 21, 400, 401, 500, 501, 700, 701, 800, 801, 1200, 1201, 1540, 1541, 9000}
	values := []int{2050, 200_001, 300_001, 600_000, 600_001, 1_200_001}
	for _, who := range []loan.Borrower{loan.Museum, loan.Partner, loan.School, loan.Donor} {
		for _, what := range []loan.Kind{loan.Painting, loan.Textile, loan.Ceramic} {
			for _, n := range lengths {
				for _, far := range journeys {
					for _, worth := range values {
						for flags := range 8 {
							look(loan.Request{
								Borrower: who, Kind: what, Days: n, Distance: far, Value: worth,
								Restoration: flags&1 > 0, Indemnity: flags&2 > 0, Case: flags&4 > 0,
							})
						}
					}
				}
			}
		}
	}
}

// few ends a test that has failed often enough.
func few(t *testing.T, failures *int) {
	if *failures++; *failures > 10 {
		t.FailNow()
	}
}

func TestAllThatCanBeDecided(t *testing.T) {
	failures := 0
	every(func(r loan.Request) {
		want, ok := expected(r)
		if !ok {
			return
		}
		got, err := loan.Decide(r)
		rule := "R18"
		switch {
		case err != nil:
			rule = "R19"
		case got.Granted != want.Granted:
			rule = "R17"
		case got.Days == want.Days && got.Courier != want.Courier:
			rule = "R18"
		case got.Days == want.Days:
			rule = "R15"
		}
		if err != nil || got != want {
			t.Errorf("%s: %+v gives %+v and %v, want %+v", rule, r, got, err, want)
			few(t, &failures)
		}
	})
}

func TestPrecedence(t *testing.T) {
	decide(t, []example{
		{"R12", with(restored), refused},
		{"R12", with(restored, value(300_000)), refused},
		{"R12", with(kind(loan.Painting), cased, days(200)), granted(80, false, 0)},
		{"R17", with(borrower(loan.Partner), kind(loan.Textile), distance(5000), restored), refused},
		{"R17", with(borrower(loan.Partner), kind(loan.Textile), distance(5000), value(300_000)), refused},
		{"R16", with(borrower(loan.Museum), days(49), value(300_001), indemnified), granted(35, true, 15_100)},
		{"R16", with(borrower(loan.Museum), cased, days(49), value(600_000), indemnified), granted(35, true, 30_000)},
		{"R14", with(borrower(loan.Museum), kind(loan.Painting), days(100), distance(700)), granted(35, true, 100)},
	})
}

func TestAllContradictions(t *testing.T) {
	failures, met := 0, 0
	every(func(r loan.Request) {
		_, ok := expected(r)
		got, err := loan.Decide(r)
		if !ok {
			met++
		}
		if !ok && (!errors.Is(err, loan.ErrConflict) || got != refused) || ok && err != nil {
			t.Errorf("R19: %+v gives %+v and %v", r, got, err)
			few(t, &failures)
		}
	})
	if met < 500 {
		t.Fatalf("R19: only %d requests contradict", met)
	}
}

func TestEdgesOfContradictions(t *testing.T) {
	textile := []change{borrower(loan.Partner), kind(loan.Textile)}
	painting := []change{borrower(loan.School), kind(loan.Painting)}
	dear := []change{borrower(loan.Donor), value(200_001)}
	rich := []change{borrower(loan.Museum), indemnified, value(400_000)}
	for _, c := range []struct {
		base     []change
		more     change
		conflict bool
	}{
		{textile, distance(1200), false}, {textile, distance(1201), true}, {textile, distance(math.MaxInt), true},
		{painting, distance(400), false}, {painting, distance(401), true}, {painting, distance(500), true}, {painting, distance(501), false},
		{dear, days(1), true}, {dear, value(200_000), false}, {dear, indemnified, false}, {dear, restored, false}, {dear, cased, true},
		{slices.Concat(textile, []change{cased}), distance(1201), true}, {slices.Concat(textile, []change{cased}), distance(1200), false},
		{[]change{borrower(loan.Partner), cased}, distance(1201), true}, {[]change{borrower(loan.Partner), cased}, distance(1200), false},
		{[]change{borrower(loan.Partner), cased, kind(loan.Painting)}, distance(9000), true}, {[]change{cased}, distance(math.MaxInt), false},
		{[]change{borrower(loan.Partner), kind(loan.Painting)}, distance(0), true}, {[]change{borrower(loan.Donor), cased}, distance(9000), false},
		{[]change{borrower(loan.Museum), cased}, distance(1540), false}, {[]change{borrower(loan.Museum), cased}, distance(1541), true},
		{[]change{kind(loan.Painting)}, distance(800), false}, {[]change{kind(loan.Painting)}, distance(801), true},
		{[]change{borrower(loan.Museum), kind(loan.Painting)}, distance(700), false},
		{[]change{borrower(loan.Museum), kind(loan.Painting)}, distance(701), true},
		{rich, distance(700), false}, {rich, distance(701), true}, {rich, value(600_000), false}, {rich, value(600_001), true},
		{[]change{borrower(loan.Partner), indemnified}, value(600_000), false},
		{[]change{borrower(loan.Partner), indemnified}, value(600_001), true},
		{[]change{borrower(loan.Partner), indemnified, cased}, value(600_001), true},
		{[]change{borrower(loan.Partner)}, value(2_000_000), false}, {rich, restored, false},
		{slices.Concat(painting, []change{cased}), distance(450), false},
		{slices.Concat(painting, []change{days(1)}), distance(450), true}, {slices.Concat(textile, []change{days(60)}), distance(2000), true},
		{slices.Concat(painting, []change{restored}), distance(450), false}, {slices.Concat(textile, []change{value(200_001)}), distance(2000), false},
		{slices.Concat(textile, []change{value(200_001), indemnified}), distance(2000), true},
	} {
		r := with(append(slices.Clone(c.base), c.more)...)
		got, err := loan.Decide(r)
		if errors.Is(err, loan.ErrConflict) != c.conflict || c.conflict && got != refused || !c.conflict && err != nil {
			t.Errorf("R19: %+v gives %+v and %v", r, got, err)
		}
	}
}
