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

// reservedBy returns who has reserved a tool on a day, "" if nobody has. One entry is left out.
func (c *Crib) reservedBy(name string, day, except int) string {
	for no, entry := range c.open() {
		if entry.Day != day || no == except {
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

func (c *Crib) checkTool(name string, before []string, day, except int) error {
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
	if holder := c.reservedBy(name, day, except); holder != "" {
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
		if err := c.checkTool(tools[i], tools[:i], day, 0); err != nil {
			return "", err
		}
	}
	names := make([]string, len(tools))
	copy(names, tools)
	number := c.ledger.append(Entry{Kind: kindReserved, Day: day, Member: member, Tools: names})
	return ID(fmt.Sprintf("r%d", number)), nil
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
	for _, name := range old.Tools {
		if err := c.checkTool(name, nil, day, number); err != nil {
			return "", err
		}
	}
	c.ledger.void(number)
	entry := Entry{Kind: kindReserved, Day: day, Member: old.Member, Tools: append([]string{}, old.Tools...)}
	return ID(fmt.Sprintf("r%d", c.ledger.append(entry))), nil
}
