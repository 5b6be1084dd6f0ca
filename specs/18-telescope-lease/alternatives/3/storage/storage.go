// Package storage keeps what the controllers of a telescope share: who leads, and the commands that wait for the drive.
// It runs in a process of its own, which all controllers talk to.
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
	Lease Lease
	Epoch uint64
	Queue []Command // oldest first
}

// A Store serves any number of goroutines.
type Store struct {
	mu    sync.Mutex
	lease Lease
	epoch uint64 // the last one that was given out
	queue []Command
}

// New returns a store that knows of no leader and no command.
func New() *Store { return &Store{} }

// Reload returns a store that goes on from a snapshot, as after a restart of its process.
func Reload(s Snapshot) *Store {
	return &Store{lease: s.Lease, epoch: s.Epoch, queue: clone(s.Queue)}
}

// Snapshot returns what the store knows.
func (s *Store) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{Lease: s.lease, Epoch: s.epoch, Queue: clone(s.queue)}
}

func clone(queue []Command) []Command {
	copied := slices.Clone(queue)
	for i := range copied {
		copied[i].Data = bytes.Clone(copied[i].Data)
	}
	return copied
}

func (s *Store) Lease() Lease { s.mu.Lock(); defer s.mu.Unlock(); return s.lease }

func (s *Store) Grab(id string, now, until time.Time) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lease; l.Holder != "" && l.Holder != id && now.Before(l.Expires) {
		return 0
	}
	s.epoch++
	s.lease = Lease{id, s.epoch, until}
	return s.epoch
}

// As runs f if epoch is the tenure that goes on.
func (s *Store) as(epoch uint64, f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if epoch == 0 || s.lease.Epoch != epoch {
		return false
	}
	f()
	return true
}

func (s *Store) Set(epoch uint64, l Lease) bool { return s.as(epoch, func() { s.lease = l }) }
func (s *Store) Extend(epoch uint64, until time.Time) bool {
	return s.as(epoch, func() { s.lease.Expires = until })
}
func (s *Store) Append(epoch uint64, id string, data []byte) bool {
	return s.as(epoch, func() { s.queue = append(s.queue, Command{id, epoch, bytes.Clone(data)}) })
}

func (s *Store) Next() (Command, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = slices.DeleteFunc(s.queue, func(c Command) bool { return c.Epoch < s.epoch })
	if len(s.queue) == 0 {
		return Command{}, false
	}
	c := s.queue[0]
	s.queue = s.queue[1:]
	return c, true
}
