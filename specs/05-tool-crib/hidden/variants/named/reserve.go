// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ID names a reservation, such as "r12". The empty ID names none.
type ID string

const kindReserved = Kind("reserved")

// open returns the entries of reservations that have not been released, by number.
func (c *Crib) open() map[int]Entry {
	found := map[int]Entry{}
	for _, entry := range c.ledger.entries {
		switch entry.Kind {
		case kindReserved:
			found[entry.No] = entry
		case Void:
			delete(found, entry.Corrects)
		}
	}
	return found
}

// reservedBy returns who has reserved a tool on a day, "" if nobody has. One entry is left out.
func (c *Crib) reservedBy(name string, day, except int) string {
	for no, entry := range c.open() {
		if no != except && entry.Day == day && slices.Contains(entry.Tools, name) {
			return entry.Member
		}
	}
	return ""
}

// heldFromMember tells whether somebody else has reserved a tool for one of these days.
func (c *Crib) heldFromMember(member, name string, from, to int) bool {
	for _, entry := range c.open() {
		day := loan{from: entry.Day, to: entry.Day}
		if day.overlaps(from, to) && entry.Member != member && slices.Contains(entry.Tools, name) {
			return true
		}
	}
	return false
}

func (c *Crib) checkTool(name string, before []string, day, except int) error {
	_, known := c.tools[name]
	switch {
	case !known:
		return ErrUnknown
	case slices.Contains(before, name):
		return fmt.Errorf("%w: %s is named twice", ErrTaken, name)
	case c.Holder(name, day) != "":
		return fmt.Errorf("%w: %s is lent to %s", ErrTaken, name, c.Holder(name, day))
	case c.reservedBy(name, day, except) != "":
		return fmt.Errorf("%w: %s is reserved", ErrTaken, name)
	}
	return nil
}

// Reserve holds all the tools for a member on one day.
func (c *Crib) Reserve(member string, tools []string, day int) (ID, error) {
	switch {
	case member == "", day < 0, len(tools) == 0:
		return "", ErrInput
	}
	if err := c.checkTools(tools, day, 0); err != nil {
		return "", err
	}
	return c.write(member, tools, day), nil
}

func (c *Crib) checkTools(tools []string, day, except int) error {
	for i := range tools {
		if err := c.checkTool(tools[i], tools[:i], day, except); err != nil {
			return err
		}
	}
	return nil
}

// write makes the entry of a reservation, with names of its own.
func (c *Crib) write(member string, tools []string, day int) ID {
	names := make([]string, len(tools))
	copy(names, tools)
	number := c.ledger.append(Entry{Kind: kindReserved, Day: day, Member: member, Tools: names})
	return ID(fmt.Sprintf("r%d", number))
}

// number returns the entry of a reservation that has not been released.
func (c *Crib) number(id ID) (int, error) {
	digits, _ := strings.CutPrefix(string(id), "r")
	number, err := strconv.Atoi(digits)
	if err != nil {
		return 0, ErrUnknown
	}
	if _, ok := c.open()[number]; !ok || ID(fmt.Sprintf("r%d", number)) != id {
		return 0, ErrUnknown
	}
	return number, nil
}

// Release calls a reservation off.
func (c *Crib) Release(id ID) error {
	number, err := c.number(id)
	if err == nil {
		c.ledger.void(number)
	}
	return err
}

// Move replaces a reservation by one on another day.
func (c *Crib) Move(id ID, day int) (ID, error) {
	number, err := c.number(id)
	if err != nil {
		return "", err
	}
	if day < 0 {
		return "", ErrInput
	}
	old := c.open()[number]
	if err := c.checkTools(old.Tools, day, number); err != nil {
		return "", err
	}
	c.ledger.void(number)
	return c.write(old.Member, old.Tools, day), nil
}
