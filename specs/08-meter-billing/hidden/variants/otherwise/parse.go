// canary: 1a98ca54-fb9e-4085-8eae-8058f6fb8126

package billing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"
)

type Reading struct {
	Meter string
	Seq   uint16
	At    time.Time
	Wh    int64
	Note  string
}

var ErrFormat = errors.New("malformed line")

type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprint(e.Err, " (line ", e.Line, ")") }

func (e *LineError) Unwrap() error { return e.Err }

func Parse(file io.Reader) ([]Reading, error) {
	all, err := io.ReadAll(file)
	if err != nil {
		return nil, errors.Join(errors.New("cannot read"), err)
	}
	readings := []Reading{}
	for i, line := range bytes.Split(all, []byte("\n")) {
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		reading, ok := one(string(line))
		if !ok {
			return nil, errors.Join(&LineError{i + 1, ErrFormat})
		}
		readings = append(readings, reading)
	}
	return readings, nil
}

func one(line string) (r Reading, ok bool) {
	fields := bytes.SplitN([]byte(line), []byte(";"), 5)
	if len(fields) < 4 || len(fields[0]) == 0 {
		return r, false
	}
	seq, err1 := strconv.ParseUint(string(fields[1]), 10, 16)
	at, err2 := time.Parse(time.RFC3339, string(fields[2]))
	wh, err3 := strconv.ParseInt(string(fields[3]), 10, 64)
	r = Reading{Meter: string(fields[0]), Seq: uint16(seq), At: at, Wh: wh}
	if len(fields) > 4 {
		r.Note = string(fields[4])
	}
	return r, err1 == nil && err2 == nil && err3 == nil && wh >= 0
}
