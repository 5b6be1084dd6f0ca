package tide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

var (
	issued   int       // bulletins so far
	bulletin string    // the last one, as long as it stands
	minute   time.Time // its time
)

// Bulletin tells how the water stands. Bulletins are numbered. One that has been issued stands until its minute is over or
// there is news: a gauge, a reading, an alarm or a station more. A change of the unit is no news.
func Bulletin() string {
	now := time.Now().UTC().Truncate(time.Minute)
	mu.Lock()
	defer mu.Unlock()
	if bulletin != "" && minute.Equal(now) {
		return bulletin
	}
	issued++
	var b strings.Builder
	fmt.Fprintf(&b, "bulletin %d of %s\n", issued, now.Format("2006-01-02 15:04"))
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		g := gauges[name]
		if len(g.readings) == 0 {
			fmt.Fprintf(&b, "%s: no readings\n", name)
			continue
		}
		last := g.readings[len(g.readings)-1]
		if now.Sub(last.Time) > 30*time.Minute {
			fmt.Fprintf(&b, "%s: silent since %s\n", name, last.Time.Format("15:04"))
			continue
		}
		trend := ""
		if len(g.readings) > 1 {
			before := g.readings[len(g.readings)-2]
			if last.Level > before.Level {
				trend = ", rising"
			} else if last.Level < before.Level {
				trend = ", falling"
			}
		}
		mark := ""
		if g.alarmed {
			mark = ", ALARM"
		}
		fmt.Fprintf(&b, "%s: %v%s%s\n", name, last.Level, trend, mark)
	}
	if told > 0 {
		fmt.Fprintf(&b, "alarms: %d\n", told)
	}
	bulletin, minute = b.String(), now
	return bulletin
}
