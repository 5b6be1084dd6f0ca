// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"slices"
	"testing"
	"time"

	"tide"
)

// service is what NewService must return.
type service interface {
	Add(name string, low, high tide.Level) error
	Gauges() []string
	Highest(name string) (tide.Reading, error)
	Lowest(name string) (tide.Reading, error)
	Record(name string, level tide.Level) (tide.Reading, error)
	OnAlarm(f func(tide.Alarm)) (cancel func())
	Bulletin() string
	SetUnit(u tide.Unit)
	Save() error
	Load() error
}

var (
	_ func(tide.Clock, tide.Store) *tide.Service = tide.NewService
	_ service                                    = (*tide.Service)(nil)
)

// packageFunctions as they are today.
var packageFunctions = struct {
	add             func(name string, low, high tide.Level) error
	gauges          func() []string
	highest, lowest func(name string) (tide.Reading, error)
	record          func(name string, level tide.Level) (tide.Reading, error)
	onAlarm         func(f func(tide.Alarm)) (cancel func())
	bulletin        func() string
	setUnit         func(u tide.Unit)
	save            func() error
	open            func(folder string) error
}{
	tide.Add, tide.Gauges, tide.Highest, tide.Lowest, tide.Record, tide.OnAlarm, tide.Bulletin, tide.SetUnit, tide.Save, tide.Open,
}

func TestPackageFunctionsAreThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := packageFunctions.add("pier", -100, 100); err != nil {
		t.Fatalf("R1: Add of a new gauge: %v", err)
	}
	if r, err := packageFunctions.record("pier", 7); err != nil || r.Number != 1 || r.Level != 7 {
		t.Fatalf("R1: the first Record returned %+v, %v", r, err)
	}
}

func TestServiceIsThere(t *testing.T) {
	var s service = tide.NewService(fixed(noon), newMemory())
	if err := s.Add("pier", -100, 100); err != nil {
		t.Fatalf("R2: Add of a new gauge: %v", err)
	}
	if r, err := s.Record("pier", 7); err != nil || r.Number != 1 || r.Level != 7 || !r.Time.Equal(noon) {
		t.Fatalf("R2: the first Record returned %+v, %v", r, err)
	}
	if found := s.Gauges(); !slices.Equal(found, []string{"pier"}) {
		t.Fatalf("R2: Gauges are %q, want the one that was added", found)
	}
}

var noon = time.Date(2031, 5, 9, 12, 0, 0, 0, time.UTC)

// fixed is a clock that stands still, so that goroutines may share it.
type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }
