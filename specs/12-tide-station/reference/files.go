package tide

import (
	"bytes"
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

// entry is a line that is not in its file yet.
type entry struct {
	file string
	data []byte
}

// backlog writes to a store, and keeps lines that it does not take.
type backlog struct {
	store   Store
	unsaved []entry
	failure error // why the first of unsaved could not be written at first
}

// flush writes the lines that wait.
func (b *backlog) flush() error {
	for len(b.unsaved) > 0 {
		first := b.unsaved[0]
		if err := b.store.Append(first.file, first.data); err != nil {
			return &StoreError{first.file, err, b.failure}
		}
		b.unsaved = b.unsaved[1:]
	}
	b.failure = nil
	return nil
}

// add writes a line behind those that wait, or has it wait, too. It keeps data.
func (b *backlog) add(file string, data []byte) error {
	err := b.flush()
	if err == nil {
		if b.failure = b.store.Append(file, data); b.failure == nil {
			return nil
		}
		err = &StoreError{File: file, Err: b.failure}
	}
	b.unsaved = append(b.unsaved, entry{file, data})
	return err
}

// Save writes the list of gauges, and before that the lines that wait.
func (s *Service) Save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.flush(); err != nil {
		return err
	}
	var list bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(s.gauges)) {
		fmt.Fprintf(&list, "%s %d %d\n", name, int(s.gauges[name].low), int(s.gauges[name].high))
	}
	if err := s.store.Replace("gauges", list.Bytes()); err != nil {
		return &StoreError{File: "gauges", Err: err}
	}
	return nil
}

// Load goes over to what the store holds. Gauges, readings and the number of alarms become those of the files, of which
// each may be missing; readings are numbered from the highest number on. The unit, the functions of OnAlarm and the numbers of
// bulletins stay. Lines that wait are written first. After an error everything is as before, but for lines that have been
// written.
func (s *Service) Load() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.move(s.store)
}

// move goes over to another store.
func (s *Service) move(store Store) error {
	if err := s.flush(); err != nil {
		return err
	}
	found, err := s.read(store)
	if err != nil {
		return err
	}
	s.store, s.station, s.bulletin = store, found, ""
	return nil
}

func (s *Service) read(store Store) (station, error) {
	found := station{gauges: map[string]*gauge{}, next: 1}
	err := eachLine(store, "gauges", 2, func(name string, bounds []int) error {
		found.gauges[name] = &gauge{low: Level(bounds[0]), high: Level(bounds[1])}
		return nil
	})
	if err != nil {
		return station{}, err
	}
	for _, name := range slices.Sorted(maps.Keys(found.gauges)) {
		err := eachLine(store, name+".log", 2, func(number string, rest []int) error {
			return s.restore(&found, name, number, rest)
		})
		if err != nil {
			return station{}, err
		}
	}
	return found, nil
}

func (s *Service) restore(found *station, name, numbered string, rest []int) error {
	number, err := strconv.Atoi(numbered)
	if err != nil {
		return ErrFormat
	}
	level := Level(rest[1])
	if err := s.checkLevel(name, level); err != nil {
		return err
	}
	found.gauges[name].take(Reading{number, name, level, time.Unix(int64(rest[0]), 0).UTC()})
	found.next = max(found.next, number+1)
	return nil
}

// eachLine calls use with the first word and the numbers of each line of a file, if there is such a file.
func eachLine(store Store, file string, numbers int, use func(word string, rest []int) error) error {
	content, err := store.Read(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &StoreError{File: file, Err: err}
	}
	for text := range strings.SplitSeq(string(content), "\n") {
		if text == "" {
			continue
		}
		word, rest, err := parse(text, numbers)
		if err == nil {
			err = use(word, rest)
		}
		if err != nil {
			return &StoreError{File: file, Err: err}
		}
	}
	return nil
}

func parse(text string, numbers int) (word string, rest []int, err error) {
	fields := strings.Fields(text)
	if len(fields) != numbers+1 {
		return "", nil, ErrFormat
	}
	for _, field := range fields[1:] {
		number, err := strconv.Atoi(field)
		if err != nil {
			return "", nil, ErrFormat
		}
		rest = append(rest, number)
	}
	return fields[0], rest, nil
}
