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
	epoch uint64 // of its last tenure, 0 before the first
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

// state returns the store and the tenure that a call belongs to. It comes before the clock is asked: a tenure that
// begins while the clock takes its time is not the one that the caller had.
func (c *Controller) state() (*storage.Store, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store, c.epoch
}

// Acquire makes the controller the leader. It fails with ErrHeld as long as the lease of another one has not expired; a
// lease under its own id it takes over at once, since that was left by its machine's former controller.
func (c *Controller) Acquire() error {
	store, _ := c.state()
	now := c.clock.Now()
	epoch, ok := store.Acquire(c.id, now, TTL)
	if !ok {
		return ErrHeld
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch = max(c.epoch, epoch) // another call may have got a later one
	return nil
}

// Renew lets the leader's lease last TTL from now.
func (c *Controller) Renew() error {
	store, epoch := c.state()
	return leading(store.Renew(epoch, c.clock.Now(), TTL))
}

// Release ends the leader's tenure before its time.
func (c *Controller) Release() error {
	store, epoch := c.state()
	return leading(store.Hand(epoch, c.clock.Now(), storage.Lease{}))
}

// Yield ends the leader's tenure in favour of the controllers with another id: for TTL from now nobody else can acquire.
func (c *Controller) Yield(id string) error {
	store, epoch := c.state()
	now := c.clock.Now()
	return leading(store.Hand(epoch, now, storage.Lease{Holder: id, Expires: now.Add(TTL)}))
}

// Write queues a command for the drive.
func (c *Controller) Write(data []byte) error {
	store, epoch := c.state()
	return leading(store.Append(epoch, c.clock.Now(), data))
}

func leading(ok bool) error {
	if !ok {
		return ErrNotLeader
	}
	return nil
}
