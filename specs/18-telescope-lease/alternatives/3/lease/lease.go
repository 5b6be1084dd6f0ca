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

type tenure struct {
	epoch   uint64
	expires time.Time
}

type Controller struct {
	id    string
	clock Clock
	mu    sync.Mutex
	store *storage.Store
	cur   tenure
}

func New(id string, store *storage.Store, clock Clock) *Controller {
	return &Controller{id: id, store: store, clock: clock}
}

func (c *Controller) Connect(store *storage.Store) { c.mu.Lock(); defer c.mu.Unlock(); c.store = store }

func (c *Controller) get() (*storage.Store, tenure) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.store, c.cur
}

func (c *Controller) Acquire() error {
	store, _ := c.get()
	now := c.clock.Now()
	until := now.Add(TTL)
	e := store.Grab(c.id, now, until)
	if e == 0 {
		return ErrHeld
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e > c.cur.epoch {
		c.cur = tenure{e, until}
	}
	return nil
}

func (c *Controller) do(f func(s *storage.Store, t tenure, now time.Time) bool) error {
	s, t := c.get()
	now := c.clock.Now()
	if t.epoch == 0 || !now.Before(t.expires) || !f(s, t, now) {
		return ErrNotLeader
	}
	return nil
}

func (c *Controller) Renew() error {
	return c.do(func(s *storage.Store, t tenure, now time.Time) bool {
		until := now.Add(TTL)
		ok := s.Extend(t.epoch, until)
		c.mu.Lock()
		defer c.mu.Unlock()
		if ok && c.cur.epoch == t.epoch {
			c.cur.expires = until
		}
		return ok
	})
}

func (c *Controller) Release() error {
	return c.do(func(s *storage.Store, t tenure, _ time.Time) bool { return s.Set(t.epoch, storage.Lease{}) })
}

func (c *Controller) Yield(id string) error {
	return c.do(func(s *storage.Store, t tenure, now time.Time) bool {
		return s.Set(t.epoch, storage.Lease{Holder: id, Expires: now.Add(TTL)})
	})
}

func (c *Controller) Write(data []byte) error {
	return c.do(func(s *storage.Store, t tenure, _ time.Time) bool { return s.Append(t.epoch, c.id, data) })
}
