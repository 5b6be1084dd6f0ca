// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"testing"

	"specgen/pair"
	"tide"
)

// calls are made on a service, or on the package.
var calls = []func(s service){
	func(s service) { s.Add("mole", 0, 1) },
	func(s service) { s.Gauges() },
	func(s service) { s.Highest("pier") },
	func(s service) { s.Lowest("pier") },
	func(s service) { s.Record("pier", 5) },
	func(s service) { s.Record("quay", 5000) },
	func(s service) { s.Record("quay", 50_000) },
	func(s service) { s.OnAlarm(func(tide.Alarm) {})() },
	func(s service) { s.Bulletin() },
	func(s service) { s.SetUnit(tide.Feet) },
	func(s service) { s.Save() },
	func(s service) { s.Load() },
}

func seasoned() *tide.Service {
	s := withGauges(holding(map[string]string{"gauges": "pier -9 9\nquay -9 9\n"}))
	s.OnAlarm(func(a tide.Alarm) { _ = a.String() })
	s.Record("pier", 4)
	s.Bulletin()
	return s
}

func TestServicesBesideEachOther(t *testing.T) {
	for _, one := range calls {
		pair.BothOrders(t, "R3", func() pair.Calls {
			a, b := seasoned(), seasoned()
			return pair.Calls{One: func() { one(a) }, Two: func() {
				for _, each := range calls {
					each(b)
				}
			}}
		})
	}
}

// handedOut are an error and an alarm of a service.
func handedOut(s service) (err error, alarm tide.Alarm) {
	cancel := s.OnAlarm(func(a tide.Alarm) { alarm = a })
	defer cancel()
	s.Record("pier", 4)
	s.Record("pier", 9000)
	_, err = s.Record("pier", 90_000)
	return err, alarm
}

func TestOneServiceByTwoGoroutines(t *testing.T) {
	for _, one := range calls {
		for _, two := range calls {
			pair.BothOrders(t, "R5", func() pair.Calls {
				s := seasoned()
				return pair.Calls{One: func() { one(s) }, Two: func() { two(s) }}
			})
		}
	}
	for _, one := range calls {
		pair.BothOrders(t, "R5", func() pair.Calls {
			s := seasoned()
			err, alarm := handedOut(s)
			cancel := s.OnAlarm(func(tide.Alarm) {})
			return pair.Calls{One: func() { one(s) }, Two: func() { _, _ = err.Error(), alarm.String(); cancel() }}
		})
	}
}

// packageService lets the package functions be used like a service.
type packageService struct{ folder string }

func (packageService) Add(name string, low, high tide.Level) error { return tide.Add(name, low, high) }
func (packageService) Gauges() []string                            { return tide.Gauges() }
func (packageService) Highest(name string) (tide.Reading, error)   { return tide.Highest(name) }
func (packageService) Lowest(name string) (tide.Reading, error)    { return tide.Lowest(name) }
func (packageService) Record(name string, level tide.Level) (tide.Reading, error) {
	return tide.Record(name, level)
}
func (packageService) OnAlarm(f func(tide.Alarm)) (cancel func()) { return tide.OnAlarm(f) }
func (packageService) Bulletin() string                           { return tide.Bulletin() }
func (packageService) SetUnit(u tide.Unit)                        { tide.SetUnit(u) }
func (packageService) Save() error                                { return tide.Save() }
func (p packageService) Load() error                              { return tide.Open(p.folder) }

func TestPackageFunctionsBesideOpen(t *testing.T) {
	harbour := packageService{t.TempDir()}
	for _, one := range calls {
		pair.BothOrders(t, "R5", func() pair.Calls {
			if err := tide.Open(harbour.folder); err != nil {
				t.Fatalf("R1: Open of a folder: %v", err)
			}
			tide.Add("pier", -9, 9)
			tide.Add("quay", -9, 9)
			err, alarm := handedOut(harbour)
			cancel := tide.OnAlarm(func(tide.Alarm) {})
			return pair.Calls{
				One: func() { one(harbour); _, _, _ = err.Error(), alarm.String(), tide.Level(3).String(); cancel() },
				Two: func() { tide.Open(harbour.folder) },
			}
		})
	}
}
