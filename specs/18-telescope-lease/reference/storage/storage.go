// Package storage keeps what the controllers of a telescope share: who leads, and the commands that wait for the drive.
// It runs in a process of its own, which all controllers talk to, and it alone decides who leads: each method looks at
// the tenure and acts under one lock.
package storage

import (
	"bytes"
	"slices"
	"sync"
	"time"
)

// A Lease says who leads and how long.
type Lease struct {
	Holder  string // id of the controller that leads or has been yielded to, "" if there is none
	Epoch   uint64 // number of the tenure, 0 if nobody leads
	Expires time.Time
}

// A Command is for the drive. Only the controllers and the drive know what its data mean.
type Command struct {
	Controller string // id
	Epoch      uint64 // tenure in which it was written
	Data       []byte
}

// A Snapshot is what a store knows at one instant.
type Snapshot struct {
	Lease     Lease
	LastEpoch uint64    // that was given out, also if nobody leads now
	Queue     []Command // oldest first
}

// A Store serves any number of goroutines.
type Store struct {
	mu    sync.Mutex
	lease Lease
	epoch uint64    // the last one that was given out
	queue []Command // all of tenure epoch
}

// New returns a store that knows of no leader and no command.
func New() *Store { return &Store{} }

// Reload returns a store that goes on from a snapshot, as after a restart of its process.
func Reload(s Snapshot) *Store {
	return &Store{lease: s.Lease, epoch: s.LastEpoch, queue: clone(s.Queue)}
}

// Snapshot returns what the store knows.
func (s *Store) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{Lease: s.lease, LastEpoch: s.epoch, Queue: clone(s.queue)}
}

func clone(queue []Command) []Command {
	copied := slices.Clone(queue)
	for i := range copied {
		copied[i].Data = bytes.Clone(copied[i].Data)
	}
	return copied
}

// Lease returns the lease.
func (s *Store) Lease() Lease {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lease
}

// Acquire begins a tenure of the controller at now and returns its epoch; false if another id's lease has not expired by
// then. What has been queued in earlier tenures is dropped.
func (s *Store) Acquire(id string, now time.Time, ttl time.Duration) (epoch uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lease.Holder != "" && s.lease.Holder != id && now.Before(s.lease.Expires) {
		return 0, false
	}
	s.epoch++
	s.lease = Lease{Holder: id, Epoch: s.epoch, Expires: now.Add(ttl)}
	s.queue = nil
	return s.epoch, true
}

// leads must be called with the lock held. Epoch 0 is that of nobody.
func (s *Store) leads(epoch uint64, now time.Time) bool {
	return epoch > 0 && s.lease.Epoch == epoch && now.Before(s.lease.Expires)
}

// Renew extends a tenure; false if it is over at now.
func (s *Store) Renew(epoch uint64, now time.Time, ttl time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.leads(epoch, now) {
		return false
	}
	s.lease.Expires = now.Add(ttl)
	return true
}

// Hand ends a tenure and puts a lease in its place that belongs to none; false if the tenure is over at now.
func (s *Store) Hand(epoch uint64, now time.Time, next Lease) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.leads(epoch, now) {
		return false
	}
	s.lease = next
	return true
}

// Append adds a command to the queue; false if the tenure is over at now.
func (s *Store) Append(epoch uint64, now time.Time, data []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.leads(epoch, now) {
		return false
	}
	s.queue = append(s.queue, Command{s.lease.Holder, epoch, bytes.Clone(data)})
	return true
}

// Next hands the oldest command of the queue over to the drive; false if there is none.
func (s *Store) Next() (Command, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return Command{}, false
	}
	command := s.queue[0]
	s.queue = s.queue[1:]
	return command, true
}
