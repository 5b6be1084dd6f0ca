// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"tide"
)

// memory is a Store. It keeps what it is given, as it may.
type memory struct {
	files  map[string][][]byte
	reads  int
	writes int
	fail   func(call, file string) error // nil where all goes well
	during func()                        // called in each call
	plain  bool                          // missing files are told of without further words
}

func newMemory() *memory { return &memory{files: map[string][][]byte{}} }

func holding(files map[string]string) *memory {
	m := newMemory()
	for name, content := range files {
		m.files[name] = [][]byte{[]byte(content)}
	}
	return m
}

func (m *memory) begin(call, file string) error {
	if m.during != nil {
		m.during()
	}
	if m.fail != nil {
		return m.fail(call, file)
	}
	return nil
}

func (m *memory) Read(file string) ([]byte, error) {
	m.reads++
	if err := m.begin("read", file); err != nil {
		return nil, err
	}
	if m.files[file] == nil && m.plain {
		return nil, fs.ErrNotExist
	}
	if m.files[file] == nil {
		return nil, fmt.Errorf("memory has no %s: %w", file, fs.ErrNotExist)
	}
	return []byte(m.content(file)), nil
}

func (m *memory) content(file string) string {
	var b strings.Builder
	for _, part := range m.files[file] {
		b.Write(part)
	}
	return b.String()
}

func (m *memory) Append(file string, data []byte) error {
	m.writes++
	if err := m.begin("append", file); err != nil {
		return err
	}
	m.files[file] = append(m.files[file], data)
	return nil
}

func (m *memory) Replace(file string, data []byte) error {
	m.writes++
	if err := m.begin("replace", file); err != nil {
		return err
	}
	m.files[file] = [][]byte{data}
	return nil
}

// withGauges has gauges pier and quay, with bounds of a metre.
func withGauges(store tide.Store) *tide.Service {
	s := tide.NewService(fixed(noon), store)
	if errors.Join(s.Add("pier", -1000, 1000), s.Add("quay", -1000, 1000)) != nil {
		panic("a new service does not take two gauges")
	}
	return s
}
