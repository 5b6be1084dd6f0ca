// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import "slices"

// reserved is the kind of a reservation's entry.
const reserved Kind = "reserved"

// ID tells reservations apart. It is the number of the reservation's entry in the ledger.
type ID int

// reservation holds tools for a member on a day.
type reservation struct {
	id     ID
	member string
	tools  []string
	day    int
}

func (r reservation) holds(name string, from, to int) bool {
	return from <= r.day && r.day <= to && slices.Contains(r.tools, name)
}

// Reserve holds tools for a member on a day, all of them or none. It returns ErrInput for an empty member, a negative day
// or no tools; else ErrUnknown or ErrTaken for the first tool that does not exist, or is lent, reserved or passed before.
func (c *Crib) Reserve(member string, tools []string, day int) (ID, error) {
	if member == "" || day < 0 || len(tools) == 0 {
		return 0, ErrInput
	}
	if err := c.available(tools, day); err != nil {
		return 0, err
	}
	return c.enter(member, slices.Clone(tools), day), nil
}

// available tells why not all of these tools can be reserved for a day, nil if they can.
func (c *Crib) available(tools []string, day int) error {
	for i, name := range tools {
		if c.tools[name] == nil {
			return ErrUnknown
		}
		if slices.Contains(tools[:i], name) || !c.free(name, day, 0) {
			return ErrTaken
		}
	}
	return nil
}

// enter makes a reservation and its entry. The tools must be nobody else's to change.
func (c *Crib) enter(member string, tools []string, day int) ID {
	id := ID(c.ledger.append(Entry{Kind: reserved, Day: day, Member: member, Tools: tools}))
	c.reservations = append(c.reservations, reservation{id: id, member: member, tools: tools, day: day})
	return id
}

// Release ends a reservation. It returns ErrUnknown if there is none with this ID.
func (c *Crib) Release(id ID) error {
	i := c.reservation(id)
	if i < 0 {
		return ErrUnknown
	}
	c.end(i)
	return nil
}

// end takes back the entry of the reservation with this index and forgets it.
func (c *Crib) end(i int) {
	c.ledger.void(int(c.reservations[i].id))
	c.reservations = slices.Delete(c.reservations, i, i+1)
}

// Move ends a reservation and makes one of the same tools on another day, or does nothing. It returns ErrUnknown as
// Release does; else ErrInput for a negative day, or ErrTaken if one of the tools is lent or otherwise reserved.
func (c *Crib) Move(id ID, day int) (ID, error) {
	i := c.reservation(id)
	if i < 0 {
		return 0, ErrUnknown
	}
	if day < 0 {
		return 0, ErrInput
	}
	r := c.reservations[i]
	if slices.ContainsFunc(r.tools, func(name string) bool { return !c.free(name, day, id) }) {
		return 0, ErrTaken
	}
	c.end(i)
	return c.enter(r.member, r.tools, day), nil
}

// reservation returns the index of a reservation, -1 if there is none with this ID.
func (c *Crib) reservation(id ID) int {
	return slices.IndexFunc(c.reservations, func(r reservation) bool { return r.id == id })
}

// free tells whether a tool is neither lent on a day nor reserved by another reservation than this one.
func (c *Crib) free(name string, day int, but ID) bool {
	agreed := func(l loan) bool { return l.from <= day && day <= c.ledger.at(l.no).Until }
	return !slices.ContainsFunc(c.tools[name].loans, agreed) && !c.kept(name, day, day, func(r reservation) bool { return r.id != but })
}

// reservationsIn finds the reservations that a ledger has not taken back. Nothing else is saved of them: the version
// of the package that knows of no reservations keeps the ledger and nothing more.
func reservationsIn(ledger []Entry) []reservation {
	var found []reservation
	for _, e := range ledger {
		switch e.Kind {
		case reserved:
			found = append(found, reservation{id: ID(e.No), member: e.Member, tools: e.Tools, day: e.Day})
		case Void:
			found = slices.DeleteFunc(found, func(r reservation) bool { return int(r.id) == e.Corrects })
		}
	}
	return found
}

// keptFrom tells whether a reservation keeps a member from a tool on any of these days.
func (c *Crib) keptFrom(member, name string, from, to int) bool {
	return c.kept(name, from, to, func(r reservation) bool { return r.member != member })
}

// kept tells whether a tool is reserved on any of these days by a reservation that counts.
func (c *Crib) kept(name string, from, to int, counts func(reservation) bool) bool {
	return slices.ContainsFunc(c.reservations, func(r reservation) bool { return counts(r) && r.holds(name, from, to) })
}
