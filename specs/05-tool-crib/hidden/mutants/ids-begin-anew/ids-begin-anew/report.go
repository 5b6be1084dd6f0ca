// canary: 4096455a-9775-432a-bb0b-64d47bb6954b

package crib

import (
	"fmt"
	"io"
	"strings"
)

// Report writes the ledger for people, one line for each entry.
func (c *Crib) Report(w io.Writer) error {
	for _, e := range c.ledger.entries {
		line := fmt.Sprintf("%4d  %-8s  day %d", e.No, e.Kind, e.Day)
		if e.Until > e.Day {
			line += fmt.Sprintf(" to %d", e.Until)
		}
		line += fmt.Sprintf("  %s: %s", e.Member, strings.Join(e.Tools, ", "))
		if e.Corrects != 0 {
			line += fmt.Sprintf("  (takes back %d)", e.Corrects)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
