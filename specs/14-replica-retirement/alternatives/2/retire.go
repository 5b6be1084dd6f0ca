package retire

import (
	"errors"
	"maps"
	"slices"

	"store"
)

// A move is one attempt to take a copy out of its dataset.
type move struct {
	tx      *store.Tx
	id      string
	one     Copy
	grounds []func() // each writes a record that the decision rests on as it was read, but for its edits
}

// Retire gives a copy up and removes its record. A verified copy is kept, and ErrTooFew returned, if its dataset would
// be left with fewer verified copies than its floor.
func (s *Service) Retire(id string) error {
	for {
		m, err := s.begin(id)
		if err == nil {
			err = m.mayGo()
		}
		if err != nil {
			return err
		}
		m.tx.Delete(copyKey(id))
		if err := m.commit(); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

// Reassign turns the space of a copy over to another dataset, whose copy it then is, pending until it has been filled
// and checked. For the dataset that loses it the same goes as with Retire. To the dataset that it belongs to already
// nothing happens.
func (s *Service) Reassign(id, dataset string) error {
	for {
		m, err := s.begin(id)
		if err != nil {
			return err
		}
		if _, err := m.dataset(dataset); err != nil {
			return err
		}
		if m.one.Dataset == dataset {
			return nil
		}
		if err := m.mayGo(); err != nil {
			return err
		}
		m.one.Dataset, m.one.State = dataset, Pending
		m.one.Edits++
		put(m.tx, copyKey(id), m.one)
		if err := m.commit(); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func (s *Service) begin(id string) (*move, error) {
	m := &move{tx: s.store.Begin(), id: id}
	var ok bool
	if m.one, ok = get[Copy](m.tx, copyKey(id)); !ok {
		return nil, ErrUnknownCopy
	}
	hold, _ := get[Hold](m.tx, holdKey(id)) // the zero record, if there is none, says the same
	if hold.Active {
		return nil, ErrHeld
	}
	m.grounds = append(m.grounds, func() {
		hold.Edits++
		put(m.tx, holdKey(id), hold)
	})
	return m, nil
}

func (m *move) dataset(name string) (Dataset, error) {
	set, ok := get[Dataset](m.tx, datasetKey(name))
	if !ok {
		return set, ErrUnknownDataset
	}
	m.grounds = append(m.grounds, func() {
		put(m.tx, datasetKey(name), Dataset{set.Floor, set.Edits + 1})
	})
	return set, nil
}

// mayGo looks at the dataset that is left, and relies on all of its copies.
func (m *move) mayGo() error {
	home, err := m.dataset(m.one.Dataset)
	if err != nil || m.one.State != Verified {
		return err
	}
	rest := copies(m.tx, m.one.Dataset)
	delete(rest, m.id)
	good := 0
	for _, id := range slices.Sorted(maps.Keys(rest)) {
		other := rest[id]
		if other.State == Verified {
			good++
		}
		other.Edits++
		m.grounds = append(m.grounds, func() { put(m.tx, copyKey(id), other) })
	}
	if good < home.Floor {
		return ErrTooFew
	}
	return nil
}

func (m *move) commit() error {
	for _, write := range m.grounds {
		write()
	}
	return m.tx.Commit()
}
