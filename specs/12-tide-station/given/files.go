package tide

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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

var dir = "." // where the files are

// appendTo adds to a file in dir.
func appendTo(file string, data []byte) error {
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// flush writes the lines that wait.
func flush() error {
	for len(unsaved) > 0 {
		first := unsaved[0]
		if err := appendTo(first.file, first.data); err != nil {
			return &StoreError{first.file, err, failure}
		}
		unsaved = unsaved[1:]
	}
	failure = nil
	return nil
}

// Save writes the list of gauges, and before that the lines that wait.
func Save() error {
	mu.Lock()
	defer mu.Unlock()
	if err := flush(); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		fmt.Fprintf(&b, "%s %d %d\n", name, int(gauges[name].low), int(gauges[name].high))
	}
	file := filepath.Join(dir, "gauges")
	err := os.WriteFile(file+".new", b.Bytes(), 0o666)
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		return &StoreError{File: "gauges", Err: err}
	}
	return nil
}

// Open goes over to the station whose files are in a folder; before, it is the one in the current folder, without
// anything read. Gauges, readings and the number of alarms become those of the files, of which each may be missing; readings
// are numbered from the highest number on. The unit, the functions of OnAlarm and the numbers of bulletins stay. Lines
// that wait are written first, where they belong. After an error everything is as before, but for lines that have been
// written.
func Open(folder string) error {
	mu.Lock()
	defer mu.Unlock()
	if err := flush(); err != nil {
		return err
	}
	found, last := map[string]*gauge{}, 0
	list, err := os.ReadFile(filepath.Join(folder, "gauges"))
	if err != nil && !os.IsNotExist(err) {
		return &StoreError{File: "gauges", Err: err}
	}
	for _, text := range strings.Split(string(list), "\n") {
		if text == "" {
			continue
		}
		fields := strings.Fields(text)
		if len(fields) != 3 {
			return &StoreError{File: "gauges", Err: ErrFormat}
		}
		low, err := strconv.Atoi(fields[1])
		if err != nil {
			return &StoreError{File: "gauges", Err: ErrFormat}
		}
		high, err := strconv.Atoi(fields[2])
		if err != nil {
			return &StoreError{File: "gauges", Err: ErrFormat}
		}
		found[fields[0]] = &gauge{low: Level(low), high: Level(high)}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		g := found[name]
		log, err := os.ReadFile(filepath.Join(folder, name+".log"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &StoreError{File: name + ".log", Err: err}
		}
		for _, text := range strings.Split(string(log), "\n") {
			if text == "" {
				continue
			}
			fields := strings.Fields(text)
			if len(fields) != 3 {
				return &StoreError{File: name + ".log", Err: ErrFormat}
			}
			var numbers [3]int
			for i, field := range fields {
				if numbers[i], err = strconv.Atoi(field); err != nil {
					return &StoreError{File: name + ".log", Err: ErrFormat}
				}
			}
			level := Level(numbers[2])
			if level < lowest || level > highest {
				return &StoreError{File: name + ".log", Err: &LevelError{name, level}}
			}
			g.readings = append(g.readings, Reading{numbers[0], name, level, time.Unix(int64(numbers[1]), 0).UTC()})
			g.alarmed = level < g.low || level > g.high
			last = max(last, numbers[0])
		}
	}
	dir, gauges, next, told, bulletin = folder, found, last+1, 0, ""
	return nil
}
