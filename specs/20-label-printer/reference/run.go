package label

import (
	"encoding/json"
	"fmt"
	"slices"
)

// entry is a record of the journal. A part of one is no valid JSON, so that what a crash has cut off is passed over.
type entry struct {
	List []Label `json:"list,omitempty"` // the first: for which list the journal was begun
	Done *int    `json:"done,omitempty"` // place of a label that has come out
}

// Run prints the labels that have not been printed according to the journal, in their order.
//
// It guarantees at-least-once printing: when it returns nil, no label is missing. If there was a crash, or an error of
// the journal, after a label came out and before that was recorded, this label comes out a second time in the next call; all
// others come out once.
func Run(j Journal, p Printer, labels []Label) error {
	begun, done, err := read(j, labels)
	if err != nil {
		return err
	}
	if !begun && len(labels) > 0 {
		if err := record(j, entry{List: labels}); err != nil {
			return err
		}
	}
	for place := done; place < len(labels); place++ {
		if err := p.Print(labels[place]); err != nil {
			return fmt.Errorf("label: print label %d: %w", place, err)
		}
		if err := record(j, entry{Done: &place}); err != nil {
			return err
		}
	}
	return nil
}

// read tells whether the journal was begun for this list, and how many of its labels have been recorded.
func read(j Journal, labels []Label) (begun bool, done int, err error) {
	records, err := j.Read()
	if err != nil {
		return false, 0, fmt.Errorf("label: read journal: %w", err)
	}
	for _, text := range records {
		var one entry
		if json.Unmarshal(text, &one) != nil {
			continue
		}
		if one.Done != nil {
			done = *one.Done + 1
			continue
		}
		if !slices.Equal(one.List, labels) {
			return false, 0, ErrList
		}
		begun = true
	}
	return begun, done, nil
}

func record(j Journal, one entry) error {
	text, err := json.Marshal(one)
	if err != nil {
		return fmt.Errorf("label: encode a record: %w", err)
	}
	if err := j.Append(text); err != nil {
		return fmt.Errorf("label: write journal: %w", err)
	}
	return nil
}
