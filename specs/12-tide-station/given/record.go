package tide

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A Reading is what a gauge has read. Readings are numbered 1, 2, 3, … over all gauges.
type Reading struct {
	Number int
	Gauge  string
	Level  Level
	Time   time.Time // UTC, in whole seconds
}

// An Alarm tells that a reading is outside of its gauge's bounds.
type Alarm struct {
	Reading Reading
	Bound   Level // the one that has been passed
}

// String describes the alarm in the unit that is set by then.
func (a Alarm) String() string {
	side := "above"
	if a.Reading.Level < a.Bound {
		side = "below"
	}
	return fmt.Sprintf("%s: %v, %s %v", a.Reading.Gauge, a.Reading.Level, side, a.Bound)
}

// hook is a function that wants to know of alarms.
type hook struct {
	tell      func(Alarm)
	cancelled bool
}

// entry is a line that is not in its file yet.
type entry struct {
	file string
	data []byte
}

var (
	next    = 1 // number of the next reading
	told    int // alarms that all functions have been told of, since the station was opened
	hooks   []*hook
	unsaved []entry
	failure error  // why the first of unsaved could not be written at first
	line    []byte // made anew for each reading
)

// OnAlarm has f called for every alarm, until cancel is called. f may call everything that this package has.
func OnAlarm(f func(Alarm)) (cancel func()) {
	mu.Lock()
	defer mu.Unlock()
	h := &hook{tell: f}
	hooks = append(hooks, h)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		h.cancelled = true
		hooks = slices.DeleteFunc(hooks, func(one *hook) bool { return one == h })
	}
}

// Record records what a gauge reads now and adds it to the file of the gauge. Lines that cannot be written wait for the
// next call that writes, and go to their files before its own; the reading is recorded all the same, and comes with a
// *StoreError. An alarm is told, before Record returns, to the functions that were there when the reading came, in the
// order in which they came, except those that have been cancelled by the time it is their turn.
func Record(name string, level Level) (Reading, error) {
	now := time.Now().UTC().Truncate(time.Second)
	mu.Lock()
	g := gauges[name]
	if g == nil {
		mu.Unlock()
		return Reading{}, fmt.Errorf("record %q: %w", name, ErrGauge)
	}
	if level < lowest || level > highest {
		mu.Unlock()
		return Reading{}, &LevelError{name, level}
	}
	r := Reading{next, name, level, now}
	next++
	g.readings = append(g.readings, r)
	bulletin = ""
	line = line[:0]
	line = strconv.AppendInt(line, int64(r.Number), 10)
	line = append(line, ' ')
	line = strconv.AppendInt(line, now.Unix(), 10)
	line = append(line, ' ')
	line = strconv.AppendInt(line, int64(level), 10)
	line = append(line, '\n')
	err := flush()
	if err == nil {
		if err = appendTo(name+".log", line); err != nil {
			failure = err
			err = &StoreError{File: name + ".log", Err: err}
		}
	}
	if err != nil {
		unsaved = append(unsaved, entry{name + ".log", bytes.Clone(line)})
	}
	var alarm *Alarm
	if level < g.low {
		if !g.alarmed {
			alarm = &Alarm{r, g.low}
		}
		g.alarmed = true
	} else if level > g.high {
		if !g.alarmed {
			alarm = &Alarm{r, g.high}
		}
		g.alarmed = true
	} else {
		g.alarmed = false
	}
	listening := slices.Clone(hooks)
	mu.Unlock()
	if alarm == nil {
		return r, err
	}
	for _, h := range listening {
		mu.Lock()
		cancelled := h.cancelled
		mu.Unlock()
		if !cancelled {
			h.tell(*alarm)
		}
	}
	mu.Lock()
	told++
	bulletin = ""
	mu.Unlock()
	return r, err
}
