package tide

import (
	"fmt"
	"sync/atomic"
)

type Fault string

const (
	ErrName   Fault = "name is not usable"
	ErrBounds Fault = "bounds are the wrong way round"
	ErrExists Fault = "gauge exists"
	ErrGauge  Fault = "no such gauge"
	ErrNone   Fault = "no readings"
	ErrFormat Fault = "file is damaged"
)

func (f Fault) Error() string { return "tide: " + string(f) }

type Unit int32

const (
	Metres Unit = iota
	Feet
)

type Level int

const (
	lowest  Level = -20_000
	highest Level = 20_000
)

// writer writes levels.
type writer func(Level) string

// or makes up for a missing writer.
func (w writer) or(other writer) writer {
	if w == nil {
		return other
	}
	return w
}

func writerIn(unit *atomic.Int32) writer {
	return func(l Level) string {
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
}

func (l Level) String() string { return defaultService.write(l) }

type LevelError struct {
	Gauge string
	Level Level
	write writer
}

func (e *LevelError) Error() string {
	write := e.write.or(Level.String)
	return "tide: " + e.Gauge + ": a level of " + write(e.Level) + " is not between " + write(lowest) + " and " + write(highest)
}

type gauge struct {
	low, high Level
	readings  []Reading
	alarmed   bool
}
