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

// job is a call as it was asked for, and what it moves.
type job struct {
	assembly bool
	moves    []Entry
}

func (j job) equal(other job) bool {
	return j.assembly == other.assembly && slices.Equal(j.moves, other.moves)
}

// record is all that is known of an ID. Its turn is held by the call that is under way.
type record struct {
	turn      sync.Mutex
	users     int // calls that have, or wait for, the turn; guarded by Stock.mu
	done      bool
	cancelled bool
	job       job
}

// Stock is safe for use by several goroutines. Lock order: record.turn, then mu; the audit is asked under a turn alone.
type Stock struct {
	audit    Audit
	capacity map[Bin]int64

	mu      sync.Mutex
	totals  Totals
	records map[ID]*record
	pending map[*[]Entry]struct{} // moves that are under way
}

// New returns a stock whose bins are empty and hold at most as many parts as capacity says.
func New(audit Audit, capacity map[Bin]int64) *Stock {
	s := &Stock{audit: audit, capacity: maps.Clone(capacity), records: map[ID]*record{}, pending: map[*[]Entry]struct{}{}}
	s.totals.Bins = map[Bin]int64{}
	for bin := range capacity {
		s.totals.Bins[bin] = 0
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
	if _, ok := s.capacity[bin]; !ok {
		return ErrBin
	}
	if s.free(bin) < n {
		return ErrFull
	}
	s.totals.Bins[bin] += n
	s.totals.Received += n
	return nil
}

// Transfer carries parts from one bin to another.
func (s *Stock) Transfer(op ID, from, to Bin, n int64) error {
	if op == "" || n < 1 || from == to {
		return ErrInput
	}
	return s.do(op, job{moves: []Entry{{Op: op, From: from, To: to, N: n}}})
}

// Consume assembles a kit from the parts that its lines name.
func (s *Stock) Consume(op ID, kit []Line) error {
	wanted := job{assembly: true}
	for _, line := range kit {
		if line.N < 1 {
			return ErrInput
		}
		wanted.moves = append(wanted.moves, Entry{Op: op, From: line.Bin, N: line.N})
	}
	if op == "" || len(kit) == 0 {
		return ErrInput
	}
	return s.do(op, wanted)
}

func (s *Stock) do(op ID, wanted job) error {
	r := s.enter(op)
	defer s.leave(op, r)
	if r.done {
		if !r.job.equal(wanted) {
			return ErrID
		}
		if r.cancelled {
			return ErrCancelled
		}
		return nil
	}
	for _, e := range wanted.moves {
		_, from := s.capacity[e.From]
		_, to := s.capacity[e.To]
		if !from || !to && !wanted.assembly {
			return ErrBin
		}
	}
	if err := s.move(wanted.moves); err != nil {
		return err
	}
	r.done, r.job = true, wanted
	return nil
}

// Cancel takes an operation back that has been done.
func (s *Stock) Cancel(op ID) error {
	r := s.enter(op)
	defer s.leave(op, r)
	if !r.done {
		return ErrUnknown
	}
	if r.cancelled {
		return nil
	}
	var back []Entry
	for _, e := range r.job.moves {
		e.Undo, e.From, e.To = true, e.To, e.From
		back = append(back, e)
	}
	if err := s.move(back); err != nil {
		return err
	}
	r.cancelled = true
	return nil
}

// Snapshot returns the counts of this instant.
func (s *Stock) Snapshot() Totals {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := s.totals
	copied.Bins = maps.Clone(s.totals.Bins)
	return copied
}

// enter waits for the ID's turn.
func (s *Stock) enter(op ID) *record {
	s.mu.Lock()
	r := s.records[op]
	if r == nil {
		r = &record{}
		s.records[op] = r
	}
	r.users++
	s.mu.Unlock()
	r.turn.Lock()
	return r
}

func (s *Stock) leave(op ID, r *record) {
	r.turn.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.users--; r.users == 0 && !r.done {
		delete(s.records, op)
	}
}

// move takes the parts out of where they are, asks the audit, and puts them where they go or back again.
func (s *Stock) move(moves []Entry) error {
	if err := s.start(&moves); err != nil {
		return err
	}
	agreed := false
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.pending, &moves)
		for _, e := range moves {
			s.totals.Transit -= e.N
			if agreed {
				s.add(e.To, e.N)
			} else {
				s.add(e.From, e.N)
			}
		}
	}()
	for _, e := range moves {
		if err := s.audit.Check(e); err != nil {
			return fmt.Errorf("%s: %w", e.Op, err)
		}
	}
	agreed = true
	return nil
}

func (s *Stock) start(moves *[]Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := maps.Clone(s.totals.Bins)
	for _, e := range *moves {
		if e.From != "" && s.totals.Bins[e.From] < e.N {
			s.totals.Bins = before
			return ErrShort
		}
		if e.From != "" {
			s.totals.Bins[e.From] -= e.N
		}
	}
	s.pending[moves] = struct{}{}
	for _, e := range *moves {
		if e.To != "" && s.free(e.To) < 0 {
			s.totals.Bins = before
			delete(s.pending, moves)
			return ErrFull
		}
	}
	for _, e := range *moves {
		s.totals.Transit += e.N
		if e.From == "" {
			s.totals.Consumed -= e.N
		}
	}
	return nil
}

func (s *Stock) add(bin Bin, n int64) {
	if bin == "" {
		s.totals.Consumed += n
		return
	}
	s.totals.Bins[bin] += n
}

// free is the room that neither parts in the bin take up nor parts that may yet come, or come back.
func (s *Stock) free(bin Bin) int64 {
	free := s.capacity[bin] - s.totals.Bins[bin]
	for moves := range s.pending {
		for _, e := range *moves {
			if e.From == bin || e.To == bin {
				free -= e.N
			}
		}
	}
	return free
}
