// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"specgen/quiet"
	"tide"
)

func TestNumbersOfServices(t *testing.T) {
	one, other := withGauges(newMemory()), withGauges(newMemory())
	var told []string
	one.OnAlarm(func(a tide.Alarm) { told = append(told, "one "+a.Reading.Gauge) })
	other.OnAlarm(func(a tide.Alarm) { told = append(told, "other "+a.Reading.Gauge) })
	for range 3 {
		one.Record("pier", 1)
		one.Bulletin()
	}
	one.Record("pier", 2000)
	if r, _ := other.Record("quay", 2); r.Number != 1 {
		t.Errorf("R3: the first reading of a service has number %d after those of another", r.Number)
	}
	if got, want := other.Bulletin(), "bulletin 1 of 2031-05-09 12:00\npier: no readings\nquay: 0.002 m\n"; got != want {
		t.Errorf("R3: beside another service the bulletin is\n%swant\n%s", got, want)
	}
	other.Record("quay", -2000)
	if want := []string{"one pier", "other quay"}; !slices.Equal(told, want) {
		t.Errorf("R3: functions were told of %q, want %q", told, want)
	}
	if got, want := one.Bulletin(), "bulletin 4 of 2031-05-09 12:00\npier: 2.000 m, rising, ALARM\nquay: no readings\nalarms: 1\n"; got != want {
		t.Errorf("R3: beside another service the bulletin is\n%swant\n%s", got, want)
	}
}

// everyUnit has two services with different units, and the package go through both.
func everyUnit(t *testing.T, test func(t *testing.T, inFeet, inMetres *tide.Service)) {
	defer tide.SetUnit(tide.Metres)
	for _, u := range []tide.Unit{tide.Feet, tide.Metres} {
		tide.SetUnit(u)
		inFeet := withGauges(holding(map[string]string{"gauges": "quay -1 1\n", "quay.log": "1 5 30000\n"}))
		inMetres := withGauges(holding(map[string]string{"gauges": "quay -1 1\n", "quay.log": "1 5 30000\n"}))
		inFeet.SetUnit(tide.Feet)
		test(t, inFeet, inMetres)
	}
}

func TestUnitsOfBulletins(t *testing.T) {
	everyUnit(t, func(t *testing.T, inFeet, inMetres *tide.Service) {
		for s, want := range map[*tide.Service]string{inFeet: "pier: 2.0 ft\n", inMetres: "pier: 0.600 m\n"} {
			s.Record("pier", 600)
			if got := s.Bulletin(); !strings.Contains(got, want) {
				t.Errorf("R4: a bulletin is\n%swhich lacks %s", got, want)
			}
		}
	})
}

const (
	feet   = "a level of 98.4 ft is not between -65.6 ft and 65.6 ft"
	metres = "a level of 30.000 m is not between -20.000 m and 20.000 m"
)

func holds(t *testing.T, what string, text fmt.Stringer, want string) {
	t.Helper()
	if got := text.String(); !strings.Contains(got, want) {
		t.Errorf("R4: %s is written as %q, which lacks %q", what, got, want)
	}
}

type textOf struct{ err error }

func (e textOf) String() string { return e.err.Error() }

func TestUnitsOfErrors(t *testing.T) {
	everyUnit(t, func(t *testing.T, inFeet, inMetres *tide.Service) {
		_, one := inFeet.Record("pier", 30_000)
		_, other := inMetres.Record("pier", 30_000)
		loaded, otherLoaded := inFeet.Load(), inMetres.Load()
		if one == nil || other == nil || loaded == nil || otherLoaded == nil {
			t.Fatalf("R2: levels that no gauge can have read give %v, %v, %v, %v", one, other, loaded, otherLoaded)
		}
		holds(t, "an error of Record", textOf{one}, feet)
		holds(t, "an error of Record", textOf{other}, metres)
		holds(t, "an error of Load", textOf{loaded}, feet)
		holds(t, "an error of Load", textOf{otherLoaded}, metres)
		var found *tide.LevelError
		if !errors.As(otherLoaded, &found) || found.Gauge != "quay" || found.Level != 30_000 {
			t.Fatalf("R7: a damaged log gives %v, in which errors.As finds no LevelError of quay", otherLoaded)
		}
		holds(t, "the LevelError in an error of Load", textOf{found}, metres)
		inFeet.SetUnit(tide.Metres)
		inMetres.SetUnit(tide.Feet)
		holds(t, "an error after SetUnit", textOf{one}, metres)
		holds(t, "an error after SetUnit", textOf{other}, feet)
		holds(t, "an error of Load after SetUnit", textOf{loaded}, metres)
		holds(t, "the LevelError in an error of Load after SetUnit", textOf{found}, feet)
	})
}

func TestUnitsOfAlarms(t *testing.T) {
	everyUnit(t, func(t *testing.T, inFeet, inMetres *tide.Service) {
		var kept []tide.Alarm
		keep := func(a tide.Alarm) { kept = append(kept, a) }
		inFeet.OnAlarm(keep)
		inMetres.OnAlarm(keep)
		inMetres.OnAlarm(func(a tide.Alarm) { holds(t, "an alarm", a, "pier: -3.000 m, below -1.000 m") })
		inFeet.Record("quay", 3000)
		inMetres.Record("pier", -3000)
		if len(kept) != 2 {
			t.Fatalf("R2: two alarms came, %d were told", len(kept))
		}
		holds(t, "an alarm", kept[0], "quay: 9.8 ft, above 3.3 ft")
		inFeet.SetUnit(tide.Metres)
		inMetres.SetUnit(tide.Feet)
		holds(t, "an alarm after SetUnit", kept[0], "quay: 3.000 m, above 1.000 m")
		holds(t, "an alarm after SetUnit", kept[1], "pier: -9.8 ft, below -3.3 ft")
	})
}

func TestUnitsOfWhatCallersMake(t *testing.T) {
	everyUnit(t, func(t *testing.T, inFeet, inMetres *tide.Service) {
		level := tide.Level(30_000).String()
		made := &tide.LevelError{Gauge: "mole", Level: 30_000}
		holds(t, "a LevelError that a caller made", textOf{made}, "tide: mole: a level of "+level+" is not")
		alarm := tide.Alarm{Reading: tide.Reading{Gauge: "mole", Level: 30_000}}
		holds(t, "an Alarm that a caller made", alarm, "mole: "+level+", above ")
	})
	if got := tide.Level(-1524).String(); got != "-1.524 m" {
		t.Errorf("R4: in metres, a Level is written as %q", got)
	}
}

// opened is the package at a new station with gauge pier.
func opened(t *testing.T) {
	t.Helper()
	if err := tide.Open(t.TempDir()); err != nil {
		t.Fatalf("R1: Open of an empty folder: %v", err)
	}
	if err := tide.Add("pier", -1000, 1000); err != nil {
		t.Fatalf("R1: Add after Open: %v", err)
	}
}

func TestOpenKeepsWhatWasHandedOut(t *testing.T) {
	defer tide.SetUnit(tide.Metres)
	opened(t)
	var told []string
	note := func(what string) func(tide.Alarm) {
		return func(tide.Alarm) { told = append(told, what) }
	}
	defer tide.OnAlarm(note("kept"))()
	cancel := tide.OnAlarm(note("cancelled"))
	var alarm tide.Alarm
	tide.OnAlarm(func(a tide.Alarm) { alarm = a })
	tide.Record("pier", 2000)
	_, err := tide.Record("pier", 30_000)
	opened(t)
	tide.SetUnit(tide.Feet)
	if err == nil || !strings.Contains(err.Error(), feet) {
		t.Errorf("R1: after Open and SetUnit, an error from before says %v, want %s", err, feet)
	}
	if got := alarm.String(); got != "pier: 6.6 ft, above 3.3 ft" {
		t.Errorf("R1: after Open and SetUnit, an alarm from before says %s", got)
	}
	cancel()
	told = nil
	tide.Record("pier", 2000)
	if !slices.Equal(told, []string{"kept"}) {
		t.Errorf("R1: after Open and a call of cancel, %q are told of an alarm", told)
	}
	opened(t)
	tide.Record("pier", 600)
	if got := tide.Bulletin(); !strings.Contains(got, "pier: 2.0 ft\n") {
		t.Errorf("R1: after Open, the unit is not what it was:\n%s", got)
	}
}

func TestOpenedByAnAlarmFunction(t *testing.T) {
	opened(t)
	next := t.TempDir()
	if err := os.WriteFile(filepath.Join(next, "gauges"), []byte("mole -1 1\n"), 0o666); err != nil {
		t.Fatalf("R1: the test's own file: %v", err)
	}
	before := tide.Bulletin()
	var number int
	fmt.Sscanf(before, "bulletin %d", &number)
	var within string
	var order []string
	defer tide.OnAlarm(func(tide.Alarm) {
		order = append(order, "first")
		if err := tide.Open(next); err != nil {
			t.Errorf("R1: Open by an alarm function: %v", err)
		}
		within = tide.Bulletin()
	})()
	defer tide.OnAlarm(func(a tide.Alarm) { order = append(order, a.String()) })()
	if r, err := tide.Record("pier", 2000); err != nil || r.Number != 1 {
		t.Errorf("R1: Record in which an alarm function calls Open returns %+v, %v", r, err)
	}
	if want := []string{"first", "pier: 2.000 m, above 1.000 m"}; !slices.Equal(order, want) {
		t.Errorf("R1: told in the order %q, want %q", order, want)
	}
	if want := fmt.Sprintf("bulletin %d of", number+1); !strings.HasPrefix(within, want) || strings.Contains(within, "alarms") {
		t.Errorf("R1: an alarm function calls Open and gets the bulletin\n%swant number %d, without alarms", within, number+1)
	}
	after := tide.Bulletin()
	if want := fmt.Sprintf("bulletin %d of", number+2); !strings.HasPrefix(after, want) || !strings.HasSuffix(after, "mole: no readings\nalarms: 1\n") {
		t.Errorf("R1: after that the bulletin is\n%swant number %d, with mole and one alarm", after, number+2)
	}
	if r, err := tide.Record("mole", 0); err != nil || r.Number != 1 {
		t.Errorf("R1: Record after that returns %+v, %v", r, err)
	}
}

func TestLoadedByAnAlarmFunction(t *testing.T) {
	store := holding(map[string]string{"gauges": "mole -1 1\n", "mole.log": "41 5 0\n"})
	s := withGauges(store)
	s.OnAlarm(func(tide.Alarm) {
		if err := s.Load(); err != nil {
			t.Errorf("R2: Load by an alarm function: %v", err)
		}
	})
	s.Record("pier", 2000)
	if got, want := s.Bulletin(), "bulletin 1 of 2031-05-09 12:00\nmole: silent since 00:00\nalarms: 1\n"; got != want {
		t.Errorf("R2: an alarm function has called Load, the bulletin is\n%swant\n%s", got, want)
	}
	if r, _ := s.Record("mole", 0); r.Number != 42 {
		t.Errorf("R2: a file goes up to number 41, the next reading has number %d", r.Number)
	}
}

func TestStoreKeepsItsBytes(t *testing.T) {
	store := newMemory()
	s := withGauges(store)
	broken := errors.New("no space")
	var want strings.Builder
	for i := range 40 {
		level := tide.Level((i*7919)%2000 - 1000)
		store.fail = nil
		if i%5 == 3 {
			store.fail = func(string, string) error { return broken }
		}
		r, _ := s.Record("pier", level)
		fmt.Fprintf(&want, "%d %d %d\n", r.Number, noon.Unix(), int(level))
		if i%10 == 0 {
			s.Save()
		}
	}
	s.Save()
	if got := store.content("pier.log"); got != want.String() {
		t.Errorf("R6: a store that keeps what it gets holds\n%swant\n%s", got, want.String())
	}
	if got := store.content("gauges"); got != "pier -1000 1000\nquay -1000 1000\n" {
		t.Errorf("R6: the list of gauges in the store is\n%s", got)
	}
	if len(store.files) != 2 {
		t.Errorf("R6: the store has %d files, want 2", len(store.files))
	}
}

// asking is a clock that does something first.
type asking func()

func (a asking) Now() time.Time { a(); return noon }

func TestServicesWithinServices(t *testing.T) {
	opened(t)
	inner := withGauges(newMemory())
	use := func() {
		for _, s := range []service{inner, packageService{}} {
			s.Record("pier", 0)
			s.Record("pier", 5000)
			s.Bulletin()
			s.Save()
		}
	}
	store := newMemory()
	store.during = use
	outer := tide.NewService(asking(use), store)
	outer.Add("pier", -10, 10)
	outer.OnAlarm(func(tide.Alarm) { use(); outer.Bulletin(); outer.Save() })
	watch := quiet.New(t)
	call := watch.Go(func() {
		outer.Record("pier", 0)
		outer.Record("pier", 11)
		outer.Load()
		outer.Highest("pier")
	})
	watch.MustReturn("R3", call)
}
