// Package retire takes away one of two copies and must leave one.
package retire

import (
	"sync"

	"store"
)

var lock sync.Mutex

type Service struct {
	Store *store.Store
	Name  string
}

// Naive reads a snapshot and writes one key: the other service may write the other one.
func (s *Service) Naive(key string) bool {
	snapshot := s.Store.Begin()
	if snapshot.Get("x")+snapshot.Get("y") < 2 {
		return false
	}
	return snapshot.Commit(s.Name, key)
}

// Locked holds a lock of the package, which another process does not know.
func (s *Service) Locked(key string) bool {
	lock.Lock()
	defer lock.Unlock()
	return s.Naive(key)
}

// Guarded writes a common key too.
func (s *Service) Guarded(key string) bool {
	snapshot := s.Store.Begin()
	if snapshot.Get("x")+snapshot.Get("y") < 2 {
		return false
	}
	return snapshot.Commit(s.Name, key, "guard")
}
