package tide

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// adapter is clock and store of the package functions. Its folder changes under the lock of its service.
type adapter struct{ folder string }

func (*adapter) Now() time.Time { return time.Now() }

func (a *adapter) in(file string) string { return filepath.Join(a.folder, file) }

func (a *adapter) Read(file string) ([]byte, error) { return os.ReadFile(a.in(file)) }

func (a *adapter) Append(file string, data []byte) error {
	f, err := os.OpenFile(a.in(file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func (a *adapter) Replace(file string, data []byte) error {
	if err := os.WriteFile(a.in(file)+".new", data, 0o666); err != nil {
		return err
	}
	return os.Rename(a.in(file)+".new", a.in(file))
}
