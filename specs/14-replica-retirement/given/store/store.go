// Package store is a key-value store with transactions. A transaction reads a snapshot: what had been committed when it
// began, and what it has written itself. Of two transactions that write the same key at the same time the first to
// commit wins. Readers and writers never wait for each other.
package store

import (
	"errors"
	"slices"
	"strings"
	"sync"
)

var (
	ErrConflict = errors.New("store: a key has been written since the transaction began")
	ErrFinished = errors.New("store: the transaction is finished")
)

// A version is a key's value from one revision on; nil stands for no value.
type version struct {
	revision int
	value    *string
}

// A Store serves any number of processes. Every commit that changes something makes a new revision.
type Store struct {
	lock     sync.Mutex
	revision int
	versions map[string][]version // of each key, oldest first
	hook     func()
}

func New() *Store { return &Store{versions: map[string][]version{}} }

// BeforeCommit sets a function that is called at the start of every Commit of a transaction that writes, in the
// goroutine of the commit, with no lock held. It is there for tracing and for tests.
func (s *Store) BeforeCommit(hook func()) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.hook = hook
}

// Revision counts the commits that have changed something.
func (s *Store) Revision() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.revision
}

// Begin starts a transaction on a snapshot of the present revision.
func (s *Store) Begin() *Tx {
	return &Tx{store: s, snapshot: s.Revision(), writes: map[string]*string{}}
}

// at returns the value that a key had at a revision.
func (s *Store) at(key string, revision int) *string {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, one := range slices.Backward(s.versions[key]) {
		if one.revision <= revision {
			return one.value
		}
	}
	return nil
}

// latest returns the revision that a key was last written in.
func (s *Store) latest(key string) int {
	if all := s.versions[key]; len(all) > 0 {
		return all[len(all)-1].revision
	}
	return 0
}

// A Tx is a transaction. It serves one goroutine and ends with its first Commit; one that is not committed has no
// effect and needs no end.
type Tx struct {
	store    *Store
	snapshot int
	writes   map[string]*string
	finished bool
}

// Get returns the value of a key, if it has one.
func (tx *Tx) Get(key string) (string, bool) {
	value, written := tx.writes[key]
	if !written {
		value = tx.store.at(key, tx.snapshot)
	}
	if value == nil {
		return "", false
	}
	return *value, true
}

// Keys returns the keys that begin with the prefix and have a value, in ascending order.
func (tx *Tx) Keys(prefix string) []string {
	var keys []string
	for _, key := range tx.store.keys(prefix) {
		if _, written := tx.writes[key]; !written && tx.store.at(key, tx.snapshot) != nil {
			keys = append(keys, key)
		}
	}
	for key, value := range tx.writes {
		if value != nil && strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func (s *Store) keys(prefix string) []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var keys []string
	for key := range s.versions {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Put gives a key a value. A transaction writes only what it changes: to put the value that a key has in the snapshot,
// or to delete a key that has none there, is no write, and takes part in no conflict.
func (tx *Tx) Put(key, value string) { tx.write(key, &value) }

// Delete takes a key's value away.
func (tx *Tx) Delete(key string) { tx.write(key, nil) }

func (tx *Tx) write(key string, value *string) {
	before := tx.store.at(key, tx.snapshot)
	if before == value || before != nil && value != nil && *before == *value {
		delete(tx.writes, key)
		return
	}
	tx.writes[key] = value
}

// Commit makes all writes visible at once, or none: it returns ErrConflict if a key that the transaction writes has
// been written by another one since this one began. Keys that it has only read do not matter.
func (tx *Tx) Commit() error {
	if tx.finished {
		return ErrFinished
	}
	tx.finished = true
	if len(tx.writes) == 0 {
		return nil
	}
	if hook := tx.store.tracing(); hook != nil {
		hook()
	}
	return tx.store.apply(tx)
}

func (s *Store) tracing() func() {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.hook
}

func (s *Store) apply(tx *Tx) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	for key := range tx.writes {
		if s.latest(key) > tx.snapshot {
			return ErrConflict
		}
	}
	s.revision++
	for key, value := range tx.writes {
		s.versions[key] = append(s.versions[key], version{s.revision, value})
	}
	return nil
}
