// Package twin tests an answer as two processes over one shared store. A level that sets `"copies": 2` for a package
// gets its sources laid a second time under "two/" and the package's path. The copies have package variables of their
// own, so a package-level lock does not span both; packages without copies are shared.
//
//	import (
//		"retire"
//		"store"
//		two "two/retire"
//	)
//
//	type service interface{ Retire(id string) error }
//
//	var services = twin.Of(
//		func(shared *store.Store) service { return retire.New(shared, "a") },
//		func(shared *store.Store) service { return two.New(shared, "b") },
//	)
//
//	func TestSkew(t *testing.T) {
//		services.BothOrders(t, store.New, func(t *testing.T, shared *store.Store, first, second service) { … })
//	}
//
// Types of the copies differ, so the test talks to both through an interface of its own. A package with copies must not
// be imported by the answer's other packages unless they have copies too.
package twin

import "testing"

// Twins makes the two copies' services over a shared store.
type Twins[Store, Service any] struct {
	one, two func(Store) Service
}

// Of takes a constructor for each copy.
func Of[Store, Service any](one, two func(Store) Service) Twins[Store, Service] {
	return Twins[Store, Service]{one, two}
}

// BothOrders runs a scenario twice, each time over a fresh store: with either copy as the first.
func (tw Twins[Store, Service]) BothOrders(t *testing.T, fresh func() Store, scenario func(t *testing.T, shared Store, first, second Service)) {
	t.Run("one first", func(t *testing.T) {
		shared := fresh()
		scenario(t, shared, tw.one(shared), tw.two(shared))
	})
	t.Run("two first", func(t *testing.T) {
		shared := fresh()
		scenario(t, shared, tw.two(shared), tw.one(shared))
	})
}
