// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import "slices"

// Kind says what an entry of the ledger records.
type Kind string

const (
	Lent     Kind = "lent"
	Returned Kind = "returned"
	Void     Kind = "void"
)

// Entry is one line of the ledger. Day and Until are the days it is about.
type Entry struct {
	No       int      `json:"no"`
	Kind     Kind     `json:"kind"`
	Day      int      `json:"day"`
	Until    int      `json:"until,omitempty"`
	Member   string   `json:"member"`
	Tools    []string `json:"tools"`
	Corrects int      `json:"corrects,omitempty"`
}

// Ledger is what the auditors read. It only grows: once made, an entry is never changed, moved or removed. What is called
// off is taken back by one further entry of kind Void, which is a copy of the entry that it takes back, but for its own
// number and that of the other in Corrects. No entry is taken back twice.
type Ledger struct {
	entries []Entry
}

// append numbers an entry, from 1 on, and puts it at the end. It returns the number.
func (l *Ledger) append(e Entry) int {
	e.No = len(l.entries) + 1
	l.entries = append(l.entries, e)
	return e.No
}

// at returns the entry with this number, nil if there is none.
func (l *Ledger) at(no int) *Entry {
	if no < 1 || no > len(l.entries) {
		return nil
	}
	return &l.entries[no-1]
}

// void takes back the entry with this number, which must exist.
func (l *Ledger) void(no int) {
	e := *l.at(no)
	e.Kind, e.Corrects = Void, no
	l.append(e)
}

// copies returns entries that share nothing with the ledger.
func (l *Ledger) copies() []Entry {
	all := slices.Clone(l.entries)
	for i := range all {
		all[i].Tools = slices.Clone(all[i].Tools)
	}
	return all
}
