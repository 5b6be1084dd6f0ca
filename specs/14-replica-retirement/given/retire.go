package retire

import "store"

// Retire gives a copy up and removes its record. A verified copy is kept, and ErrTooFew returned, if its dataset would
// be left with fewer verified copies than its floor.
func (s *Service) Retire(id string) error {
	tx := s.store.Begin()
	one, err := movable(tx, id)
	if err != nil {
		return err
	}
	if err := spare(tx, one); err != nil {
		return err
	}
	tx.Delete(copyKey(id))
	return tx.Commit()
}

// Reassign turns the space of a copy over to another dataset, whose copy it then is, pending until it has been filled
// and checked. For the dataset that loses it the same goes as with Retire. To the dataset that it belongs to already
// nothing happens.
func (s *Service) Reassign(id, dataset string) error {
	tx := s.store.Begin()
	one, err := movable(tx, id)
	if err != nil {
		return err
	}
	if _, ok := get[Dataset](tx, datasetKey(dataset)); !ok {
		return ErrUnknownDataset
	}
	if one.Dataset == dataset {
		return nil
	}
	if err := spare(tx, one); err != nil {
		return err
	}
	one.Dataset = dataset
	one.State = Pending
	one.Edits++
	put(tx, copyKey(id), one)
	return tx.Commit()
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

// spare tells whether a dataset can do without one of its copies.
func spare(tx *store.Tx, one Copy) error {
	if one.State != Verified {
		return nil
	}
	set, ok := get[Dataset](tx, datasetKey(one.Dataset))
	if !ok {
		return ErrUnknownDataset
	}
	if len(verified(tx, one.Dataset))-1 < set.Floor {
		return ErrTooFew
	}
	return nil
}
