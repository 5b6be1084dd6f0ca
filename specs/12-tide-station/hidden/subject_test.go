// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tide"
)

// subject is what a script is played on: the original, the package functions or a service.
type subject struct {
	add             func(name string, low, high int) error
	gauges          func() []string
	highest, lowest func(name string) (reading, error)
	record          func(name string, level int) (reading, error)
	onAlarm         func(f func(alarm)) (cancel func())
	bulletin        func() string
	setUnit         func(u int)
	save            func() error
	open            func(station int) error // a service knows one station only
	level           func(level int) string
	describe        func(err error) string
	stations        []files
}

type reading struct {
	number int
	gauge  string
	level  int
	time   string
}

type alarm struct {
	reading reading
	bound   int
	text    string
}

// files are those of a station.
type files interface {
	put(file, content string)
	damage(file string) // it can be neither read nor written
	mend(file string)
	content(file string) string
}

func describeFault(err error, faults []error) string {
	var found []string
	for _, one := range faults {
		found = append(found, fmt.Sprint(errors.Is(err, one)))
	}
	return fmt.Sprint(err == nil, strings.Join(found, " "))
}

func original(stations []files, open func(station int) error) subject {
	turned := func(r Reading) reading {
		return reading{r.Number, r.Gauge, int(r.Level), r.Time.Format(time.RFC3339Nano)}
	}
	mu.Lock()
	gauges, next, told, hooks, unsaved, failure, issued, bulletin = map[string]*gauge{}, 1, 0, nil, nil, nil, 0, ""
	mu.Unlock()
	unit.Store(0)
	return subject{
		add:    func(name string, low, high int) error { return Add(name, Level(low), Level(high)) },
		gauges: Gauges,
		highest: func(name string) (reading, error) {
			r, err := Highest(name)
			return turned(r), err
		},
		lowest: func(name string) (reading, error) {
			r, err := Lowest(name)
			return turned(r), err
		},
		record: func(name string, level int) (reading, error) {
			r, err := Record(name, Level(level))
			return turned(r), err
		},
		onAlarm: func(f func(alarm)) func() {
			return OnAlarm(func(a Alarm) { f(alarm{turned(a.Reading), int(a.Bound), a.String()}) })
		},
		bulletin: Bulletin,
		setUnit:  func(u int) { SetUnit(Unit(u)) },
		save:     Save,
		open:     open,
		level:    func(level int) string { return Level(level).String() },
		describe: func(err error) string {
			text := describeFault(err, []error{ErrName, ErrBounds, ErrExists, ErrGauge, ErrNone, ErrFormat})
			var stored *StoreError
			var level *LevelError
			if errors.As(err, &level) {
				text += fmt.Sprintf(" %s %d", level.Gauge, int(level.Level))
			}
			if errors.As(err, &stored) {
				return text + fmt.Sprintf(" %s %v", stored.File, stored.First != nil)
			}
			return text + fmt.Sprintf(" %v", err)
		},
		stations: stations,
	}
}

func answered(s service, stations []files, open func(station int) error, level func(level int) string) subject {
	turned := func(r tide.Reading) reading {
		return reading{r.Number, r.Gauge, int(r.Level), r.Time.Format(time.RFC3339Nano)}
	}
	return subject{
		add:    func(name string, low, high int) error { return s.Add(name, tide.Level(low), tide.Level(high)) },
		gauges: s.Gauges,
		highest: func(name string) (reading, error) {
			r, err := s.Highest(name)
			return turned(r), err
		},
		lowest: func(name string) (reading, error) {
			r, err := s.Lowest(name)
			return turned(r), err
		},
		record: func(name string, level int) (reading, error) {
			r, err := s.Record(name, tide.Level(level))
			return turned(r), err
		},
		onAlarm: func(f func(alarm)) func() {
			return s.OnAlarm(func(a tide.Alarm) { f(alarm{turned(a.Reading), int(a.Bound), a.String()}) })
		},
		bulletin: s.Bulletin,
		setUnit:  func(u int) { s.SetUnit(tide.Unit(u)) },
		save:     s.Save,
		open:     open,
		level:    level,
		describe: func(err error) string {
			text := describeFault(err, []error{tide.ErrName, tide.ErrBounds, tide.ErrExists, tide.ErrGauge, tide.ErrNone, tide.ErrFormat})
			var stored *tide.StoreError
			var level *tide.LevelError
			if errors.As(err, &level) {
				text += fmt.Sprintf(" %s %d", level.Gauge, int(level.Level))
			}
			if errors.As(err, &stored) {
				return text + fmt.Sprintf(" %s %v", stored.File, stored.First != nil)
			}
			return text + fmt.Sprintf(" %v", err)
		},
		stations: stations,
	}
}

// folder holds files; what stands where a folder has been put is kept in aside.
type folder struct {
	path  string
	aside map[string]string
}

func newFolder(path string) *folder { return &folder{path, map[string]string{}} }

func (f *folder) put(file, content string) {
	if f.aside[file] == "" {
		os.WriteFile(filepath.Join(f.path, file), []byte(content), 0o666)
	}
}

func (f *folder) damage(file string) {
	if f.aside[file] == "" {
		f.aside[file] = f.content(file)
		os.Remove(filepath.Join(f.path, file))
		os.Mkdir(filepath.Join(f.path, file), 0o777)
	}
}

func (f *folder) mend(file string) {
	if was, ok := f.aside[file]; ok {
		os.Remove(filepath.Join(f.path, file))
		delete(f.aside, file)
		if was != none {
			f.put(file, was)
		}
	}
}

const none = "no file"

func (f *folder) content(file string) string {
	if was, ok := f.aside[file]; ok {
		return was
	}
	content, err := os.ReadFile(filepath.Join(f.path, file))
	if err != nil {
		return none
	}
	return string(content)
}

// shelf is a memory as files.
type shelf struct {
	*memory
	broken []string
}

func newShelf() *shelf {
	s := &shelf{memory: newMemory()}
	s.plain = true
	s.fail = func(_, file string) error {
		if slices.Contains(s.broken, file) {
			return errors.New("broken")
		}
		return nil
	}
	return s
}

func (s *shelf) put(file, content string) {
	if !slices.Contains(s.broken, file) {
		s.files[file] = [][]byte{[]byte(content)}
	}
}

// Append and Replace keep copies.
func (s *shelf) Append(file string, data []byte) error {
	return s.memory.Append(file, slices.Clone(data))
}
func (s *shelf) Replace(file string, data []byte) error {
	return s.memory.Replace(file, slices.Clone(data))
}
func (s *shelf) damage(file string) { s.broken = append(s.broken, file) }
func (s *shelf) mend(file string) {
	s.broken = slices.DeleteFunc(s.broken, func(one string) bool { return one == file })
}
func (s *shelf) content(file string) string {
	if s.files[file] == nil {
		return none
	}
	return s.memory.content(file)
}
