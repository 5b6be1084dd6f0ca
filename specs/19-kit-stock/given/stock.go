// Package stock keeps count of the parts of a workshop that assembles kits.
package stock

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

var (
	ErrInput     = errors.New("stock: malformed call")
	ErrBin       = errors.New("stock: no such bin")
	ErrID        = errors.New("stock: ID belongs to another operation")
	ErrCancelled = errors.New("stock: operation was cancelled")
	ErrUnknown   = errors.New("stock: no such operation")
	ErrShort     = errors.New("stock: not enough parts")
	ErrFull      = errors.New("stock: not enough room")
)

// An ID names an operation. Scanners choose IDs, and send a call again under the same ID if no reply has come.
type ID string

// A Bin is a place for parts.
type Bin string

// A Line of a kit says how many parts are taken from a bin.
type Line struct {
	Bin Bin
	N   int64
}

// An Entry is one movement of an operation.
type Entry struct {
	Op   ID
	Undo bool  // of a cancellation
	From Bin   // empty: out of assembled kits
	To   Bin   // empty: into an assembled kit
	N    int64 // parts
}

// An Audit is asked about each entry before the operation takes effect.
type Audit interface {
	// Check agrees to an entry, or refuses it with an error. It may take long.
	Check(e Entry) error
}

// Totals are the counts of one instant.
type Totals struct {
	Received int64         // ever delivered
	Bins     map[Bin]int64 // in each bin, empty ones included
	Transit  int64         // taken by operations that are under way
	Consumed int64         // in assembled kits
}

// Stock is safe for use by several goroutines.
type Stock struct {
	audit    Audit
	capacity map[Bin]int64

	mu       sync.Mutex
	bins     map[Bin]int64
	received int64
	transit  int64
	consumed int64
	done     map[ID]*operation
}

// operation is one that has been done.
type operation struct {
	from, to  Bin // of a transfer
	n         int64
	kit       []Line // of an assembly, else nil
	cancelled bool
}

// New returns a stock whose bins are empty and hold at most as many parts as capacity says.
func New(audit Audit, capacity map[Bin]int64) *Stock {
	s := &Stock{audit: audit, capacity: capacity, bins: map[Bin]int64{}, done: map[ID]*operation{}}
	for bin := range capacity {
		s.bins[bin] = 0
	}
	return s
}

// Receive puts delivered parts into a bin.
func (s *Stock) Receive(bin Bin, n int64) error {
	if n < 1 {
		return ErrInput
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.room(bin, n); err != nil {
		return err
	}
	s.bins[bin] += n
	s.received += n
	return nil
}

// Transfer carries parts from one bin to another.
func (s *Stock) Transfer(op ID, from, to Bin, n int64) error {
	if op == "" || n < 1 || from == to {
		return ErrInput
	}
	carried := &operation{from: from, to: to, n: n}
	if known, err := s.lookUp(op, carried); known {
		return err
	}
	if err := s.canCarry(from, to, n); err != nil {
		return err
	}
	s.change(func() { s.bins[from] -= n })
	if err := s.audit.Check(Entry{Op: op, From: from, To: to, N: n}); err != nil {
		return fmt.Errorf("transfer %s: %w", op, err)
	}
	s.change(func() { s.transit += n })
	s.change(func() {
		s.transit -= n
		s.bins[to] += n
		s.done[op] = carried
	})
	return nil
}

// Consume assembles a kit from the parts that its lines name.
func (s *Stock) Consume(op ID, kit []Line) error {
	if op == "" || len(kit) == 0 {
		return ErrInput
	}
	for _, line := range kit {
		if line.N < 1 {
			return ErrInput
		}
	}
	assembled := &operation{kit: kit}
	if known, err := s.lookUp(op, assembled); known {
		return err
	}
	s.mu.Lock()
	if err := s.pick(kit); err != nil {
		s.mu.Unlock()
		return err
	}
	for i, line := range kit {
		if err := s.audit.Check(Entry{Op: op, From: line.Bin, N: line.N}); err != nil {
			s.putBack(kit[i:])
			s.mu.Unlock()
			return fmt.Errorf("consume %s: %w", op, err)
		}
		s.transit -= line.N
		s.consumed += line.N
	}
	s.done[op] = assembled
	s.mu.Unlock()
	return nil
}

// Cancel takes an operation back that has been done.
func (s *Stock) Cancel(op ID) error {
	s.mu.Lock()
	was := s.done[op]
	if was == nil {
		s.mu.Unlock()
		return ErrUnknown
	}
	if was.cancelled {
		s.mu.Unlock()
		return nil
	}
	if err := s.canReturn(was); err != nil {
		s.mu.Unlock()
		return err
	}
	s.mu.Unlock()
	for _, entry := range undoing(op, was) {
		if err := s.audit.Check(entry); err != nil {
			return fmt.Errorf("cancel %s: %w", op, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, entry := range undoing(op, was) {
		if entry.From == "" {
			s.consumed -= entry.N
		} else {
			s.bins[entry.From] -= entry.N
		}
		s.bins[entry.To] += entry.N
	}
	was.cancelled = true
	return nil
}

// Snapshot returns the counts of this instant.
func (s *Stock) Snapshot() Totals {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Totals{Received: s.received, Bins: maps.Clone(s.bins), Transit: s.transit, Consumed: s.consumed}
}

// change makes a change that others see as a whole.
func (s *Stock) change(apply func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	apply()
}

// lookUp tells what a repeated call returns.
func (s *Stock) lookUp(op ID, wanted *operation) (known bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.done[op]
	switch {
	case was == nil:
		return false, nil
	case was.from != wanted.from || was.to != wanted.to || was.n != wanted.n || !slices.Equal(was.kit, wanted.kit):
		return true, ErrID
	case was.cancelled:
		return true, ErrCancelled
	}
	return true, nil
}

func (s *Stock) canCarry(from, to Bin, n int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.has(from) || !s.has(to) {
		return ErrBin
	}
	if s.bins[from] < n {
		return ErrShort
	}
	return s.room(to, n)
}

// pick takes all parts of a kit, or none.
func (s *Stock) pick(kit []Line) error {
	for _, line := range kit {
		if !s.has(line.Bin) {
			return ErrBin
		}
	}
	for i, line := range kit {
		if s.bins[line.Bin] < line.N {
			s.putBack(kit[:i])
			return ErrShort
		}
		s.bins[line.Bin] -= line.N
		s.transit += line.N
	}
	return nil
}

func (s *Stock) putBack(kit []Line) {
	for _, line := range kit {
		s.transit -= line.N
		s.bins[line.Bin] += line.N
	}
}

// canReturn tells whether an operation can be taken back.
func (s *Stock) canReturn(was *operation) error {
	if was.kit == nil {
		if s.bins[was.to] < was.n {
			return ErrShort
		}
		return s.room(was.from, was.n)
	}
	returned := map[Bin]int64{}
	for _, line := range was.kit {
		returned[line.Bin] += line.N
	}
	for bin, n := range returned {
		if err := s.room(bin, n); err != nil {
			return err
		}
	}
	return nil
}

func undoing(op ID, was *operation) []Entry {
	if was.kit == nil {
		return []Entry{{Op: op, Undo: true, From: was.to, To: was.from, N: was.n}}
	}
	var entries []Entry
	for _, line := range was.kit {
		entries = append(entries, Entry{Op: op, Undo: true, To: line.Bin, N: line.N})
	}
	return entries
}

func (s *Stock) has(bin Bin) bool {
	_, ok := s.capacity[bin]
	return ok
}

func (s *Stock) room(bin Bin, n int64) error {
	if !s.has(bin) {
		return ErrBin
	}
	if s.capacity[bin]-s.bins[bin] < n {
		return ErrFull
	}
	return nil
}
