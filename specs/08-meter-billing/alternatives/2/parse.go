// Package billing imports what electricity meters report and posts it to a ledger, day by day.
package billing

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Reading is what a meter has reported: the state of its register at an instant.
type Reading struct {
	Meter string
	Seq   uint16 // counts the meter's readings; 0 comes after 65535
	At    time.Time
	Wh    int64
	Note  string
}

// ErrFormat is wrapped by errors about lines that are not readings.
var ErrFormat = errors.New("billing: not a reading")

// LineError says in which line of a file, counted from 1, something is wrong.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

func (e *LineError) Unwrap() error { return e.Err }

// Parse reads a file of readings, one a line:
//
//	meter;number;time;register[;note]
//
// Empty lines and lines that begin with # are left out.
func Parse(file io.Reader) ([]Reading, error) {
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, math.MaxInt)
	var readings []Reading
	for number := 1; lines.Scan(); number++ {
		text := lines.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		reading, err := parseLine(text)
		if err != nil {
			// A file that cannot be read has no line to blame.
			for lines.Scan() {
			}
			if lines.Err() != nil {
				break
			}
			return nil, &LineError{number, err}
		}
		readings = append(readings, reading)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("billing: file broken off: %w", err)
	}
	return readings, nil
}

func parseLine(text string) (Reading, error) {
	fields := strings.SplitN(text, ";", 5)
	if len(fields) < 4 {
		return Reading{}, fmt.Errorf("%w: %d fields", ErrFormat, len(fields))
	}
	if fields[0] == "" {
		return Reading{}, fmt.Errorf("%w: no meter", ErrFormat)
	}
	seq, err := strconv.ParseUint(fields[1], 10, 16)
	if err != nil {
		return Reading{}, fmt.Errorf("%w: number %q", ErrFormat, fields[1])
	}
	at, err := time.Parse(time.RFC3339, fields[2])
	if err != nil {
		return Reading{}, fmt.Errorf("%w: time %q", ErrFormat, fields[2])
	}
	wh, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil || wh < 0 {
		return Reading{}, fmt.Errorf("%w: register %q", ErrFormat, fields[3])
	}
	reading := Reading{Meter: fields[0], Seq: uint16(seq), At: at, Wh: wh}
	if len(fields) == 5 {
		reading.Note = fields[4]
	}
	return reading, nil
}
