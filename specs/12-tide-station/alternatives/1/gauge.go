// Package tide runs tide stations.
package tide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
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

type gauge struct {
	low, high Level
	readings  []Reading
	alarmed   bool
}

// scale writes levels; a nil one is that of the package functions.
type scale struct{ unit atomic.Int32 }

func (s *scale) write(l Level) string {
	if s == nil {
		s = &defaultService.scale
	}
	sign := ""
	if l < 0 {
		sign, l = "-", -l
	}
	if Unit(s.unit.Load()) == Feet {
		tenths := (int(l)*100 + 1524) / 3048
		return fmt.Sprintf("%s%d.%d ft", sign, tenths/10, tenths%10)
	}
	return fmt.Sprintf("%s%d.%03d m", sign, int(l)/1000, int(l)%1000)
}

// SetUnit sets the unit in which levels are written.
func (s *Service) SetUnit(u Unit) { s.scale.unit.Store(int32(u)) }

func (l Level) String() string { return (*scale)(nil).write(l) }

// A LevelError tells of a level that no gauge can have read.
type LevelError struct {
	Gauge string
	Level Level
	scale *scale
}

func (e *LevelError) Error() string {
	w := e.scale.write
	return fmt.Sprintf("tide: %s: a level of %s is not between %s and %s", e.Gauge, w(e.Level), w(lowest), w(highest))
}

// Add adds a gauge.
func (s *Service) Add(name string, low, high Level) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, exists := s.gauges[name]
	fault := ErrName
	switch {
	case name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "" || name == "gauges":
	case low > high:
		fault = ErrBounds
	case exists:
		fault = ErrExists
	default:
		s.gauges[name] = &gauge{low: low, high: high}
		s.bulletin = ""
		return nil
	}
	return fmt.Errorf("add %q: %w", name, fault)
}

// Gauges lists the names of all gauges in alphabetical order.
func (s *Service) Gauges() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.gauges))
}

// Highest returns the highest reading of the last 24 hours, the first one of several.
func (s *Service) Highest(name string) (Reading, error) {
	since := s.clock.Now().Add(-24 * time.Hour)
	readings, err := s.readings("highest", name, func(r Reading) bool { return !r.Time.Before(since) })
	if err != nil {
		return Reading{}, err
	}
	return slices.MaxFunc(readings, func(a, b Reading) int { return int(a.Level - b.Level) }), nil
}

// Lowest returns the lowest reading of the last 24 hours, the last one of several.
func (s *Service) Lowest(name string) (Reading, error) {
	since := s.clock.Now().Add(-24 * time.Hour)
	readings, err := s.readings("lowest", name, func(r Reading) bool { return r.Time.After(since) })
	if err != nil {
		return Reading{}, err
	}
	slices.Reverse(readings)
	return slices.MinFunc(readings, func(a, b Reading) int { return int(a.Level - b.Level) }), nil
}

// readings returns those that are wanted, at least one.
func (s *Service) readings(what, name string, wanted func(Reading) bool) ([]Reading, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.gauges[name]
	if g == nil {
		return nil, fmt.Errorf("%s of %q: %w", what, name, ErrGauge)
	}
	found := slices.DeleteFunc(slices.Clone(g.readings), func(r Reading) bool { return !wanted(r) })
	if len(found) == 0 {
		return nil, fmt.Errorf("%s of %q: %w", what, name, ErrNone)
	}
	return found, nil
}
