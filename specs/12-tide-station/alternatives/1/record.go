package tide

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A Reading is what a gauge has read.
type Reading struct {
	Number int
	Gauge  string
	Level  Level
	Time   time.Time // UTC, in whole seconds
}

func (r Reading) line() []byte {
	line := strconv.AppendInt(nil, int64(r.Number), 10)
	line = strconv.AppendInt(append(line, ' '), r.Time.Unix(), 10)
	line = strconv.AppendInt(append(line, ' '), int64(r.Level), 10)
	return append(line, '\n')
}

// An Alarm tells that a reading is outside of its gauge's bounds.
type Alarm struct {
	Reading Reading
	Bound   Level
	scale   *scale
}

// String describes the alarm in the unit that is set by then.
func (a Alarm) String() string {
	side := "above"
	if a.Reading.Level < a.Bound {
		side = "below"
	}
	return fmt.Sprintf("%s: %s, %s %s", a.Reading.Gauge, a.scale.write(a.Reading.Level), side, a.scale.write(a.Bound))
}

type hook struct {
	tell      func(Alarm)
	cancelled bool
}

type entry struct {
	file string
	data []byte
}

// OnAlarm has f called for every alarm, until cancel is called.
func (s *Service) OnAlarm(f func(Alarm)) (cancel func()) {
	h := &hook{tell: f}
	s.mu.Lock()
	s.hooks = append(s.hooks, h)
	s.mu.Unlock()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		h.cancelled = true
		if i := slices.Index(s.hooks, h); i >= 0 {
			s.hooks = slices.Delete(s.hooks, i, i+1)
		}
	}
}

// Record records what a gauge reads now.
func (s *Service) Record(name string, level Level) (Reading, error) {
	now := s.clock.Now().UTC().Truncate(time.Second)
	s.mu.Lock()
	g := s.gauges[name]
	if g == nil {
		s.mu.Unlock()
		return Reading{}, fmt.Errorf("record %q: %w", name, ErrGauge)
	}
	if level < lowest || level > highest {
		s.mu.Unlock()
		return Reading{}, &LevelError{name, level, &s.scale}
	}
	r := Reading{s.next, name, level, now}
	s.next++
	g.readings = append(g.readings, r)
	s.bulletin = ""
	err := s.write(entry{name + ".log", r.line()})
	was := g.alarmed
	bound := g.judge(level)
	isNew := g.alarmed && !was
	hooks := slices.Clone(s.hooks)
	s.mu.Unlock()
	if isNew {
		s.raise(Alarm{r, bound, &s.scale}, hooks)
	}
	return r, err
}

// judge returns the bound that a level passes, if it passes one.
func (g *gauge) judge(level Level) Level {
	g.alarmed = level < g.low || level > g.high
	if level < g.low {
		return g.low
	}
	return g.high
}

func (s *Service) raise(a Alarm, hooks []*hook) {
	for _, h := range hooks {
		s.mu.Lock()
		cancelled := h.cancelled
		s.mu.Unlock()
		if !cancelled {
			h.tell(a)
		}
	}
	s.mu.Lock()
	s.told++
	s.bulletin = ""
	s.mu.Unlock()
}
