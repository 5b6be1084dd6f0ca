// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

// What the package functions must agree with.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A Fault is an error that needs no further words.
type Fault string

// Faults.
const (
	ErrName   Fault = "name is not usable"
	ErrBounds Fault = "bounds are the wrong way round"
	ErrExists Fault = "gauge exists"
	ErrGauge  Fault = "no such gauge"
	ErrNone   Fault = "no readings"
	ErrFormat Fault = "file is damaged"
)

func (f Fault) Error() string { return "tide: " + string(f) }

// A Unit is what levels are written in.
type Unit int32

// Units.
const (
	Metres Unit = iota
	Feet
)

// A Level is a height of the water above chart datum, in millimetres.
type Level int

const (
	lowest  Level = -20_000
	highest Level = 20_000
)

// A gauge raises an alarm when a reading is outside of its bounds and the one before was not.
type gauge struct {
	low, high Level
	readings  []Reading
	alarmed   bool
}

var (
	mu     sync.Mutex
	gauges = map[string]*gauge{}
	unit   atomic.Int32
)

// SetUnit sets the unit in which levels are written, wherever the package writes one for people. At first it is Metres.
func SetUnit(u Unit) {
	unit.Store(int32(u))
}

// String writes a level in the unit that has been set.
func (l Level) String() string {
	sign := ""
	if l < 0 {
		sign, l = "-", -l
	}
	if Unit(unit.Load()) == Feet {
		tenths := (int(l)*100 + 1524) / 3048
		return fmt.Sprintf("%s%d.%d ft", sign, tenths/10, tenths%10)
	}
	return fmt.Sprintf("%s%d.%03d m", sign, int(l)/1000, int(l)%1000)
}

// A LevelError tells of a level that no gauge can have read.
type LevelError struct {
	Gauge string
	Level Level
}

func (e *LevelError) Error() string {
	return fmt.Sprintf("tide: %s: a level of %v is not between %v and %v", e.Gauge, e.Level, lowest, highest)
}

// Add adds a gauge. Its alarm is raised by readings below low or above high.
func Add(name string, low, high Level) error {
	mu.Lock()
	defer mu.Unlock()
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "" || name == "gauges" {
		return fmt.Errorf("add %q: %w", name, ErrName)
	}
	if low > high {
		return fmt.Errorf("add %q: %w", name, ErrBounds)
	}
	if gauges[name] != nil {
		return fmt.Errorf("add %q: %w", name, ErrExists)
	}
	gauges[name] = &gauge{low: low, high: high}
	bulletin = ""
	return nil
}

// Gauges lists the names of all gauges in alphabetical order.
func Gauges() []string {
	mu.Lock()
	defer mu.Unlock()
	return slices.Sorted(maps.Keys(gauges))
}

// Highest returns the highest reading of the last 24 hours, the first one of several.
func Highest(name string) (Reading, error) {
	since := time.Now().Add(-24 * time.Hour)
	mu.Lock()
	defer mu.Unlock()
	g := gauges[name]
	if g == nil {
		return Reading{}, fmt.Errorf("highest of %q: %w", name, ErrGauge)
	}
	found := Reading{}
	for _, r := range g.readings {
		if r.Time.Before(since) {
			continue
		}
		if found.Number == 0 || r.Level > found.Level {
			found = r
		}
	}
	if found.Number == 0 {
		return Reading{}, fmt.Errorf("highest of %q: %w", name, ErrNone)
	}
	return found, nil
}

// Lowest returns the lowest reading of the last 24 hours, the last one of several.
func Lowest(name string) (Reading, error) {
	since := time.Now().Add(-24 * time.Hour)
	mu.Lock()
	defer mu.Unlock()
	g := gauges[name]
	if g == nil {
		return Reading{}, fmt.Errorf("lowest of %q: %w", name, ErrGauge)
	}
	found := Reading{}
	for _, r := range g.readings {
		if !r.Time.After(since) {
			continue
		}
		if found.Number == 0 || r.Level <= found.Level {
			found = r
		}
	}
	if found.Number == 0 {
		return Reading{}, fmt.Errorf("lowest of %q: %w", name, ErrNone)
	}
	return found, nil
}
