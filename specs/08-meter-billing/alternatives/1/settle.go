package billing

import (
	"errors"
	"fmt"
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

// identity tells readings apart, whatever the zone of their times.
type identity struct {
	meter   string
	seq     uint16
	seconds int64
	nanos   int
}

func identityOf(r Reading) identity {
	return identity{r.Meter, r.Seq, r.At.Unix(), r.At.Nanosecond()}
}

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

// post posts those readings of a batch that have not been posted, and returns their number. Each is noted when it is added,
// and struck again if the try fails.
func (s *Settler) post(batch Batch) (int, error) {
	posted := 0
	err := s.retry(func() (failure error) {
		var noted []identity
		defer func() {
			posted = len(noted)
			if failure != nil {
				for _, id := range noted {
					delete(s.posted, id)
				}
				posted = 0
			}
		}()
		tx, err := s.ledger.Begin(batch.Name())
		if err != nil {
			return err
		}
		for _, reading := range batch.Readings {
			id := identityOf(reading)
			if s.posted[id] {
				continue
			}
			if err = tx.Add(reading); err != nil {
				break
			}
			s.posted[id] = true
			noted = append(noted, id)
		}
		if err != nil {
			tx.Rollback()
			return err
		}
		return tx.Commit()
	})
	return posted, err
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
