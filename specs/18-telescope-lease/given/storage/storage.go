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
	return &Store{lease: s.Lease, epoch: s.Lease.Epoch, queue: clone(s.Queue)}
}

// Snapshot returns what the store knows.
func (s *Store) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{Lease: s.lease, Queue: clone(s.queue)}
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

// SetLease replaces the lease.
func (s *Store) SetLease(lease Lease) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lease = lease
}

// NextEpoch numbers a tenure.
func (s *Store) NextEpoch() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	return s.epoch
}

// Append adds a command to the queue.
func (s *Store) Append(command Command) {
	s.mu.Lock()
	defer s.mu.Unlock()
	command.Data = bytes.Clone(command.Data)
	s.queue = append(s.queue, command)
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
