package label

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

var errOpen = errors.New("label: it is not known whether the label came out")

// step is a record of the journal.
type step struct {
	Labels []Label `json:",omitempty"` // the list, in the first record
	Place  int
	What   string // "list", "begin", "end" or "failed"
}

// Run prints the labels that are still to be printed.
//
// No label is ever printed twice. If the process crashed while a label was being printed, Run returns an error that names
// the label, here and in every later call, since it cannot know whether the label came out.
func Run(j Journal, p Printer, labels []Label) error {
	steps, err := load(j)
	if err != nil {
		return err
	}
	next := 0
	for i, s := range steps {
		switch s.What {
		case "list":
			if !slices.Equal(s.Labels, labels) {
				return ErrList
			}
		case "begin":
			if i == len(steps)-1 {
				return fmt.Errorf("%w: place %d", errOpen, s.Place)
			}
		case "end":
			next = s.Place + 1
		}
	}
	if len(steps) == 0 && len(labels) > 0 {
		if err := save(j, step{What: "list", Labels: labels}); err != nil {
			return err
		}
	}
	for ; next < len(labels); next++ {
		if err := save(j, step{What: "begin", Place: next}); err != nil {
			return err
		}
		if err := p.Print(labels[next]); err != nil {
			return fmt.Errorf("label %d: %w", next, errors.Join(err, save(j, step{What: "failed", Place: next})))
		}
		if err := save(j, step{What: "end", Place: next}); err != nil {
			return err
		}
	}
	return nil
}

// load passes over what is no whole record.
func load(j Journal) ([]step, error) {
	records, err := j.Read()
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	var steps []step
	for _, record := range records {
		var s step
		if json.Unmarshal(record, &s) == nil {
			steps = append(steps, s)
		}
	}
	return steps, nil
}

func save(j Journal, s step) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := j.Append(text); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}
