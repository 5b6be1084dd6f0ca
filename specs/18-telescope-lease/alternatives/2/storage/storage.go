// Package storage keeps what the controllers of a telescope share: who leads, and the commands that wait for the drive.
// It runs in a process of its own, which all controllers talk to.
package storage

import (
	"bytes"
	"slices"
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
	Queue []Command // oldest first, all of the latest tenure
	Epoch uint64    // of the latest tenure, which may be over
}

// A Store serves any number of goroutines.
type Store struct {
	token chan struct{} // who holds it may touch state
	state Snapshot
}

// New returns a store that knows of no leader and no command.
func New() *Store { return Reload(Snapshot{}) }

// Reload returns a store that goes on from a snapshot, as after a restart of its process.
func Reload(s Snapshot) *Store {
	store := &Store{token: make(chan struct{}, 1), state: s.clone()}
	store.token <- struct{}{}
	return store
}

func (s Snapshot) clone() Snapshot {
	s.Queue = slices.Clone(s.Queue)
	for i := range s.Queue {
		s.Queue[i].Data = bytes.Clone(s.Queue[i].Data)
	}
	return s
}

// Do runs step on all that the store knows, while nobody else does anything. Step neither waits nor keeps the state.
func (s *Store) Do(step func(state *Snapshot)) {
	<-s.token
	defer func() { s.token <- struct{}{} }()
	step(&s.state)
}

// Snapshot returns what the store knows.
func (s *Store) Snapshot() (copied Snapshot) {
	s.Do(func(state *Snapshot) { copied = state.clone() })
	return copied
}

// Lease returns the lease.
func (s *Store) Lease() (lease Lease) {
	s.Do(func(state *Snapshot) { lease = state.Lease })
	return lease
}

// Next hands the oldest command of the queue over to the drive; false if there is none.
func (s *Store) Next() (command Command, ok bool) {
	s.Do(func(state *Snapshot) {
		if ok = len(state.Queue) > 0; ok {
			command, state.Queue = state.Queue[0], state.Queue[1:]
		}
	})
	return command, ok
}
