package tide

import (
	"fmt"
	"slices"
	"time"
)

// A Reading is what a gauge has read. Readings are numbered 1, 2, 3, … over all gauges of a service.
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
	by      *Service
}

// String describes the alarm in the unit that is set by then.
func (a Alarm) String() string {
	side, unit := "above", unitOf(a.by)
	if a.Reading.Level < a.Bound {
		side = "below"
	}
	return fmt.Sprintf("%s: %s, %s %s", a.Reading.Gauge, a.Reading.Level.in(unit), side, a.Bound.in(unit))
}

// hook is a function that wants to know of alarms.
type hook struct {
	tell      func(Alarm)
	cancelled bool
}

// OnAlarm has f called for every alarm, until cancel is called. f may call everything that this package has.
func (s *Service) OnAlarm(f func(Alarm)) (cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &hook{tell: f}
	s.hooks = append(s.hooks, h)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		h.cancelled = true
		s.hooks = slices.DeleteFunc(s.hooks, func(one *hook) bool { return one == h })
	}
}

// Record records what a gauge reads now and adds it to the file of the gauge. Lines that cannot be written wait for the
// next call that writes, and go to their files before its own; the reading is recorded all the same, and comes with a
// *StoreError. An alarm is told, before Record returns, to the functions that were there when the reading came, in the
// order in which they came, except those that have been cancelled by the time it is their turn.
func (s *Service) Record(name string, level Level) (Reading, error) {
	now := s.clock.Now().UTC().Truncate(time.Second)
	s.mu.Lock()
	r, alarm, err := s.record(name, level, now)
	listening := slices.Clone(s.hooks)
	s.mu.Unlock()
	if alarm != nil {
		s.tell(*alarm, listening)
	}
	return r, err
}

func (s *Service) record(name string, level Level, now time.Time) (Reading, *Alarm, error) {
	g := s.gauges[name]
	if g == nil {
		return Reading{}, nil, fmt.Errorf("record %q: %w", name, ErrGauge)
	}
	if err := s.checkLevel(name, level); err != nil {
		return Reading{}, nil, err
	}
	r := Reading{s.next, name, level, now}
	s.next++
	s.bulletin = ""
	err := s.add(name+".log", fmt.Appendf(nil, "%d %d %d\n", r.Number, now.Unix(), int(level)))
	if bound, isNew := g.take(r); isNew {
		return r, &Alarm{r, bound, s}, err
	}
	return r, nil, err
}

// take adds a reading and tells the bound that it has passed, if the one before had not.
func (g *gauge) take(r Reading) (bound Level, isNew bool) {
	before := g.alarmed
	g.readings = append(g.readings, r)
	g.alarmed = r.Level < g.low || r.Level > g.high
	if bound = g.high; r.Level < g.low {
		bound = g.low
	}
	return bound, g.alarmed && !before
}

// tell is called without the lock, which functions may want.
func (s *Service) tell(alarm Alarm, listening []*hook) {
	for _, h := range listening {
		if !s.isCancelled(h) {
			h.tell(alarm)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told++
	s.bulletin = ""
}

func (s *Service) isCancelled(h *hook) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return h.cancelled
}
