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
	for i, e := range s.Ledger {
		if e.No != i+1 {
			return nil, fmt.Errorf("crib: reading: entry %d has number %d: %w", i+1, e.No, ErrInput)
		}
	}
	tools, err := loadTools(s.Tools)
	if err != nil {
		return nil, err
	}
	return &Crib{tools: tools, ledger: Ledger{entries: s.Ledger}}, nil
}

func loadTools(all []savedTool) (map[string]*tool, error) {
	c := Crib{tools: make(map[string]*tool)}
	for _, saved := range all {
		if err := c.AddTool(saved.Name); err != nil {
			return nil, fmt.Errorf("crib: reading: tool %q: %w", saved.Name, err)
		}
		c.tools[saved.Name].loans = loadLoans(saved.Loans)
	}
	return c.tools, nil
}

func loadLoans(all []savedLoan) []loan {
	var loans []loan
	for _, l := range all {
		loans = append(loans, loan{no: l.No, member: l.Member, from: l.From, to: l.To})
	}
	return loans
}
