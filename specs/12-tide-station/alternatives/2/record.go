package tide

import "time"

type Reading struct {
	Number int
	Gauge  string
	Level  Level
	Time   time.Time // UTC, in whole seconds
}

type Alarm struct {
	Reading Reading
	Bound   Level
	write   writer
}

func (a Alarm) String() string {
	write, side := a.write.or(Level.String), ", above "
	if a.Reading.Level < a.Bound {
		side = ", below "
	}
	return a.Reading.Gauge + ": " + write(a.Reading.Level) + side + write(a.Bound)
}
