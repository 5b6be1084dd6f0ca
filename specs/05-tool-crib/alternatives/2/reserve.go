// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import "slices"

// Reserved is the kind of an entry that records a reservation.
const Reserved Kind = "reserved"

// ID tells reservations of a crib apart. It is the number of the reservation's ledger entry: as the ledger only grows, no
// number comes twice.
type ID int

// Reserve holds tools for a member on a day. It returns ErrInput for an empty member, a negative day, or no tools.
// Otherwise the first tool that cannot be had decides: ErrUnknown if there is no such tool; ErrTaken if it is lent or
// reserved on that day, be it to the same member, or was named before.
func (c *Crib) Reserve(member string, tools []string, day int) (ID, error) {
	if member == "" || day < 0 || len(tools) == 0 {
		return 0, ErrInput
	}
	if err := c.obstacles(tools, day); err != nil {
		return 0, err
	}
	no := c.ledger.append(Entry{Kind: Reserved, Day: day, Member: member, Tools: slices.Clone(tools)})
	c.reserved = append(c.reserved, ID(no))
	return ID(no), nil
}

func anybody(string) bool { return true }

func (c *Crib) obstacles(tools []string, day int) error {
	for i, name := range tools {
		err := c.obstacle(name, day, day, anybody)
		if err == nil && slices.Contains(tools[:i], name) {
			err = ErrTaken
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// obstacle tells why a tool cannot be had: there is none, or it is lent, or reserved by a member who is in the way.
func (c *Crib) obstacle(name string, from, to int, inTheWay func(member string) bool) error {
	t := c.tools[name]
	if t == nil {
		return ErrUnknown
	}
	if t.lent(from, to) || c.reservedBy(name, from, to, inTheWay) {
		return ErrTaken
	}
	return nil
}

// Release ends a reservation. It returns ErrUnknown if there is none with this ID or it has been released already.
func (c *Crib) Release(id ID) error {
	i := slices.Index(c.reserved, id)
	if i < 0 {
		return ErrUnknown
	}
	c.ledger.void(int(id))
	c.reserved = slices.Delete(c.reserved, i, i+1)
	return nil
}

// Move replaces a reservation by one of the same tools on another day. The old one is not in the way of the new one.
func (c *Crib) Move(id ID, day int) (ID, error) {
	i := slices.Index(c.reserved, id)
	switch {
	case i < 0:
		return 0, ErrUnknown
	case day < 0:
		return 0, ErrInput
	}
	old := *c.ledger.at(int(id))
	others := Crib{tools: c.tools, ledger: Ledger{slices.Clip(c.ledger.entries)}, reserved: slices.Delete(slices.Clone(c.reserved), i, i+1)}
	if _, err := others.Reserve(old.Member, old.Tools, day); err != nil {
		return 0, err
	}
	_ = c.Release(id)
	return c.Reserve(old.Member, old.Tools, day)
}

// reservedBy reports whether a tool is reserved, on any day from one to another, for a member who matches.
func (c *Crib) reservedBy(name string, from, to int, matches func(member string) bool) bool {
	return slices.ContainsFunc(c.reserved, func(id ID) bool {
		e := c.ledger.at(int(id))
		return from <= e.Day && e.Day <= to && matches(e.Member) && slices.Contains(e.Tools, name)
	})
}

// openReservations finds the reservations that the ledger has not taken back.
func openReservations(ledger []Entry) []ID {
	var ids []ID
	for _, e := range ledger {
		switch e.Kind {
		case Reserved:
			ids = append(ids, ID(e.No))
		case Void:
			ids = slices.DeleteFunc(ids, func(id ID) bool { return int(id) == e.Corrects })
		}
	}
	return ids
}
