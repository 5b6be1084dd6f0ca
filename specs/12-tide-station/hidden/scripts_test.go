// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tide"
)

const (
	scripts = 60
	steps   = 120
)

var names = strings.Fields("pier quay mole lock-north lock-south basin ferry slip weir dock ebb flood yard crane-a crane-b")

// play plays the script of a seed. What it does depends on the seed alone.
func play(seed uint64, s subject) []string {
	p := &player{subject: s, Rand: rand.New(rand.NewPCG(12, seed))}
	p.many = names[:3+p.IntN(len(names)-2)]
	for range steps {
		p.step()
	}
	for i, station := range p.stations {
		for _, file := range p.files() {
			station.mend(file)
			p.say("station %d, %s: %s", i, file, station.content(file))
		}
	}
	p.cancelAll()
	p.setUnit(0)
	p.tell("last save", p.save())
	for i, station := range p.stations {
		for _, file := range p.files() {
			p.say("station %d, %s: %s", i, file, station.content(file))
		}
	}
	return p.lines
}

type player struct {
	subject
	*rand.Rand
	many    []string
	lines   []string
	cancels []func()
	hooks   int
}

func (p *player) say(format string, values ...any) {
	p.lines = append(p.lines, fmt.Sprintf(format, values...))
}

func (p *player) tell(what string, err error) { p.say("%s: %s", what, p.describe(err)) }

func (p *player) cancelAll() {
	for _, cancel := range p.cancels {
		cancel()
	}
	p.cancels = nil
}

func (p *player) name() string {
	if p.IntN(12) == 0 {
		return []string{"", "gauges", "Pier", "a b", "nowhere"}[p.IntN(5)]
	}
	return p.many[p.IntN(len(p.many))]
}

func (p *player) files() []string {
	all := []string{"gauges"}
	for _, name := range names {
		all = append(all, name+".log")
	}
	return all
}

func (p *player) file() string {
	if p.IntN(6) == 0 {
		return "gauges"
	}
	return p.many[p.IntN(len(p.many))] + ".log"
}

func (p *player) height() int {
	switch p.IntN(12) {
	case 0:
		return []int{-20_001, -20_000, 20_000, 20_001}[p.IntN(4)]
	case 1, 2:
		return p.IntN(40_000) - 20_000
	case 3, 4:
		return []int{-500, 500, 501, -501, 0}[p.IntN(5)]
	}
	return p.IntN(1000) - 500
}

func (p *player) step() {
	switch p.IntN(20) {
	case 0, 1, 2:
		name, low, high := p.name(), -500, 500
		if p.IntN(4) == 0 {
			low, high = p.height(), p.height()
		}
		p.tell("add "+name, p.add(name, low, high))
	case 3, 4, 5, 6, 7, 8:
		p.recordOne()
	case 9:
		p.say("gauges %q", p.gauges())
	case 10:
		name := p.name()
		r, err := p.highest(name)
		p.say("highest %+v %s", r, p.describe(err))
		r, err = p.lowest(name)
		p.say("lowest %+v %s", r, p.describe(err))
	case 11, 12:
		p.say("%s", p.bulletin())
	case 13:
		p.setUnit(p.IntN(2))
		p.say("level %s", p.level(p.height()))
	case 14:
		p.listen()
	case 15:
		p.tell("save", p.save())
	case 16:
		p.changeFile()
	case 17:
		if p.IntN(3) == 0 {
			p.cancelAll()
			p.tell("open", p.open(p.IntN(len(p.stations))))
		}
	default:
		time.Sleep([]time.Duration{time.Second, 300 * time.Millisecond, 20 * time.Second, time.Minute, 10 * time.Minute,
			30 * time.Minute, 31 * time.Minute, 23 * time.Hour, 24 * time.Hour}[p.IntN(9)])
	}
}

func (p *player) recordOne() {
	r, err := p.record(p.name(), p.height())
	p.say("record %+v %s", r, p.describe(err))
}

func (p *player) changeFile() {
	station, file := p.stations[p.IntN(len(p.stations))], p.file()
	switch p.IntN(8) {
	case 0:
		station.put(file, []string{"pier 1\n", "1 2 x\n", "pier x 2\n", "1 2 3 4\n", "x 1 2\n", "pier 3 x\n", "9 9 -20001\n", "9 9 20001\n"}[p.IntN(8)])
	case 1:
		station.put(file, fmt.Sprintf("\n%d %d 100\n  7 %d\t-700 \n\n5 1 20000", 1+p.IntN(99), time.Now().Unix(), time.Now().Unix()-3600))
	case 2:
		station.put("gauges", "mole -500 500\npier -700 700\nmole -1 1\n")
	case 3, 4:
		station.damage(file)
	default:
		for _, each := range p.files() {
			station.mend(each)
		}
	}
}

// listen adds an alarm function; some of them do something themselves.
func (p *player) listen() {
	if len(p.cancels) > 5 {
		p.cancelAll()
		return
	}
	p.hooks++
	number, does := p.hooks, p.IntN(9)
	depth := 0
	p.cancels = append(p.cancels, p.onAlarm(func(a alarm) {
		p.say("%d is told of %+v", number, a)
		if depth > 0 {
			return
		}
		depth++
		defer func() { depth-- }()
		switch does {
		case 0:
			p.recordOne()
		case 1:
			p.say("%s", p.bulletin())
		case 2:
			p.cancels[len(p.cancels)-1]()
		case 3:
			p.setUnit(p.IntN(2))
		case 4:
			p.cancels = append(p.cancels, p.onAlarm(func(a alarm) { p.say("a late one is told of %+v", a) }))
		case 5:
			p.tell("save", p.save())
		}
	}))
}

func compare(t *testing.T, requirement string, seed uint64, want, got []string) {
	t.Helper()
	for i, line := range want {
		if i >= len(got) || got[i] != line {
			t.Fatalf("%s: script %d, at line %d: found\n%s\nwant\n%s\nafter\n%s", requirement, seed, i,
				strings.Join(got[min(i, len(got)):min(i+1, len(got))], ""), line, strings.Join(want[max(0, i-6):i], "\n"))
		}
	}
}

// inBubble plays with a clock that only the script moves.
func inBubble(t *testing.T, seed uint64, s subject) []string {
	var lines []string
	synctest.Test(t, func(*testing.T) { lines = play(seed, s) })
	return lines
}

func folders(t *testing.T) (paths []string, stations []files) {
	for range 3 {
		paths = append(paths, t.TempDir())
		stations = append(stations, newFolder(paths[len(paths)-1]))
	}
	return paths, stations
}

func TestPackageFunctionsAsBefore(t *testing.T) {
	var wanted, found subject
	for seed := range uint64(scripts) {
		paths, stations := folders(t)
		otherPaths, otherStations := folders(t)
		openOriginal := func(station int) error { return Open(paths[station]) }
		openAnswer := func(station int) error { return tide.Open(otherPaths[station]) }
		if seed == 0 {
			wanted = original(stations, openOriginal)
			found = answered(packageService{}, otherStations, openAnswer, func(level int) string { return tide.Level(level).String() })
			t.Chdir(paths[0])
		}
		wanted.stations, wanted.open, found.stations, found.open = stations, openOriginal, otherStations, openAnswer
		want := inBubble(t, seed, wanted)
		if seed == 0 {
			t.Chdir(otherPaths[0])
		}
		compare(t, "R1", seed, want, inBubble(t, seed, found))
		if first, second := Open(t.TempDir()), tide.Open(t.TempDir()); first != nil || second != nil {
			t.Fatalf("R1: script %d, Open of an empty folder: %v, want %v", seed, second, first)
		}
	}
}

// running is a clock that follows the fake time of a bubble.
type running struct{}

func (running) Now() time.Time { return time.Now().In(time.FixedZone("", 5*3600+1800)) }

func TestServiceLikePackageFunctions(t *testing.T) {
	for seed := range uint64(scripts) {
		path := t.TempDir()
		shelf := newShelf()
		openOriginal := func(int) error { return Open(path) }
		if err := Open(path); err != nil {
			t.Fatalf("R2: the original does not start: %v", err)
		}
		wanted := original([]files{newFolder(path)}, openOriginal)
		wanted.level = func(int) string { return "is not a service's" }
		s := tide.NewService(running{}, shelf)
		found := answered(s, []files{shelf}, func(int) error { return s.Load() }, wanted.level)
		want := inBubble(t, 1000+seed, wanted)
		compare(t, "R2", seed, want, inBubble(t, 1000+seed, found))
		for file := range shelf.files {
			if file != "gauges" && !strings.HasSuffix(file, ".log") {
				t.Fatalf("R6: script %d leaves a file %s in the store", seed, file)
			}
		}
	}
}

func TestNewServiceAsksNothing(t *testing.T) {
	store := newMemory()
	asked := 0
	s := tide.NewService(asking(func() { asked++ }), store)
	if asked > 0 || store.reads > 0 || store.writes > 0 {
		t.Errorf("R2: NewService asks the clock %d times and the store %d times, want none", asked, store.reads+store.writes)
	}
	if found := s.Gauges(); len(found) != 0 {
		t.Errorf("R2: a new service has gauges %q", found)
	}
}
