package label

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Run prints all labels that are not on record, in order. Callers can rely on this: once Run returns nil, each label has come
// out at least once. A label is put on record after it has come out, so one that is interrupted in between is printed again.
func Run(j Journal, p Printer, labels []Label) error {
	name := nameOf(labels)
	records, err := j.Read()
	if err != nil {
		return fmt.Errorf("reading the journal: %w", err)
	}
	printed := 0
	for _, record := range records {
		line, whole := bytes.CutSuffix(record, []byte("\n"))
		if !whole {
			continue // cut off by a crash
		}
		of, count, _ := strings.Cut(string(line), " ")
		if of != name {
			return ErrList
		}
		if printed, err = strconv.Atoi(count); err != nil {
			return fmt.Errorf("journal: unexpected record %q", record)
		}
	}
	for printed < len(labels) {
		if err := p.Print(labels[printed]); err != nil {
			return fmt.Errorf("printing label %d of %d: %w", printed+1, len(labels), err)
		}
		printed++
		if err := j.Append(fmt.Appendf(nil, "%s %d\n", name, printed)); err != nil {
			return fmt.Errorf("label %d of %d came out, but could not be recorded: %w", printed, len(labels), err)
		}
	}
	return nil
}

// nameOf is the same for equal lists only.
func nameOf(labels []Label) string {
	var text []byte
	for _, one := range labels {
		text = fmt.Appendf(text, "%q %q\n", one.Tube, one.Text)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
