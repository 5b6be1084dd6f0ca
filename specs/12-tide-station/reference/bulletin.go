package tide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Bulletin tells how the water stands. Bulletins are numbered. One that has been issued stands until its minute is over or
// there is news: a gauge, a reading, an alarm or a station more. A change of the unit is no news.
func (s *Service) Bulletin() string {
	now := s.clock.Now().UTC().Truncate(time.Minute)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bulletin != "" && s.minute.Equal(now) {
		return s.bulletin
	}
	s.issued++
	var b strings.Builder
	fmt.Fprintf(&b, "bulletin %d of %s\n", s.issued, now.Format("2006-01-02 15:04"))
	for _, name := range slices.Sorted(maps.Keys(s.gauges)) {
		fmt.Fprintf(&b, "%s: %s\n", name, s.gauges[name].describe(now, unitOf(s)))
	}
	if s.told > 0 {
		fmt.Fprintf(&b, "alarms: %d\n", s.told)
	}
	s.bulletin, s.minute = b.String(), now
	return s.bulletin
}

func (g *gauge) describe(now time.Time, unit Unit) string {
	if len(g.readings) == 0 {
		return "no readings"
	}
	last := g.readings[len(g.readings)-1]
	if now.Sub(last.Time) > 30*time.Minute {
		return "silent since " + last.Time.Format("15:04")
	}
	text := last.Level.in(unit) + g.trend()
	if g.alarmed {
		text += ", ALARM"
	}
	return text
}

func (g *gauge) trend() string {
	if len(g.readings) < 2 {
		return ""
	}
	before, last := g.readings[len(g.readings)-2], g.readings[len(g.readings)-1]
	switch {
	case last.Level > before.Level:
		return ", rising"
	case last.Level < before.Level:
		return ", falling"
	}
	return ""
}
