// Package label prints the labels of blood samples.
package label

import "errors"

// ErrList is returned for a journal that was begun for another list.
var ErrList = errors.New("label: journal of another list")

// A Label is what is printed for one tube.
type Label struct {
	Tube string
	Text string
}

// A Printer puts labels on paper. It remembers nothing.
type Printer interface {
	// Print returns nil once the label has come out. With an error, none has come out.
	Print(Label) error
}

// A Journal is kept on disk. It outlives the process, and there is one for each list.
type Journal interface {
	// Append adds a record of one byte or more. Once it has returned nil the record will never be lost. With an error,
	// nothing has been added. If the process crashes in Append, the journal may then end with the whole record, with the
	// first bytes of it as a record of their own, or without it. Later records are added behind.
	Append(record []byte) error

	// Read returns all records in the order in which they were added.
	Read() ([][]byte, error)
}
