// Package store is a shared store for twins: a commit wins if nobody has changed its keys meanwhile.
package store

import "sync"

type Store struct {
	// BeforeCommit is called without the lock.
	BeforeCommit func(by string)
	lock         sync.Mutex
	values       map[string]int
	versions     map[string]int
}

func New() *Store {
	return &Store{BeforeCommit: func(string) {}, values: map[string]int{"x": 1, "y": 1}, versions: map[string]int{}}
}

type Snapshot struct {
	store            *Store
	values, versions map[string]int
}

func (s *Store) Begin() Snapshot {
	s.lock.Lock()
	defer s.lock.Unlock()
	snapshot := Snapshot{s, map[string]int{}, map[string]int{}}
	for key, value := range s.values {
		snapshot.values[key] = value
	}
	for key, version := range s.versions {
		snapshot.versions[key] = version
	}
	return snapshot
}

func (s Snapshot) Get(key string) int { return s.values[key] }

// Commit writes zero to the keys, or reports a conflict.
func (s Snapshot) Commit(by string, keys ...string) bool {
	s.store.BeforeCommit(by)
	s.store.lock.Lock()
	defer s.store.lock.Unlock()
	for _, key := range keys {
		if s.store.versions[key] != s.versions[key] {
			return false
		}
	}
	for _, key := range keys {
		s.store.versions[key]++
		s.store.values[key] = 0
	}
	return true
}

func (s *Store) Live() int {
	snapshot := s.Begin()
	return snapshot.Get("x") + snapshot.Get("y")
}
