// Package lease lets one of several controllers lead a telescope. Each controller is a process of its own.
package lease

import (
	"errors"
	"sync"
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
	id    string
	clock Clock

	mu    sync.Mutex
	store *storage.Store
	epoch uint64 // of the tenure that it has, or had
}

// New returns a controller that stands by. The id is that of its machine and not empty: a controller that is started
// again there has the same.
func New(id string, store *storage.Store, clock Clock) *Controller {
	return &Controller{id: id, store: store, clock: clock}
}

// Connect lets the controller use a store that has been restarted.
func (c *Controller) Connect(store *storage.Store) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.store = store
}

// present returns the store and the tenure at the beginning of a call.
func (c *Controller) present() (*storage.Store, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store, c.epoch
}

// Acquire makes the controller the leader. It fails with ErrHeld as long as the lease of another one has not expired; a
// lease under its own id it takes over at once, since that was left by its machine's former controller.
func (c *Controller) Acquire() error {
	store, _ := c.present()
	now := c.clock.Now()
	for {
		lease, tenure := store.Tenure()
		if lease.Holder != "" && lease.Holder != c.id && now.Before(lease.Expires) {
			return ErrHeld
		}
		tenure++
		if store.Swap(lease, tenure-1, storage.Lease{Holder: c.id, Epoch: tenure, Expires: now.Add(TTL)}) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.epoch = max(c.epoch, tenure)
			return nil
		}
	}
}

// change swaps the lease for another one, as long as the tenure of the call goes on.
func (c *Controller) change(renewed func(lease storage.Lease, now time.Time) storage.Lease) error {
	store, epoch := c.present()
	now := c.clock.Now()
	for {
		lease, tenure := store.Tenure()
		if epoch == 0 || lease.Epoch != epoch || !now.Before(lease.Expires) {
			return ErrNotLeader
		}
		if store.Swap(lease, tenure, renewed(lease, now)) {
			return nil
		}
	}
}

// Renew lets the leader's lease last TTL from now.
func (c *Controller) Renew() error {
	return c.change(func(lease storage.Lease, now time.Time) storage.Lease {
		lease.Expires = now.Add(TTL)
		return lease
	})
}

// Release ends the leader's tenure before its time.
func (c *Controller) Release() error {
	return c.change(func(storage.Lease, time.Time) storage.Lease { return storage.Lease{} })
}

// Yield ends the leader's tenure in favour of the controllers with another id: for TTL from now nobody else can acquire.
func (c *Controller) Yield(id string) error {
	return c.change(func(_ storage.Lease, now time.Time) storage.Lease {
		return storage.Lease{Holder: id, Expires: now.Add(TTL)}
	})
}

// Write queues a command for the drive.
func (c *Controller) Write(data []byte) error {
	store, epoch := c.present()
	now := c.clock.Now()
	if lease := store.Lease(); epoch == 0 || lease.Epoch != epoch || !now.Before(lease.Expires) {
		return ErrNotLeader
	}
	if !store.Append(storage.Command{Controller: c.id, Epoch: epoch, Data: data}) {
		return ErrNotLeader
	}
	return nil
}
