package tide

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A StoreError tells which file could not be read or written, or is damaged.
type StoreError struct {
	File  string
	Err   error
	First error // where lines are waiting: why they began to; nil if Err is that
}

func (e *StoreError) Error() string {
	if e.First != nil {
		return fmt.Sprintf("tide: %s: %v (at first: %v)", e.File, e.Err, e.First)
	}
	return fmt.Sprintf("tide: %s: %v", e.File, e.Err)
}

func (e *StoreError) Unwrap() []error {
	if e.First != nil {
		return []error{e.Err, e.First}
	}
	return []error{e.Err}
}

func (s *Service) flush() error {
	for ; len(s.unsaved) > 0; s.unsaved = s.unsaved[1:] {
		e := s.unsaved[0]
		if err := s.store.Append(e.file, e.data); err != nil {
			return &StoreError{e.file, err, s.failure}
		}
	}
	s.failure = nil
	return nil
}

// write appends a line, after those that wait.
func (s *Service) write(e entry) error {
	err := s.flush()
	if err == nil {
		s.failure = s.store.Append(e.file, e.data)
		if s.failure == nil {
			return nil
		}
		err = &StoreError{File: e.file, Err: s.failure}
	}
	s.unsaved = append(s.unsaved, e)
	return err
}

// Save writes the list of gauges, and before that the lines that wait.
func (s *Service) Save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.flush(); err != nil {
		return err
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.gauges)) {
		fmt.Fprintln(&b, name, int(s.gauges[name].low), int(s.gauges[name].high))
	}
	if err := s.store.Replace("gauges", []byte(b.String())); err != nil {
		return &StoreError{File: "gauges", Err: err}
	}
	return nil
}

// Load goes over to what the store holds.
func (s *Service) Load() error { return s.open(nil) }

// open goes over to a store; nil is the one that there is.
func (s *Service) open(store Store) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.flush(); err != nil {
		return err
	}
	if store == nil {
		store = s.store
	}
	gauges, err := readGauges(store)
	if err != nil {
		return err
	}
	last := 0
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		number, err := s.readLog(store, name, gauges[name])
		if err != nil {
			return &StoreError{File: name + ".log", Err: err}
		}
		last = max(last, number)
	}
	s.store, s.gauges, s.next, s.told, s.bulletin = store, gauges, last+1, 0, ""
	return nil
}

func readGauges(store Store) (map[string]*gauge, error) {
	rows, err := table(store, "gauges")
	if err != nil {
		return nil, &StoreError{File: "gauges", Err: err}
	}
	gauges := map[string]*gauge{}
	for _, row := range rows {
		bounds, err := integers(row[1:])
		if err != nil {
			return nil, &StoreError{File: "gauges", Err: err}
		}
		gauges[row[0]] = &gauge{low: Level(bounds[0]), high: Level(bounds[1])}
	}
	return gauges, nil
}

// readLog returns the highest number.
func (s *Service) readLog(store Store, name string, g *gauge) (last int, err error) {
	rows, err := table(store, name+".log")
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		n, err := integers(row)
		if err != nil {
			return 0, err
		}
		level := Level(n[2])
		if level < lowest || level > highest {
			return 0, &LevelError{name, level, &s.scale}
		}
		g.readings = append(g.readings, Reading{n[0], name, level, time.Unix(int64(n[1]), 0).UTC()})
		g.judge(level)
		last = max(last, n[0])
	}
	return last, nil
}

// table returns the lines of a file that may be missing, each with three fields.
func table(store Store, file string) (rows [][]string, err error) {
	content, err := store.Read(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(content), "\n") {
		if line == "" {
			continue
		}
		row := strings.Fields(line)
		if len(row) != 3 {
			return nil, ErrFormat
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func integers(fields []string) ([]int, error) {
	var found []int
	for _, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil, ErrFormat
		}
		found = append(found, n)
	}
	return found, nil
}
