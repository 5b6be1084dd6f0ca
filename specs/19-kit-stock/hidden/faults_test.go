// canary: 6576fcbc-d611-49ea-b4b8-c4a643f96698

package stock_test

import (
	"errors"
	"testing"

	"specgen/fault"
	"stock"
)

// asBefore holds that a call which was not done has left the counts, the room and the ways of other IDs as they were.
func asBefore(t *testing.T, requirement string, s *stock.Stock, o operation, plan *fault.Plan) {
	t.Helper()
	when := o.name + ", " + plan.String()
	plan.Do(requirement, func() { counts(t, requirement, when, s, o.before) })
	plan.Do(requirement, func() {
		succeeds(t, requirement, when+": another transfer", s.Transfer("next", "c", "spare", 2))
		succeeds(t, requirement, when+": another kit", s.Consume("next kit", []stock.Line{{Bin: "spare", N: 1}, {Bin: "b", N: 1}}))
		succeeds(t, requirement, when+": another cancellation", s.Cancel("next kit"))
		succeeds(t, requirement, when+": one more cancellation", s.Cancel("next"))
	})
	plan.Do(requirement, func() {
		counts(t, requirement, when+": afterwards", s, o.before)
		succeeds(t, requirement, when, fillAll(s, o.before.Bins))
	})
}

func TestRefusedByAudit(t *testing.T) {
	for _, o := range operations() {
		fault.Each(t, fault.Fail, func(plan *fault.Plan) {
			a := &audit{}
			s := prepared(t, a, o)
			a.tell(stepping(plan))
			err := o.call(s)
			asked := len(a.entries())
			if !plan.Fired() {
				succeeds(t, "R5", o.name, err)
				counts(t, "R5", o.name, s, o.after)
				return
			}
			if !errors.Is(err, fault.Err) {
				t.Fatalf("R6: %s, %s: error %v does not wrap the audit's", o.name, plan, err)
			}
			for i, e := range a.entries() {
				if i >= len(o.entries) || e != o.entries[i] {
					t.Fatalf("R5: %s, %s: the audit was asked about %+v, want the beginning of %+v", o.name, plan, a.entries(), o.entries)
				}
			}
			asBefore(t, "R6", s, o, plan)
			if asked > len(o.entries) {
				t.Fatalf("R6: %s, %s: the audit was asked %d times", o.name, plan, asked)
			}
		})
	}
}

// TestNotAskedAfterRefusal refuses the entry of each place for good: what follows it must not be asked about.
func TestNotAskedAfterRefusal(t *testing.T) {
	for _, o := range operations() {
		for place, refused := range o.entries {
			a := &audit{}
			s := prepared(t, a, o)
			a.tell(func(e stock.Entry) error {
				if e == refused {
					return errRefused
				}
				return nil
			})
			fails(t, "R6", o.name, o.call(s), errRefused)
			if asked := len(a.entries()); asked != place+1 {
				t.Errorf("R6: %s, entry %d refused: the audit was asked %d times", o.name, place, asked)
			}
			counts(t, "R6", o.name+" refused", s, o.before)
		}
	}
}

func TestPanicOfAudit(t *testing.T) {
	for _, o := range operations() {
		fault.Each(t, fault.Panic, func(plan *fault.Plan) {
			a := &audit{}
			s := prepared(t, a, o)
			a.tell(stepping(plan))
			var err error
			var value any
			outcome := plan.Do("R7", func() {
				defer func() {
					if value = recover(); value != nil {
						panic(value)
					}
				}()
				err = o.call(s)
			})
			if !plan.Fired() {
				succeeds(t, "R5", o.name, err)
				counts(t, "R5", o.name, s, o.after)
				return
			}
			if outcome != fault.Panicked || value != fault.Err {
				t.Fatalf("R7: %s, %s: the call %s with error %v and panic %v, want the audit's panic", o.name, plan, outcome, err, value)
			}
			asBefore(t, "R7", s, o, plan)
		})
	}
}

func TestGoexitOfAudit(t *testing.T) {
	for _, o := range operations() {
		fault.Each(t, fault.Crash, func(plan *fault.Plan) {
			a := &audit{}
			s := prepared(t, a, o)
			a.tell(stepping(plan))
			returned := false
			plan.Do("R7", func() {
				succeeds(t, "R5", o.name, o.call(s))
				returned = true
			})
			fired := plan.Fired()
			plan.Restart()
			if !fired {
				counts(t, "R5", o.name, s, o.after)
				return
			}
			if returned {
				t.Fatalf("R7: %s, %s: the call returned though the audit had ended the goroutine", o.name, plan)
			}
			asBefore(t, "R7", s, o, plan)
		})
	}
}
