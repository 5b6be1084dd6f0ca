// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
)

// state is what is written to a file.
type state struct {
	Tools  []savedTool `json:"tools"`
	Ledger []Entry     `json:"ledger"`
}

type savedTool struct {
	Name  string      `json:"name"`
	Loans []savedLoan `json:"loans,omitempty"`
}

type savedLoan struct {
	No     int    `json:"no"`
	Member string `json:"member"`
	From   int    `json:"from"`
	To     int    `json:"to"`
}

// Save writes the crib as JSON, tools by name and loans by day. Equal cribs give equal bytes.
func (c *Crib) Save(w io.Writer) error {
	s := state{Tools: []savedTool{}, Ledger: append([]Entry{}, c.ledger.entries...)}
	for _, name := range slices.Sorted(maps.Keys(c.tools)) {
		saved := savedTool{Name: name}
		for _, l := range c.tools[name].loans {
			saved.Loans = append(saved.Loans, savedLoan{No: l.no, Member: l.member, From: l.from, To: l.to})
		}
		slices.SortFunc(saved.Loans, func(a, b savedLoan) int { return cmp.Compare(a.From, b.From) })
		s.Tools = append(s.Tools, saved)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	return out.Encode(s)
}

// Load reads what Save has written, by this version of the package or an earlier one.
func Load(r io.Reader) (*Crib, error) {
	var s state
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return nil, fmt.Errorf("crib: reading: %w", err)
	}
	if err := numbered(s.Ledger); err != nil {
		return nil, err
	}
	c := &Crib{tools: make(map[string]*tool), reservations: reservationsIn(s.Ledger), ledger: Ledger{entries: s.Ledger}}
	for _, r := range c.reservations {
		c.latest = max(c.latest, r.id)
	}
	for _, saved := range s.Tools {
		if err := c.restore(saved); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// numbered returns an error if entries are not numbered from 1 on.
func numbered(entries []Entry) error {
	for i, e := range entries {
		if e.No != i+1 {
			return fmt.Errorf("crib: reading: entry %d has number %d: %w", i+1, e.No, ErrInput)
		}
	}
	return nil
}

// restore adds a tool with its loans.
func (c *Crib) restore(saved savedTool) error {
	if err := c.AddTool(saved.Name); err != nil {
		return fmt.Errorf("crib: reading: tool %q: %w", saved.Name, err)
	}
	t := c.tools[saved.Name]
	for _, l := range saved.Loans {
		t.loans = append(t.loans, loan{no: l.No, member: l.Member, from: l.From, to: l.To})
	}
	return nil
}
