// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

// Package crib keeps the tool crib of a workshop: which tools there are, who has them, and a ledger of all that happened.
//
// Days are numbered from 0. The zero Crib is an empty crib, ready for use. A Crib is not meant for several goroutines at
// once.
package crib

import (
	"errors"
	"slices"
)

var (
	ErrInput   = errors.New("crib: input is not valid")
	ErrUnknown = errors.New("crib: unknown")
	ErrTaken   = errors.New("crib: taken")
)

// Crib is a stock of tools with its ledger.
type Crib struct {
	tools        map[string]*tool
	reservations []reservation // in the order in which they were made
	ledger       Ledger
}

// tool is one tool and its loans that have not ended.
type tool struct {
	loans []loan
}

// loan gives a tool to a member from one day to another, both included. no is the number of its ledger entry.
type loan struct {
	no       int
	member   string
	from, to int
}

func (l loan) overlaps(from, to int) bool {
	return l.from <= to && from <= l.to
}

// lent tells whether the tool is lent on any of these days.
func (t *tool) lent(from, to int) bool {
	return slices.ContainsFunc(t.loans, func(l loan) bool { return l.overlaps(from, to) })
}

// AddTool adds a tool. It returns ErrInput for an empty name, ErrTaken if there is a tool of this name.
func (c *Crib) AddTool(name string) error {
	if name == "" {
		return ErrInput
	}
	if c.tools[name] != nil {
		return ErrTaken
	}
	if c.tools == nil {
		c.tools = make(map[string]*tool)
	}
	c.tools[name] = &tool{}
	return nil
}

// Lend gives a tool to a member from one day to another, both included, and returns the number of its ledger entry. It
// returns ErrInput for an empty member, a negative day, or an end before the beginning; ErrUnknown if there is no such
// tool; ErrTaken if the tool is lent, or reserved by another member, on any of these days.
func (c *Crib) Lend(member, name string, from, to int) (int, error) {
	if member == "" || from < 0 || to < from {
		return 0, ErrInput
	}
	if err := c.lendable(member, name, from, to); err != nil {
		return 0, err
	}
	no := c.ledger.append(Entry{Kind: Lent, Day: from, Until: to, Member: member, Tools: []string{name}})
	t := c.tools[name]
	t.loans = append(t.loans, loan{no: no, member: member, from: from, to: to})
	return no, nil
}

// lendable tells why a tool may not be lent to a member on these days, nil if it may.
func (c *Crib) lendable(member, name string, from, to int) error {
	t := c.tools[name]
	if t == nil {
		return ErrUnknown
	}
	if t.lent(from, to) || c.keptFrom(member, name, from, to) {
		return ErrTaken
	}
	return nil
}

// Return ends a loan on a day; the tool is free from the next day on. It returns ErrUnknown if the member does not have
// the tool on that day.
func (c *Crib) Return(member, name string, day int) error {
	t := c.tools[name]
	if t == nil {
		return ErrUnknown
	}
	i := slices.IndexFunc(t.loans, func(l loan) bool { return l.member == member && l.overlaps(day, day) })
	if i < 0 {
		return ErrUnknown
	}
	c.ledger.append(Entry{Kind: Returned, Day: day, Member: member, Tools: []string{name}})
	t.loans[i].to = day
	return nil
}

// Cancel calls off the loan whose ledger entry has this number, as if it had never been. It returns ErrUnknown if there
// is no such loan.
func (c *Crib) Cancel(no int) error {
	for _, t := range c.tools {
		if i := slices.IndexFunc(t.loans, func(l loan) bool { return l.no == no }); i >= 0 {
			c.ledger.void(no)
			t.loans = slices.Delete(t.loans, i, i+1)
			return nil
		}
	}
	return ErrUnknown
}

// Holder returns the member who has a tool on a day, or "" if nobody has it or there is no such tool.
func (c *Crib) Holder(name string, day int) string {
	if t := c.tools[name]; t != nil {
		for _, l := range t.loans {
			if l.overlaps(day, day) {
				return l.member
			}
		}
	}
	return ""
}

// Ledger returns the entries of the ledger. They are the caller's.
func (c *Crib) Ledger() []Entry {
	return c.ledger.copies()
}
