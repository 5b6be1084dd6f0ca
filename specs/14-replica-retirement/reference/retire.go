package retire

import (
	"errors"

	"store"
)

// Retire gives a copy up and removes its record. A verified copy is kept, and ErrTooFew returned, if its dataset would
// be left with fewer verified copies than its floor.
func (s *Service) Retire(id string) error {
	return s.settle(func(tx *store.Tx) error {
		one, err := movable(tx, id)
		if err != nil {
			return err
		}
		keepFree(tx, id)
		if err := spare(tx, id, one); err != nil {
			return err
		}
		tx.Delete(copyKey(id))
		return nil
	})
}

// Reassign turns the space of a copy over to another dataset, whose copy it then is, pending until it has been filled
// and checked. For the dataset that loses it the same goes as with Retire. To the dataset that it belongs to already
// nothing happens.
func (s *Service) Reassign(id, dataset string) error {
	return s.settle(func(tx *store.Tx) error {
		one, err := movable(tx, id)
		if err != nil {
			return err
		}
		set, ok := get[Dataset](tx, datasetKey(dataset))
		if !ok {
			return ErrUnknownDataset
		}
		if one.Dataset == dataset {
			return nil
		}
		keepFree(tx, id)
		rely(tx, dataset, set) // it must still be there when the copy comes
		if err := spare(tx, id, one); err != nil {
			return err
		}
		one.Dataset = dataset
		one.State = Pending
		one.Edits++
		put(tx, copyKey(id), one)
		return nil
	})
}

// settle runs a change in transactions of its own until one of them meets no conflict.
//
// The store notices a conflict only over keys that both sides write. A change here therefore writes every record that
// its decision rests on, by counting an edit: nobody can then alter the grounds of the decision before it is committed.
func (s *Service) settle(change func(tx *store.Tx) error) error {
	for {
		tx := s.store.Begin()
		if err := change(tx); err != nil {
			return err
		}
		if err := tx.Commit(); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

// movable returns a copy that is there and not held.
func movable(tx *store.Tx, id string) (Copy, error) {
	one, ok := get[Copy](tx, copyKey(id))
	if !ok {
		return Copy{}, ErrUnknownCopy
	}
	if held(tx, id) {
		return Copy{}, ErrHeld
	}
	return one, nil
}

// keepFree relies on a copy's not being held, also where no hold has ever been: one that comes meanwhile writes the
// record of the hold alone.
func keepFree(tx *store.Tx, id string) {
	hold, _ := get[Hold](tx, holdKey(id))
	hold.Edits++
	put(tx, holdKey(id), hold)
}

// spare tells whether a dataset can do without one of its copies, and relies on its floor and its other copies.
func spare(tx *store.Tx, id string, one Copy) error {
	if one.State != Verified {
		return nil
	}
	set, ok := get[Dataset](tx, datasetKey(one.Dataset))
	if !ok {
		return ErrUnknownDataset
	}
	others := verified(tx, one.Dataset)
	delete(others, id)
	if len(others) < set.Floor {
		return ErrTooFew
	}
	rely(tx, one.Dataset, set)
	for id, other := range others {
		other.Edits++
		put(tx, copyKey(id), other)
	}
	return nil
}

// rely relies on a dataset's being there with the floor that it has.
func rely(tx *store.Tx, name string, set Dataset) {
	set.Edits++
	put(tx, datasetKey(name), set)
}
