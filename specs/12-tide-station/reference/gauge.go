// Package tide runs tide stations of harbours: their gauges, what they read, alarms and bulletins. The package functions
// are about one station with the system's clock, whose files are in a folder. All of it may be used by any number of goroutines
// at once.
package tide

import "fmt"

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

// String writes a level in the unit of the package functions.
func (l Level) String() string { return l.in(unitOf(nil)) }

func (l Level) in(unit Unit) string {
	sign := ""
	if l < 0 {
		sign, l = "-", -l
	}
	if unit == Feet {
		tenths := (int(l)*100 + 1524) / 3048
		return fmt.Sprintf("%s%d.%d ft", sign, tenths/10, tenths%10)
	}
	return fmt.Sprintf("%s%d.%03d m", sign, int(l)/1000, int(l)%1000)
}

// unitOf tells the unit of a service; nil stands for that of the package functions.
func unitOf(s *Service) Unit {
	if s == nil {
		s = defaultService
	}
	return Unit(s.unit.Load())
}

// A LevelError tells of a level that no gauge can have read.
type LevelError struct {
	Gauge string
	Level Level
	by    *Service
}

func (e *LevelError) Error() string {
	unit := unitOf(e.by)
	return fmt.Sprintf("tide: %s: a level of %s is not between %s and %s", e.Gauge, e.Level.in(unit), lowest.in(unit), highest.in(unit))
}

// checkLevel returns an error that speaks in the unit of s.
func (s *Service) checkLevel(name string, level Level) error {
	if level < lowest || level > highest {
		return &LevelError{name, level, s}
	}
	return nil
}
