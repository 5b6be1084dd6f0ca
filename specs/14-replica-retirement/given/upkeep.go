package retire

import (
	"errors"

	"store"
)

// attempts is how often upkeep tries before it leaves the matter to the next night.
const attempts = 8

// update runs a change in a transaction of its own, again after a conflict. After several of them it gives up and
// returns store.ErrConflict.
func (s *Service) update(change func(tx *store.Tx) error) error {
	err := store.ErrConflict
	for try := 0; try < attempts && errors.Is(err, store.ErrConflict); try++ {
		tx := s.store.Begin()
		if err = change(tx); err == nil {
			err = tx.Commit()
		}
	}
	return err
}

// Create makes a dataset without copies.
func (s *Service) Create(name string, floor int) error {
	return s.update(func(tx *store.Tx) error {
		if _, ok := get[Dataset](tx, datasetKey(name)); ok {
			return ErrExists
		}
		put(tx, datasetKey(name), Dataset{Floor: floor})
		return nil
	})
}

// Require sets the floor of a dataset, unless it has fewer verified copies than that.
func (s *Service) Require(name string, floor int) error {
	return s.update(func(tx *store.Tx) error {
		set, ok := get[Dataset](tx, datasetKey(name))
		if !ok {
			return ErrUnknownDataset
		}
		if len(verified(tx, name)) < floor {
			return ErrTooFew
		}
		set.Floor = floor
		set.Edits++
		put(tx, datasetKey(name), set)
		return nil
	})
}

// Drop removes a dataset that has no copies.
func (s *Service) Drop(name string) error {
	return s.update(func(tx *store.Tx) error {
		if _, ok := get[Dataset](tx, datasetKey(name)); !ok {
			return ErrUnknownDataset
		}
		if len(copies(tx, name)) > 0 {
			return ErrInUse
		}
		tx.Delete(datasetKey(name))
		return nil
	})
}

// Add enters a new copy, which is pending.
func (s *Service) Add(id, dataset, site string) error {
	return s.update(func(tx *store.Tx) error {
		if _, ok := get[Copy](tx, copyKey(id)); ok {
			return ErrExists
		}
		set, ok := get[Dataset](tx, datasetKey(dataset))
		if !ok {
			return ErrUnknownDataset
		}
		set.Edits++
		put(tx, datasetKey(dataset), set)
		put(tx, copyKey(id), Copy{Dataset: dataset, Site: site, State: Pending})
		return nil
	})
}

// Verify enters that a check has found a copy good.
func (s *Service) Verify(id string) error { return s.checked(id, Verified) }

// Damage enters that a check has found a copy bad. That is a fact, and cannot be refused.
func (s *Service) Damage(id string) error { return s.checked(id, Damaged) }

func (s *Service) checked(id string, state State) error {
	return s.update(func(tx *store.Tx) error {
		one, ok := get[Copy](tx, copyKey(id))
		if !ok {
			return ErrUnknownCopy
		}
		one.State = state
		one.Edits++
		put(tx, copyKey(id), one)
		return nil
	})
}

// Hold forbids that a copy be retired or reassigned.
func (s *Service) Hold(id, reason string) error {
	return s.update(func(tx *store.Tx) error {
		if _, ok := get[Copy](tx, copyKey(id)); !ok {
			return ErrUnknownCopy
		}
		hold, _ := get[Hold](tx, holdKey(id))
		put(tx, holdKey(id), Hold{Active: true, Reason: reason, Edits: hold.Edits + 1})
		return nil
	})
}

// Release ends a hold, if there is one.
func (s *Service) Release(id string) error {
	return s.update(func(tx *store.Tx) error {
		hold, ok := get[Hold](tx, holdKey(id))
		if !ok || !hold.Active {
			return nil
		}
		put(tx, holdKey(id), Hold{Edits: hold.Edits + 1})
		return nil
	})
}
