package answer_test

import (
	"testing"

	"retire"
	"specgen/gate"
	"specgen/quiet"
	"specgen/twin"
	"store"
	two "two/retire"
)

type service interface {
	Naive(string) bool
	Locked(string) bool
	Guarded(string) bool
}

var services = twin.Of(
	func(shared *store.Store) service { return &retire.Service{Store: shared, Name: "one"} },
	func(shared *store.Store) service { return &two.Service{Store: shared, Name: "two"} },
)

var single = twin.Of(
	func(shared *store.Store) service { return &retire.Service{Store: shared, Name: "one"} },
	func(shared *store.Store) service { return &retire.Service{Store: shared, Name: "two"} },
)

// skew holds both commits until both have read, and then lets them go one after the other.
func skew(t *testing.T, services twin.Twins[*store.Store, service], retire func(service, string) bool) {
	services.BothOrders(t, store.New, func(t *testing.T, shared *store.Store, first, second service) {
		gates := gate.New()
		gates.Hold("one")
		gates.Hold("two")
		shared.BeforeCommit = gates.Arrive
		watch := quiet.New(t)
		x := watch.Go(func() { retire(first, "x") })
		watch.Settle()
		y := watch.Go(func() { retire(second, "y") })
		watch.Settle()
		gates.Open("one")
		watch.Settle()
		gates.Open("two")
		watch.MustReturn("R1", x, y)
		if live := shared.Live(); live != 1 {
			t.Errorf("R2: %d copies left, want 1", live)
		}
	})
}

func TestFailTwinNaive(t *testing.T)   { skew(t, services, service.Naive) }
func TestFailTwinLocked(t *testing.T)  { skew(t, services, service.Locked) }
func TestFineTwinGuarded(t *testing.T) { skew(t, services, service.Guarded) }
func TestFailOneNaive(t *testing.T)    { skew(t, single, service.Naive) }
func TestFineOneLocked(t *testing.T)   { skew(t, single, service.Locked) }
func TestFineOneGuarded(t *testing.T)  { skew(t, single, service.Guarded) }
