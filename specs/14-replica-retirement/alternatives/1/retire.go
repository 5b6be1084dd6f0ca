package retire

import (
	"errors"
	"slices"

	"store"
)

// Retire gives a copy up and removes its record. A verified copy is kept, and ErrTooFew returned, if its dataset would
// be left with fewer verified copies than its floor.
func (s *Service) Retire(id string) error {
	return s.leave(id, func(tx *store.Tx, _ Copy) error {
		tx.Delete(copyKey(id))
		return nil
	})
}

// Reassign turns the space of a copy over to another dataset, whose copy it then is, pending until it has been filled
// and checked. For the dataset that loses it the same goes as with Retire. To the dataset that it belongs to already
// nothing happens.
func (s *Service) Reassign(id, dataset string) error {
	err := s.leave(id, func(tx *store.Tx, one Copy) error {
		target, ok := get[Dataset](tx, datasetKey(dataset))
		switch {
		case !ok:
			return ErrUnknownDataset
		case one.Dataset == dataset:
			return errStays
		}
		target.Edits++
		put(tx, datasetKey(dataset), target)
		put(tx, copyKey(id), Copy{dataset, one.Site, Pending, one.Edits + 1})
		return nil
	})
	if err == errStays {
		return nil
	}
	return err
}

var errStays = errors.New("retire: the copy stays where it is")

// leave lets a copy leave its dataset for where the departure takes it. In one transaction with that it edits what makes
// it right to leave: the dataset with its floor, as many of the other verified copies as the floor asks for, and the
// record of the hold, so that whoever changes one of these conflicts.
func (s *Service) leave(id string, depart func(*store.Tx, Copy) error) error {
again:
	tx := s.store.Begin()
	one, there := get[Copy](tx, copyKey(id))
	hold, _ := get[Hold](tx, holdKey(id))
	if !there {
		return ErrUnknownCopy
	} else if hold.Active {
		return ErrHeld
	} else if err := depart(tx, one); err != nil {
		return err
	}
	hold.Edits++
	put(tx, holdKey(id), hold)

	if home, ok := get[Dataset](tx, datasetKey(one.Dataset)); ok && one.State == Verified {
		stay := verified(tx, one.Dataset)
		var ids []string
		for other := range stay {
			if other != id {
				ids = append(ids, other)
			}
		}
		if len(ids) < home.Floor {
			return ErrTooFew
		}
		slices.Sort(ids)
		for _, other := range ids[:max(0, home.Floor)] {
			witness := stay[other]
			witness.Edits++
			put(tx, copyKey(other), witness)
		}
		home.Edits++
		put(tx, datasetKey(one.Dataset), home)
	}
	if err := tx.Commit(); errors.Is(err, store.ErrConflict) {
		goto again
	} else {
		return err
	}
}
