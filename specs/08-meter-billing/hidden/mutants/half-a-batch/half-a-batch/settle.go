// canary: 1a98ca54-fb9e-4085-8eae-8058f6fb8126

package billing

import (
	"errors"
	"fmt"
	"time"
)

// ErrRefused is wrapped by errors of a ledger that another try would not change.
var ErrRefused = errors.New("billing: refused")

// Ledger is where readings are posted.
type Ledger interface {
	// Begin opens a transaction for the batch of this name.
	Begin(batch string) (Tx, error)
}

// Tx is a transaction of a ledger. Its readings are posted when Commit returns nil, all at once, and else not at all.
// It is over when Commit or Rollback has returned, whatever Commit has returned.
type Tx interface {
	Add(reading Reading) error
	Commit() error
	Rollback()
}

// Report counts what a call of Settle has done.
type Report struct {
	Batches int // committed
	Posted  int // readings in them
	Skipped int // readings that had been posted before
}

// Settler posts batches to one ledger, each reading once.
type Settler struct {
	ledger Ledger
	tries  int
	posted map[identity]bool
}

// identity tells readings apart.
type identity struct {
	meter string
	seq   uint16
	at    time.Time
}

func identityOf(r Reading) identity { return identity{r.Meter, r.Seq, r.At.Round(0).UTC()} }

// NewSettler returns a settler that has posted nothing yet and tries each batch up to the given number of times.
func NewSettler(ledger Ledger, tries int) *Settler {
	return &Settler{ledger: ledger, tries: tries, posted: map[identity]bool{}}
}

// Settle posts batches, one after another, and ends at the first that cannot be posted.
func (s *Settler) Settle(batches []Batch) (Report, error) {
	var report Report
	for _, batch := range batches {
		if s.settled(batch) {
			report.Skipped += len(batch.Readings)
			continue
		}
		posted, err := s.post(batch)
		if err != nil {
			return report, fmt.Errorf("batch %s: %w", batch.Name(), err)
		}
		report.Batches++
		report.Posted += posted
		report.Skipped += len(batch.Readings) - posted
	}
	return report, nil
}

// settled tells whether there is nothing to post in a batch.
func (s *Settler) settled(batch Batch) bool {
	for _, reading := range batch.Readings {
		if !s.posted[identityOf(reading)] {
			return false
		}
	}
	return true
}

// post posts those readings of a batch that have not been posted, and returns their number.
func (s *Settler) post(batch Batch) (int, error) {
	var added map[identity]bool
	err := s.retry(func() error {
		added = map[identity]bool{}
		tx, err := s.ledger.Begin(batch.Name())
		if err != nil {
			return err
		}
		for _, reading := range batch.Readings {
			id := identityOf(reading)
			if s.posted[id] || added[id] {
				continue
			}
			if err := tx.Add(reading); err != nil {
				break
			}
			added[id] = true
		}
		if err != nil {
			tx.Rollback()
			return err
		}
		return tx.Commit()
	})
	if err != nil {
		return 0, err
	}
	for id := range added {
		s.posted[id] = true
	}
	return len(added), nil
}

// retry calls attempt until it succeeds, is refused, or has been tried often enough.
func (s *Settler) retry(attempt func() error) error {
	var err error
	for range s.tries {
		if err = attempt(); err == nil || errors.Is(err, ErrRefused) {
			break
		}
	}
	return err
}
