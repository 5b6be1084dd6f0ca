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

func (c *Controller) connected() *storage.Store {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store
}

// Acquire makes the controller the leader. It fails with ErrHeld as long as the lease of another one has not expired; a
// lease under its own id it takes over at once, since that was left by its machine's former controller.
func (c *Controller) Acquire() error {
	store := c.connected()
	lease := store.Lease()
	now := c.clock.Now()
	if lease.Holder != "" && lease.Holder != c.id && now.Before(lease.Expires) {
		return ErrHeld
	}
	store.SetLease(storage.Lease{Holder: c.id, Epoch: store.NextEpoch(), Expires: now.Add(TTL)})
	return nil
}

// lead returns the lease if the controller leads.
func (c *Controller) lead(store *storage.Store) (storage.Lease, error) {
	lease := store.Lease()
	if lease.Holder != c.id {
		return storage.Lease{}, ErrNotLeader
	}
	return lease, nil
}

// Renew lets the leader's lease last TTL from now.
func (c *Controller) Renew() error {
	store := c.connected()
	lease, err := c.lead(store)
	if err != nil {
		return err
	}
	lease.Expires = c.clock.Now().Add(TTL)
	store.SetLease(lease)
	return nil
}

// Release ends the leader's tenure before its time.
func (c *Controller) Release() error {
	store := c.connected()
	if _, err := c.lead(store); err != nil {
		return err
	}
	store.SetLease(storage.Lease{})
	return nil
}

// Yield ends the leader's tenure in favour of the controllers with another id: for TTL from now nobody else can acquire.
func (c *Controller) Yield(id string) error {
	store := c.connected()
	if _, err := c.lead(store); err != nil {
		return err
	}
	store.SetLease(storage.Lease{Holder: id, Expires: c.clock.Now().Add(TTL)})
	return nil
}

// Write queues a command for the drive.
func (c *Controller) Write(data []byte) error {
	store := c.connected()
	lease, err := c.lead(store)
	if err != nil {
		return err
	}
	if !c.clock.Now().Before(lease.Expires) {
		return ErrNotLeader
	}
	store.Append(storage.Command{Controller: c.id, Epoch: lease.Epoch, Data: data})
	return nil
}
