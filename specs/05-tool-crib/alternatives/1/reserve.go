// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import (
	"fmt"
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

// reservedBy returns who has reserved a tool on a day, "" if nobody has.
func (c *Crib) reservedBy(name string, day int) string {
	for _, entry := range c.open() {
		if entry.Day != day {
			continue
		}
		for _, other := range entry.Tools {
			if other == name {
				return entry.Member
			}
		}
	}
	return ""
}

func (c *Crib) checkTool(name string, before []string, day int) error {
	if _, ok := c.tools[name]; !ok {
		return ErrUnknown
	}
	for _, earlier := range before {
		if earlier == name {
			return fmt.Errorf("%w: %s is named twice", ErrTaken, name)
		}
	}
	if holder := c.Holder(name, day); holder != "" {
		return fmt.Errorf("%w: %s is lent to %s", ErrTaken, name, holder)
	}
	if holder := c.reservedBy(name, day); holder != "" {
		return fmt.Errorf("%w: %s is reserved by %s", ErrTaken, name, holder)
	}
	return nil
}

// Reserve holds all the tools for a member on one day.
func (c *Crib) Reserve(member string, tools []string, day int) (ID, error) {
	switch {
	case member == "", day < 0, len(tools) == 0:
		return "", ErrInput
	}
	for i := range tools {
		if err := c.checkTool(tools[i], tools[:i], day); err != nil {
			return "", err
		}
	}
	names := make([]string, len(tools))
	copy(names, tools)
	number := c.ledger.append(Entry{Kind: kindReserved, Day: day, Member: member, Tools: names})
	return ID(fmt.Sprintf("r%d", number)), nil
}

// Release calls a reservation off.
func (c *Crib) Release(id ID) error {
	digits, ok := strings.CutPrefix(string(id), "r")
	if !ok {
		return ErrUnknown
	}
	number, err := strconv.Atoi(digits)
	if err != nil {
		return ErrUnknown
	}
	if _, ok := c.open()[number]; !ok {
		return ErrUnknown
	}
	c.ledger.void(number)
	return nil
}
