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
	for i, name := range tools {
		if c.tools[name] == nil {
			return 0, ErrUnknown
		}
		if slices.Contains(tools[:i], name) || !c.free(name, day) {
			return 0, ErrTaken
		}
	}
	own := slices.Clone(tools)
	id := ID(c.ledger.append(Entry{Kind: reserved, Day: day, Member: member, Tools: own}))
	c.reservations = append(c.reservations, reservation{id: id, member: member, tools: own, day: day})
	return id, nil
}

// Release ends a reservation. It returns ErrUnknown if there is none with this ID.
func (c *Crib) Release(id ID) error {
	i := slices.IndexFunc(c.reservations, func(r reservation) bool { return r.id == id })
	if i < 0 {
		return ErrUnknown
	}
	c.ledger.void(int(id))
	c.reservations = slices.Delete(c.reservations, i, i+1)
	return nil
}

func (c *Crib) free(name string, day int) bool {
	lent := slices.ContainsFunc(c.tools[name].loans, func(l loan) bool { return l.overlaps(day, day) })
	return !lent && !slices.ContainsFunc(c.reservations, func(r reservation) bool { return r.holds(name, day, day) })
}

// keptFrom tells whether a reservation keeps a member from a tool on any of these days.
func (c *Crib) keptFrom(member, name string, from, to int) bool {
	return slices.ContainsFunc(c.reservations, func(r reservation) bool {
		return r.member != member && r.holds(name, from, to)
	})
}
