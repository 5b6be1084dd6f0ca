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
	kept     map[Bin]int64 // room that parts in transit may need, be it where they go or where they came from
	received int64
	transit  int64
	consumed int64
	done     map[ID]*operation
	busy     map[ID]chan struct{} // closed when the call that is under way is over
}

// operation is one that has been done.
type operation struct {
	entries   []Entry
	cancelled bool
}

// New returns a stock whose bins are empty and hold at most as many parts as capacity says.
func New(audit Audit, capacity map[Bin]int64) *Stock {
	s := &Stock{
		audit:    audit,
		capacity: maps.Clone(capacity),
		bins:     map[Bin]int64{},
		kept:     map[Bin]int64{},
		done:     map[ID]*operation{},
		busy:     map[ID]chan struct{}{},
	}
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
	if !s.has(bin) {
		return ErrBin
	}
	if s.room(bin) < n {
		return ErrFull
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
	return s.perform(op, []Bin{from, to}, []Entry{{Op: op, From: from, To: to, N: n}})
}

// Consume assembles a kit from the parts that its lines name.
func (s *Stock) Consume(op ID, kit []Line) error {
	if op == "" || len(kit) == 0 {
		return ErrInput
	}
	bins := make([]Bin, len(kit))
	entries := make([]Entry, len(kit))
	for i, line := range kit {
		if line.N < 1 {
			return ErrInput
		}
		bins[i] = line.Bin
		entries[i] = Entry{Op: op, From: line.Bin, N: line.N}
	}
	return s.perform(op, bins, entries)
}

// Cancel takes an operation back that has been done.
func (s *Stock) Cancel(op ID) error {
	s.claim(op)
	defer s.release(op)
	was := s.done[op]
	if was == nil {
		return ErrUnknown
	}
	if was.cancelled {
		return nil
	}
	entries := make([]Entry, len(was.entries))
	for i, e := range was.entries {
		entries[i] = Entry{Op: op, Undo: true, From: e.To, To: e.From, N: e.N}
	}
	if err := s.carry(entries); err != nil {
		return err
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

func (s *Stock) perform(op ID, bins []Bin, entries []Entry) error {
	s.claim(op)
	defer s.release(op)
	if was := s.done[op]; was != nil {
		switch {
		case !slices.Equal(was.entries, entries):
			return ErrID
		case was.cancelled:
			return ErrCancelled
		}
		return nil
	}
	if slices.ContainsFunc(bins, func(bin Bin) bool { return !s.has(bin) }) {
		return ErrBin
	}
	if err := s.carry(entries); err != nil {
		return err
	}
	s.done[op] = &operation{entries: entries}
	return nil
}

// claim waits for the ID's turn and takes the lock.
func (s *Stock) claim(op ID) {
	s.mu.Lock()
	for s.busy[op] != nil {
		over := s.busy[op]
		s.mu.Unlock()
		<-over
		s.mu.Lock()
	}
	s.busy[op] = make(chan struct{})
}

// release ends the turn and gives the lock back.
func (s *Stock) release(op ID) {
	close(s.busy[op])
	delete(s.busy, op)
	s.mu.Unlock()
}

// carry takes the parts of all entries into transit, asks the audit, and puts them down where they go, or back where
// they came from. It is called with the lock held and returns, or panics, with the lock held.
func (s *Stock) carry(entries []Entry) error {
	if err := s.load(entries); err != nil {
		return err
	}
	agreed := false
	defer func() { s.unload(entries, agreed) }()
	for _, e := range entries {
		if err := s.ask(e); err != nil {
			return fmt.Errorf("stock: %s: %w", e.Op, err)
		}
	}
	agreed = true
	return nil
}

// ask asks the audit, without the lock.
func (s *Stock) ask(e Entry) error {
	s.mu.Unlock()
	defer s.mu.Lock()
	return s.audit.Check(e)
}

// load takes parts into transit and keeps the room that they may need, here and there; or it changes nothing.
func (s *Stock) load(entries []Entry) error {
	for i, e := range entries {
		if e.From != "" && s.bins[e.From] < e.N {
			s.putDown(entries[:i], false)
			return ErrShort
		}
		s.put(e.From, -e.N)
		s.keep(e.From, e.N)
		s.transit += e.N
	}
	for i, e := range entries {
		if e.To != "" && s.room(e.To) < e.N {
			for _, earlier := range entries[:i] {
				s.keep(earlier.To, -earlier.N)
			}
			s.putDown(entries, false)
			return ErrFull
		}
		s.keep(e.To, e.N)
	}
	return nil
}

// unload puts parts down and gives up the room that was kept for them.
func (s *Stock) unload(entries []Entry, agreed bool) {
	for _, e := range entries {
		s.keep(e.To, -e.N)
	}
	s.putDown(entries, agreed)
}

// putDown ends the transit of parts, whose room is no longer kept where they go.
func (s *Stock) putDown(entries []Entry, agreed bool) {
	for _, e := range entries {
		s.transit -= e.N
		s.keep(e.From, -e.N)
		if agreed {
			s.put(e.To, e.N)
		} else {
			s.put(e.From, e.N)
		}
	}
}

func (s *Stock) put(bin Bin, n int64) {
	if bin == "" {
		s.consumed += n
	} else {
		s.bins[bin] += n
	}
}

func (s *Stock) keep(bin Bin, n int64) {
	if bin != "" {
		s.kept[bin] += n
	}
}

func (s *Stock) has(bin Bin) bool {
	_, ok := s.capacity[bin]
	return ok
}

// room tells how many parts may still be promised to a bin.
func (s *Stock) room(bin Bin) int64 {
	return s.capacity[bin] - s.bins[bin] - s.kept[bin]
}
