package tide

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// systemClock is the clock of the package functions.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// folder is a Store of files in one folder.
type folder string

func (f folder) path(file string) string { return filepath.Join(string(f), file) }

func (f folder) Read(file string) ([]byte, error) { return os.ReadFile(f.path(file)) }

func (f folder) Append(file string, data []byte) error {
	opened, err := os.OpenFile(f.path(file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = opened.Write(data)
	return errors.Join(err, opened.Close())
}

func (f folder) Replace(file string, data []byte) error {
	path := f.path(file)
	if err := os.WriteFile(path+".new", data, 0o666); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
