// canary: abcbbcdb-7641-4bbb-8d61-8c5e2f03d593

package retire_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"retire"
	"specgen/gate"
	"specgen/quiet"
	"specgen/twin"
	"store"
	two "two/retire"
)

// A service is what both copies of the package offer.
type service interface {
	Retire(id string) error
	Reassign(id, dataset string) error
	Create(name string, floor int) error
	Require(name string, floor int) error
	Drop(name string) error
	Add(id, dataset, site string) error
	Verify(id string) error
	Damage(id string) error
	Hold(id, reason string) error
	Release(id string) error
}

var services = twin.Of(
	func(shared *store.Store) service { return retire.New(shared) },
	func(shared *store.Store) service { return two.New(shared) },
)

// A kind is one of the package's errors, as either copy has it.
type kind struct {
	name string
	is   []error
}

var (
	unknownCopy    = kind{"ErrUnknownCopy", []error{retire.ErrUnknownCopy, two.ErrUnknownCopy}}
	unknownDataset = kind{"ErrUnknownDataset", []error{retire.ErrUnknownDataset, two.ErrUnknownDataset}}
	tooFew         = kind{"ErrTooFew", []error{retire.ErrTooFew, two.ErrTooFew}}
	isHeld         = kind{"ErrHeld", []error{retire.ErrHeld, two.ErrHeld}}
	inUse          = kind{"ErrInUse", []error{retire.ErrInUse, two.ErrInUse}}
	errorKinds     = []kind{unknownCopy, unknownDataset, tooFew, isHeld, inUse}
)

func (k kind) matches(err error) bool { return errors.Is(err, k.is[0]) || errors.Is(err, k.is[1]) }

// mustBe wants this error and no other.
func mustBe(t *testing.T, requirement, what string, err error, wanted kind) {
	t.Helper()
	for _, one := range errorKinds {
		if one.matches(err) != (one.name == wanted.name) {
			t.Fatalf("%s: %s: error %v, want %s", requirement, what, err, wanted.name)
		}
	}
	if errors.Is(err, store.ErrConflict) {
		t.Fatalf("R6: %s: error %v, want %s alone", what, err, wanted.name)
	}
}

// mustYield wants a call that another one has come before to be refused. Whether it has looked again, as R6 wants it, is
// not asked here.
func mustYield(t *testing.T, requirement, what string, err error, wanted kind) {
	t.Helper()
	if !errors.Is(err, store.ErrConflict) {
		mustBe(t, requirement, what, err, wanted)
	}
}

func mustDo(t *testing.T, requirement, what string, err error) {
	t.Helper()
	if errors.Is(err, store.ErrConflict) {
		t.Fatalf("R6: %s: error %v", what, err)
	}
	if err != nil {
		t.Fatalf("%s: %s: error %v", requirement, what, err)
	}
}

// A world is a store with datasets that several services look after.
type world struct {
	t      *testing.T
	shared *store.Store
	setup  *retire.Service
}

func worldOver(t *testing.T, shared *store.Store) *world {
	return &world{t, shared, retire.New(shared)}
}

// dataset makes one with verified copies: dataset "tide" of 3 has tide1, tide2 and tide3.
func (w *world) dataset(name string, floor, count int) {
	w.t.Helper()
	mustDo(w.t, "R9", "Create", w.setup.Create(name, 0))
	for i := range count {
		w.verified(fmt.Sprint(name, i+1), name)
	}
	w.floor(name, floor)
}

func (w *world) floor(name string, floor int) {
	w.t.Helper()
	mustDo(w.t, "R9", "Require", w.setup.Require(name, floor))
}

func (w *world) pending(id, dataset string) {
	w.t.Helper()
	mustDo(w.t, "R9", "Add "+id, w.setup.Add(id, dataset, "site of "+id))
}

func (w *world) verified(id, dataset string) {
	w.t.Helper()
	w.pending(id, dataset)
	mustDo(w.t, "R9", "Verify "+id, w.setup.Verify(id))
}

// good counts the verified copies of a dataset, which must exist.
func (w *world) good(requirement, name string) int {
	w.t.Helper()
	_, count, err := w.setup.Dataset(name)
	if err != nil {
		w.t.Fatalf("%s: dataset %s: %v", requirement, name, err)
	}
	return count
}

func (w *world) mustHave(requirement, what, name string, count int) {
	w.t.Helper()
	if got := w.good(requirement, name); got != count {
		w.t.Fatalf("%s: %s: %d verified copies of %s, want %d", requirement, what, got, name, count)
	}
}

// copyIn wants a copy to be in a dataset and a state.
func (w *world) copyIn(requirement, what, id, dataset string, state retire.State) {
	w.t.Helper()
	one, err := w.setup.Copy(id)
	if err != nil || one.Dataset != dataset || one.State != state || one.Site != "site of "+id {
		w.t.Fatalf("%s: %s: copy %s is %+v, %v, want it %s in %s", requirement, what, id, one, err, state, dataset)
	}
}

func (w *world) gone(requirement, what, id string) {
	w.t.Helper()
	if one, err := w.setup.Copy(id); !errors.Is(err, retire.ErrUnknownCopy) {
		w.t.Fatalf("%s: %s: copy %s is still there: %+v, %v", requirement, what, id, one, err)
	}
}

// records reads everything that is in the books, without edits and without holds that are not active.
func (w *world) records() map[string]string {
	w.t.Helper()
	found := map[string]string{}
	tx := w.shared.Begin()
	for _, key := range tx.Keys("") {
		text, _ := tx.Get(key)
		var fields map[string]any
		folder, _, _ := strings.Cut(key, "/")
		switch folder {
		case "copy", "dataset", "hold":
			if err := json.Unmarshal([]byte(text), &fields); err != nil {
				w.t.Fatalf("R9: record %s is %s", key, text)
			}
			if folder == "hold" && fields["active"] != true {
				continue
			}
			delete(fields, "edits")
			found[key] = fmt.Sprint(fields)
		}
	}
	return found
}

// A stop parks the first commit that comes after it was set, and counts all of them.
type stop struct {
	gates   *gate.Gates
	taken   atomic.Bool
	commits atomic.Int64
}

func (w *world) stopNextCommit() *stop {
	s := &stop{gates: gate.New()}
	s.gates.Hold("commit")
	w.shared.BeforeCommit(func() {
		s.commits.Add(1)
		if s.taken.CompareAndSwap(false, true) {
			s.gates.Arrive("commit")
		}
	})
	return s
}

func (s *stop) release() { s.gates.Open("commit") }

// meet lets one call come to its commit, then runs others from beginning to end, and then lets the first go on.
func (w *world) meet(one func() error, others ...func() error) (first error, rest []error) {
	w.t.Helper()
	watch := quiet.New(w.t)
	park := w.stopNextCommit()
	var left error
	call := watch.Go(func() { left = one() })
	watch.Settle()
	for _, other := range others {
		var err error
		then := watch.Go(func() { err = other() })
		if watch.Stuck(then) {
			park.release()
			watch.Settle()
			w.t.Fatal("R8: a call waits for another one that has come as far as its commit")
		}
		rest = append(rest, err)
	}
	park.release()
	watch.MustReturn("R6", call)
	watch.MustBeGone("R8")
	w.shared.BeforeCommit(nil)
	return left, rest
}
