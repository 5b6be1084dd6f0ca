// Package stock keeps count of the parts of a workshop that assembles kits.
package stock

import (
	"errors"
	"fmt"
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

// shelf is a bin with what is in it and what room is promised to parts in transit.
type shelf struct{ capacity, held, promised int64 }

type state int

const (
	fresh state = iota
	stands
	cancelled
)

// op is what an ID stands for.
type op struct {
	state state
	kit   bool
	moves []Entry
	taken bool // a call for it is under way
}

// Stock is safe for use by several goroutines.
type Stock struct {
	audit Audit

	mu                          sync.Mutex
	over                        *sync.Cond // some call is over
	shelves                     map[Bin]*shelf
	received, transit, consumed int64
	ops                         map[ID]*op
}

// New returns a stock whose bins are empty and hold at most as many parts as capacity says.
func New(audit Audit, capacity map[Bin]int64) *Stock {
	s := &Stock{audit: audit, shelves: map[Bin]*shelf{}, ops: map[ID]*op{}}
	s.over = sync.NewCond(&s.mu)
	for bin, n := range capacity {
		s.shelves[bin] = &shelf{capacity: n}
	}
	return s
}

// Receive puts delivered parts into a bin.
func (s *Stock) Receive(bin Bin, n int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.shelves[bin]
	switch {
	case n < 1:
		return ErrInput
	case to == nil:
		return ErrBin
	case n > to.capacity-to.held-to.promised:
		return ErrFull
	}
	to.held += n
	s.received += n
	return nil
}

// Transfer carries parts from one bin to another.
func (s *Stock) Transfer(id ID, from, to Bin, n int64) error {
	if from == to {
		return ErrInput
	}
	return s.perform(id, false, []Entry{{Op: id, From: from, To: to, N: n}})
}

// Consume assembles a kit from the parts that its lines name.
func (s *Stock) Consume(id ID, kit []Line) error {
	moves := []Entry{}
	for _, line := range kit {
		moves = append(moves, Entry{Op: id, From: line.Bin, N: line.N})
	}
	return s.perform(id, true, moves)
}

func (s *Stock) perform(id ID, kit bool, moves []Entry) error {
	if id == "" || len(moves) == 0 || slices.ContainsFunc(moves, func(e Entry) bool { return e.N < 1 }) {
		return ErrInput
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.turn(id)
	defer s.pass(id, o)
	if o.state != fresh {
		if o.kit != kit || !slices.Equal(o.moves, moves) {
			return ErrID
		}
		if o.state == cancelled {
			return ErrCancelled
		}
		return nil
	}
	for _, e := range moves {
		if s.shelves[e.From] == nil || !kit && s.shelves[e.To] == nil {
			return ErrBin
		}
	}
	err := s.run(moves)
	if err == nil {
		o.state, o.kit, o.moves = stands, kit, moves
	}
	return err
}

// Cancel takes an operation back that has been done.
func (s *Stock) Cancel(id ID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.turn(id)
	defer s.pass(id, o)
	if o.state != stands {
		if o.state == fresh {
			return ErrUnknown
		}
		return nil
	}
	back := slices.Clone(o.moves)
	for i, e := range back {
		back[i].Undo, back[i].From, back[i].To = true, e.To, e.From
	}
	err := s.run(back)
	if err == nil {
		o.state = cancelled
	}
	return err
}

// Snapshot returns the counts of this instant.
func (s *Stock) Snapshot() Totals {
	s.mu.Lock()
	defer s.mu.Unlock()
	bins := make(map[Bin]int64, len(s.shelves))
	for bin, shelf := range s.shelves {
		bins[bin] = shelf.held
	}
	return Totals{Received: s.received, Bins: bins, Transit: s.transit, Consumed: s.consumed}
}

// turn waits, with mu given up, until no call for the ID is under way.
func (s *Stock) turn(id ID) *op {
	for s.ops[id] != nil && s.ops[id].taken {
		s.over.Wait()
	}
	if s.ops[id] == nil {
		s.ops[id] = &op{}
	}
	s.ops[id].taken = true
	return s.ops[id]
}

func (s *Stock) pass(id ID, o *op) {
	o.taken = false
	if o.state == fresh {
		delete(s.ops, id)
	}
	s.over.Broadcast()
}

// run is called with mu held, gives it up only while the audit is asked, and has it again whichever way it ends.
func (s *Stock) run(moves []Entry) error {
	began := 0
	reached := func(e Entry) Bin { return e.From }
	defer func() {
		for _, e := range moves[:began] {
			s.transit -= e.N
			s.at(e.From).promised -= e.N
			s.at(e.To).promised -= e.N
			if bin := reached(e); bin == "" {
				s.consumed += e.N
			} else {
				s.at(bin).held += e.N
			}
		}
	}()
	for ; began < len(moves); began++ {
		e := moves[began]
		from := s.at(e.From)
		if e.From != "" && from.held < e.N {
			return ErrShort
		}
		if e.From == "" {
			s.consumed -= e.N
		} else {
			from.held -= e.N
		}
		from.promised += e.N
		s.at(e.To).promised += e.N
		s.transit += e.N
	}
	for _, e := range moves {
		if to := s.at(e.To); e.To != "" && to.capacity-to.held-to.promised < 0 {
			return ErrFull
		}
	}
	for _, e := range moves {
		if err := s.ask(e); err != nil {
			return fmt.Errorf("refused: %w", err)
		}
	}
	reached = func(e Entry) Bin { return e.To }
	return nil
}

func (s *Stock) ask(e Entry) error {
	s.mu.Unlock()
	defer s.mu.Lock()
	return s.audit.Check(e)
}

// at returns a bin, or for assembled kits one that nobody looks at.
func (s *Stock) at(bin Bin) *shelf {
	if bin == "" {
		return &shelf{}
	}
	return s.shelves[bin]
}
