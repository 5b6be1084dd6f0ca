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
	Lease  Lease
	Queue  []Command // oldest first
	Tenure uint64    // the latest one, be it over or not
}

// A Store serves any number of goroutines.
type Store struct {
	mu     sync.Mutex
	lease  Lease
	tenure uint64 // the latest one, be it over or not
	queue  []Command
}

// New returns a store that knows of no leader and no command.
func New() *Store { return &Store{} }

// Reload returns a store that goes on from a snapshot, as after a restart of its process.
func Reload(s Snapshot) *Store {
	return &Store{lease: s.Lease, tenure: s.Tenure, queue: clone(s.Queue)}
}

// Snapshot returns what the store knows.
func (s *Store) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{Lease: s.lease, Tenure: s.tenure, Queue: clone(s.queue)}
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

// Tenure returns the lease and the number of the latest tenure.
func (s *Store) Tenure() (Lease, uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lease, s.tenure
}

// Swap replaces the lease if it and the latest tenure are what the caller has seen. A lease with a later epoch begins a
// tenure.
func (s *Store) Swap(seen Lease, tenure uint64, lease Lease) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lease != seen || s.tenure != tenure {
		return false
	}
	s.lease = lease
	s.tenure = max(s.tenure, lease.Epoch)
	return true
}

// Append adds a command to the queue if its tenure goes on.
func (s *Store) Append(command Command) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if command.Epoch == 0 || s.lease.Epoch != command.Epoch {
		return false
	}
	command.Data = bytes.Clone(command.Data)
	s.queue = append(s.queue, command)
	return true
}

// Next hands the oldest command of the latest tenure over to the drive; false if there is none. Commands of earlier
// tenures are passed over: they have lost their leader.
func (s *Store) Next() (Command, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) > 0 {
		command := s.queue[0]
		s.queue = s.queue[1:]
		if command.Epoch == s.tenure {
			return command, true
		}
	}
	return Command{}, false
}
