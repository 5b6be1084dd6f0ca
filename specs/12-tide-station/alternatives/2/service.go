package tide

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const day = 24 * time.Hour

type listener struct {
	call func(Alarm)
	off  bool
}

type pending struct {
	file, text string
}

// Service is a tide station.
type Service struct {
	sync.Mutex
	clock     Clock
	store     Store
	unit      atomic.Int32
	write     writer
	gauges    map[string]*gauge
	last      int
	told      int
	listeners []*listener
	pending   []pending
	first     error
	issued    int
	standing  string
	minute    time.Time
}

func NewService(clock Clock, store Store) *Service {
	s := &Service{clock: clock, store: store, gauges: map[string]*gauge{}}
	s.write = writerIn(&s.unit)
	return s
}

func (s *Service) SetUnit(u Unit) { s.unit.Store(int32(u)) }

func (s *Service) Add(name string, low, high Level) error {
	s.Lock()
	defer s.Unlock()
	if name == "gauges" || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return fmt.Errorf("add %q: %w", name, ErrName)
	}
	if low > high {
		return fmt.Errorf("add %q: %w", name, ErrBounds)
	}
	if s.gauges[name] != nil {
		return fmt.Errorf("add %q: %w", name, ErrExists)
	}
	s.gauges[name], s.standing = &gauge{low: low, high: high}, ""
	return nil
}

func (s *Service) Gauges() []string {
	s.Lock()
	defer s.Unlock()
	return s.sorted()
}

func (s *Service) sorted() []string { return slices.Sorted(maps.Keys(s.gauges)) }

func (s *Service) Highest(name string) (found Reading, err error) {
	since := s.clock.Now().Add(-day)
	err = s.each("highest", name, since.Add(-1), func(r Reading) {
		if found.Number == 0 || r.Level > found.Level {
			found = r
		}
	})
	return found, err
}

func (s *Service) Lowest(name string) (found Reading, err error) {
	since := s.clock.Now().Add(-day)
	err = s.each("lowest", name, since, func(r Reading) {
		if found.Number == 0 || r.Level <= found.Level {
			found = r
		}
	})
	return found, err
}

func (s *Service) each(what, name string, after time.Time, use func(Reading)) error {
	s.Lock()
	defer s.Unlock()
	g, fault := s.gauges[name], ErrGauge
	if g != nil {
		fault = ErrNone
		for _, r := range g.readings {
			if r.Time.After(after) {
				use(r)
				fault = ""
			}
		}
	}
	if fault == "" {
		return nil
	}
	return fmt.Errorf("%s of %q: %w", what, name, fault)
}

func (s *Service) OnAlarm(f func(Alarm)) (cancel func()) {
	one := &listener{call: f}
	s.Lock()
	defer s.Unlock()
	s.listeners = append(slices.Clip(s.listeners), one)
	return func() {
		s.Lock()
		defer s.Unlock()
		one.off = true
	}
}

func (s *Service) Record(name string, level Level) (Reading, error) {
	now := s.clock.Now().UTC().Truncate(time.Second)
	r, alarm, listeners, err := s.enter(name, level, now)
	if alarm == nil {
		return r, err
	}
	for _, one := range listeners {
		s.Lock()
		off := one.off
		s.Unlock()
		if !off {
			one.call(*alarm)
		}
	}
	s.Lock()
	defer s.Unlock()
	s.told++
	s.standing = ""
	return r, err
}

func (s *Service) enter(name string, level Level, now time.Time) (Reading, *Alarm, []*listener, error) {
	s.Lock()
	defer s.Unlock()
	g := s.gauges[name]
	if g == nil {
		return Reading{}, nil, nil, fmt.Errorf("record %q: %w", name, ErrGauge)
	}
	if err := s.possible(name, level); err != nil {
		return Reading{}, nil, nil, err
	}
	s.last++
	s.standing = ""
	r := Reading{s.last, name, level, now}
	err := s.append(pending{name + ".log", fmt.Sprintln(r.Number, now.Unix(), int(level))})
	bound, passed := g.add(r)
	if !passed {
		return r, nil, nil, err
	}
	return r, &Alarm{r, bound, s.write}, s.listeners, err
}

func (s *Service) possible(name string, level Level) error {
	if level < lowest || level > highest {
		return &LevelError{name, level, s.write}
	}
	return nil
}

func (g *gauge) add(r Reading) (bound Level, passed bool) {
	was := g.alarmed
	g.readings = append(g.readings, r)
	bound, g.alarmed = g.low, r.Level < g.low
	if r.Level > g.high && !g.alarmed {
		bound, g.alarmed = g.high, true
	}
	return bound, g.alarmed && !was
}

func (s *Service) Bulletin() string {
	now := s.clock.Now().UTC().Truncate(time.Minute)
	s.Lock()
	defer s.Unlock()
	if s.standing != "" && s.minute.Equal(now) {
		return s.standing
	}
	s.issued++
	text := fmt.Sprintf("bulletin %d of %s\n", s.issued, now.Format("2006-01-02 15:04"))
	for _, name := range s.sorted() {
		text += name + ": " + s.line(s.gauges[name], now) + "\n"
	}
	if s.told > 0 {
		text += fmt.Sprintf("alarms: %d\n", s.told)
	}
	s.standing, s.minute = text, now
	return text
}

func (s *Service) line(g *gauge, now time.Time) string {
	if len(g.readings) == 0 {
		return "no readings"
	}
	last := g.readings[len(g.readings)-1]
	before := g.readings[max(0, len(g.readings)-2)]
	if now.Sub(last.Time) > 30*time.Minute {
		return "silent since " + last.Time.Format("15:04")
	}
	text := s.write(last.Level)
	switch {
	case last.Level > before.Level:
		text += ", rising"
	case last.Level < before.Level:
		text += ", falling"
	}
	if g.alarmed {
		text += ", ALARM"
	}
	return text
}

// drain writes what waits.
func (s *Service) drain() error {
	for len(s.pending) > 0 {
		one := s.pending[0]
		if err := s.store.Append(one.file, []byte(one.text)); err != nil {
			return &StoreError{one.file, err, s.first}
		}
		s.pending = s.pending[1:]
	}
	s.first = nil
	return nil
}

func (s *Service) append(one pending) error {
	if err := s.drain(); err != nil {
		s.pending = append(s.pending, one)
		return err
	}
	err := s.store.Append(one.file, []byte(one.text))
	if err == nil {
		return nil
	}
	s.pending, s.first = append(s.pending, one), err
	return &StoreError{File: one.file, Err: err}
}

func (s *Service) Save() error {
	s.Lock()
	defer s.Unlock()
	if err := s.drain(); err != nil {
		return err
	}
	text := ""
	for _, name := range s.sorted() {
		text += fmt.Sprintln(name, int(s.gauges[name].low), int(s.gauges[name].high))
	}
	if err := s.store.Replace("gauges", []byte(text)); err != nil {
		return &StoreError{File: "gauges", Err: err}
	}
	return nil
}

func (s *Service) Load() error {
	s.Lock()
	defer s.Unlock()
	if err := s.drain(); err != nil {
		return err
	}
	return s.load()
}

func (s *Service) load() error {
	gauges, last := map[string]*gauge{}, 0
	err := s.rows("gauges", 1, func(row []string, numbers []int) error {
		gauges[row[0]] = &gauge{low: Level(numbers[0]), high: Level(numbers[1])}
		return nil
	})
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		if err != nil {
			break
		}
		err = s.rows(name+".log", 0, func(_ []string, numbers []int) error {
			r := Reading{numbers[0], name, Level(numbers[2]), time.Unix(int64(numbers[1]), 0).UTC()}
			gauges[name].add(r)
			last = max(last, r.Number)
			return s.possible(name, r.Level)
		})
	}
	if err == nil {
		s.gauges, s.last, s.told, s.standing = gauges, last, 0, ""
	}
	return err
}

// rows calls use for each line: its fields, and those from skip on as numbers.
func (s *Service) rows(file string, skip int, use func(row []string, numbers []int) error) error {
	content, err := s.store.Read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &StoreError{File: file, Err: err}
	}
	for _, line := range strings.Split(string(content), "\n") {
		if line == "" {
			continue
		}
		if err := row(strings.Fields(line), skip, use); err != nil {
			return &StoreError{File: file, Err: err}
		}
	}
	return nil
}

func row(fields []string, skip int, use func(row []string, numbers []int) error) error {
	if len(fields) != 3 {
		return ErrFormat
	}
	var numbers []int
	for _, field := range fields[skip:] {
		number, err := strconv.Atoi(field)
		if err != nil {
			return ErrFormat
		}
		numbers = append(numbers, number)
	}
	return use(fields, numbers)
}
