// canary: 1a98ca54-fb9e-4085-8eae-8058f6fb8126

package billing

import (
	"errors"
	"time"
)

var ErrRefused = errors.New("refused for good")

type Ledger interface {
	Begin(batch string) (Tx, error)
}

type Tx interface {
	Add(reading Reading) error
	Commit() error
	Rollback()
}

type Report struct {
	Batches int
	Posted  int
	Skipped int
}

// Settler keeps the instants that are posted by meter and number.
type Settler struct {
	ledger Ledger
	tries  int
	done   map[string]map[uint16][]time.Time
}

func NewSettler(ledger Ledger, tries int) *Settler {
	return &Settler{ledger, tries, map[string]map[uint16][]time.Time{}}
}

func has(instants []time.Time, at time.Time) bool {
	for _, one := range instants {
		if one.Equal(at) {
			return true
		}
	}
	return false
}

func (s *Settler) Settle(batches []Batch) (report Report, err error) {
	for i := 0; i < len(batches) && err == nil; i++ {
		var open []Reading
		for _, r := range batches[i].Readings {
			if has(s.done[r.Meter][r.Seq], r.At) {
				continue
			}
			again := false
			for _, o := range open {
				again = again || o.Meter == r.Meter && o.Seq == r.Seq && o.At.Equal(r.At)
			}
			if !again {
				open = append(open, r)
			}
		}
		if len(open) > 0 {
			for n := 0; n < s.tries; n++ {
				if err = s.once(batches[i].Name(), open); err == nil || errors.Is(err, ErrRefused) {
					break
				}
			}
			if err != nil {
				return report, err
			}
			report.Batches++
		}
		for _, r := range open {
			if s.done[r.Meter] == nil {
				s.done[r.Meter] = map[uint16][]time.Time{}
			}
			s.done[r.Meter][r.Seq] = append(s.done[r.Meter][r.Seq], r.At)
		}
		report.Posted += len(open)
		report.Skipped += len(batches[i].Readings) - len(open)
	}
	return report, err
}

func (s *Settler) once(name string, open []Reading) error {
	tx, err := s.ledger.Begin(name)
	for i := 0; err == nil && i < len(open); i++ {
		if err = tx.Add(open[i]); err != nil {
			tx.Rollback()
			return err
		}
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}
