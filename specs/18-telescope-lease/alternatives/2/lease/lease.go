// Package lease lets one of several controllers lead a telescope. Each controller is a process of its own.
package lease

import (
	"bytes"
	"errors"
	"sync/atomic"
	"time"

	"storage"
)

// TTL is how long a lease lasts.
const TTL = 10 * time.Second

var (
	// ErrHeld says that another controller leads.
	ErrHeld = errors.New("lease: held by another controller")
	// ErrNotLeader says that the controller does not lead, or no longer.
	ErrNotLeader = errors.New("lease: not the leader")
)

// A Clock is the clock of a controller's machine. Clocks of different machines may differ. An answer may take long, and
// several goroutines may ask at the same time.
type Clock interface {
	Now() time.Time
}

// A Controller leads the telescope, or stands by. It serves any number of goroutines: some write commands while another
// renews the lease now and then.
type Controller struct {
	id     string
	clock  Clock
	store  atomic.Pointer[storage.Store]
	tenure atomic.Uint64 // epoch of the tenure that it began last
}

// New returns a controller that stands by. The id is that of its machine and not empty: a controller that is started
// again there has the same.
func New(id string, store *storage.Store, clock Clock) *Controller {
	c := &Controller{id: id, clock: clock}
	c.store.Store(store)
	return c
}

// Connect lets the controller use a store that has been restarted.
func (c *Controller) Connect(store *storage.Store) { c.store.Store(store) }

// Acquire makes the controller the leader. It fails with ErrHeld as long as the lease of another one has not expired; a
// lease under its own id it takes over at once, since that was left by its machine's former controller.
func (c *Controller) Acquire() error {
	now := c.clock.Now()
	err := ErrHeld
	c.store.Load().Do(func(state *storage.Snapshot) {
		held := now.Before(state.Lease.Expires) && state.Lease.Holder != ""
		if held && state.Lease.Holder != c.id {
			return
		}
		state.Epoch++
		state.Queue = nil
		state.Lease = storage.Lease{Holder: c.id, Epoch: state.Epoch, Expires: now.Add(TTL)}
		c.tenure.Store(state.Epoch)
		err = nil
	})
	return err
}

// asLeader runs step on the state of the store if the tenure of this call goes on.
func (c *Controller) asLeader(step func(state *storage.Snapshot, now time.Time)) error {
	tenure := c.tenure.Load()
	now := c.clock.Now()
	err := ErrNotLeader
	c.store.Load().Do(func(state *storage.Snapshot) {
		if lease := state.Lease; tenure > 0 && lease.Epoch == tenure && now.Before(lease.Expires) {
			step(state, now)
			err = nil
		}
	})
	return err
}

// Renew lets the leader's lease last TTL from now.
func (c *Controller) Renew() error {
	return c.asLeader(func(state *storage.Snapshot, now time.Time) { state.Lease.Expires = now.Add(TTL) })
}

// Release ends the leader's tenure before its time.
func (c *Controller) Release() error {
	return c.asLeader(func(state *storage.Snapshot, _ time.Time) { state.Lease = storage.Lease{} })
}

// Yield ends the leader's tenure in favour of the controllers with another id: for TTL from now nobody else can acquire.
func (c *Controller) Yield(id string) error {
	return c.asLeader(func(state *storage.Snapshot, now time.Time) {
		state.Lease = storage.Lease{Holder: id, Expires: now.Add(TTL)}
	})
}

// Write queues a command for the drive.
func (c *Controller) Write(data []byte) error {
	return c.asLeader(func(state *storage.Snapshot, _ time.Time) {
		state.Queue = append(state.Queue, storage.Command{Controller: c.id, Epoch: state.Epoch, Data: bytes.Clone(data)})
	})
}
