package tide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Bulletin tells how the water stands.
func (s *Service) Bulletin() string {
	now := s.clock.Now().UTC().Truncate(time.Minute)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bulletin == "" || !s.minute.Equal(now) {
		s.issued++
		s.minute = now
		s.bulletin = s.compose(now)
	}
	return s.bulletin
}

func (s *Service) compose(now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "bulletin %d of %s\n", s.issued, now.Format("2006-01-02 15:04"))
	for _, name := range slices.Sorted(maps.Keys(s.gauges)) {
		b.WriteString(name + ": " + s.state(s.gauges[name], now) + "\n")
	}
	if s.told > 0 {
		fmt.Fprintf(&b, "alarms: %d\n", s.told)
	}
	return b.String()
}

func (s *Service) state(g *gauge, now time.Time) string {
	n := len(g.readings)
	if n == 0 {
		return "no readings"
	}
	last := g.readings[n-1]
	if now.Sub(last.Time) > 30*time.Minute {
		return "silent since " + last.Time.Format("15:04")
	}
	text := s.scale.write(last.Level)
	before := g.readings[max(0, n-2)]
	if last.Level > before.Level {
		text += ", rising"
	}
	if last.Level < before.Level {
		text += ", falling"
	}
	if g.alarmed {
		text += ", ALARM"
	}
	return text
}
