package tide

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

type dirStore struct{ dir string }

func (d dirStore) Read(file string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.dir, file))
}

func (d dirStore) Append(file string, data []byte) error {
	f, err := os.OpenFile(filepath.Join(d.dir, file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func (d dirStore) Replace(file string, data []byte) error {
	to := filepath.Join(d.dir, file)
	err := os.WriteFile(to+".new", data, 0o666)
	if err == nil {
		err = os.Rename(to+".new", to)
	}
	return err
}

var defaultService = NewService(wallClock{}, dirStore{"."})

func SetUnit(u Unit)                         { defaultService.SetUnit(u) }
func Add(name string, low, high Level) error { return defaultService.Add(name, low, high) }
func Gauges() []string                       { return defaultService.Gauges() }
func Highest(name string) (Reading, error)   { return defaultService.Highest(name) }
func Lowest(name string) (Reading, error)    { return defaultService.Lowest(name) }
func OnAlarm(f func(Alarm)) (cancel func())  { return defaultService.OnAlarm(f) }
func Record(name string, level Level) (r Reading, err error) {
	return defaultService.Record(name, level)
}
func Bulletin() string         { return defaultService.Bulletin() }
func Save() error              { return defaultService.Save() }
func Open(folder string) error { return defaultService.open(dirStore{folder}) }
