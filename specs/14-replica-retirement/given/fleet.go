// Package retire keeps the books on the copies of an archive's datasets. Its services run as processes of their own, at
// every site one or more; the store is all that they share.
package retire

import (
	"encoding/json"
	"errors"
	"strings"

	"store"
)

var (
	ErrUnknownCopy    = errors.New("retire: no such copy")
	ErrUnknownDataset = errors.New("retire: no such dataset")
	ErrExists         = errors.New("retire: there is one already")
	ErrTooFew         = errors.New("retire: too few verified copies would be left")
	ErrHeld           = errors.New("retire: the copy is held")
	ErrInUse          = errors.New("retire: the dataset has copies")
)

// A Dataset has a record below "dataset/" and its name.
type Dataset struct {
	Floor int `json:"floor"` // the number of verified copies that are to be kept
	Edits int `json:"edits"`
}

// A State tells what is known of a copy.
type State string

const (
	Pending  State = "pending"  // not checked yet
	Verified State = "verified" // checked and good
	Damaged  State = "damaged"  // checked and bad
)

// A Copy has a record below "copy/" and its ID.
type Copy struct {
	Dataset string `json:"dataset"`
	Site    string `json:"site"`
	State   State  `json:"state"`
	Edits   int    `json:"edits"`
}

// A Hold has a record below "hold/" and the ID of the copy that it holds. A record that is not active means the same as
// none.
type Hold struct {
	Active bool   `json:"active"`
	Reason string `json:"reason"`
	Edits  int    `json:"edits"`
}

// Edits of a record counts how often it has been written. Whoever writes it adds one; nothing else depends on it.

// A Service is one process's access to the books.
type Service struct{ store *store.Store }

func New(shared *store.Store) *Service { return &Service{shared} }

// Copy returns the record of a copy.
func (s *Service) Copy(id string) (Copy, error) {
	one, ok := get[Copy](s.store.Begin(), copyKey(id))
	if !ok {
		return Copy{}, ErrUnknownCopy
	}
	return one, nil
}

// Dataset returns the record of a dataset and the number of its verified copies.
func (s *Service) Dataset(name string) (Dataset, int, error) {
	tx := s.store.Begin()
	set, ok := get[Dataset](tx, datasetKey(name))
	if !ok {
		return Dataset{}, 0, ErrUnknownDataset
	}
	return set, len(verified(tx, name)), nil
}

// Held tells whether a copy is held.
func (s *Service) Held(id string) bool { return held(s.store.Begin(), id) }

func copyKey(id string) string      { return "copy/" + id }
func datasetKey(name string) string { return "dataset/" + name }
func holdKey(id string) string      { return "hold/" + id }

// get reads a record.
func get[Record any](tx *store.Tx, key string) (Record, bool) {
	var record Record
	text, ok := tx.Get(key)
	ok = ok && json.Unmarshal([]byte(text), &record) == nil
	return record, ok
}

// put writes a record.
func put[Record any](tx *store.Tx, key string, record Record) {
	text, err := json.Marshal(record)
	if err != nil {
		panic(err) // records are made of strings, numbers and truth values
	}
	tx.Put(key, string(text))
}

func held(tx *store.Tx, id string) bool {
	hold, ok := get[Hold](tx, holdKey(id))
	return ok && hold.Active
}

// copies returns the copies of a dataset by their IDs.
func copies(tx *store.Tx, dataset string) map[string]Copy {
	found := map[string]Copy{}
	for _, key := range tx.Keys("copy/") {
		if one, ok := get[Copy](tx, key); ok && one.Dataset == dataset {
			found[strings.TrimPrefix(key, "copy/")] = one
		}
	}
	return found
}

// verified returns those that are verified.
func verified(tx *store.Tx, dataset string) map[string]Copy {
	found := copies(tx, dataset)
	for id, one := range found {
		if one.State != Verified {
			delete(found, id)
		}
	}
	return found
}
