// canary: cf7e407d-f575-4bdd-9fc4-02750f735a96

package tide_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"tide"
)

func finds(t *testing.T, what string, err error, wanted ...error) {
	t.Helper()
	for _, one := range wanted {
		if !errors.Is(err, one) {
			t.Errorf("R7: %s gives %v, in which errors.Is does not find %v", what, err, one)
		}
	}
}

func lacks(t *testing.T, what string, err error, unwanted ...error) {
	t.Helper()
	for _, one := range unwanted {
		if errors.Is(err, one) {
			t.Errorf("R7: %s gives %v, in which errors.Is finds %v", what, err, one)
		}
	}
}

func storeError(t *testing.T, what string, err error, file string) *tide.StoreError {
	t.Helper()
	var found *tide.StoreError
	if !errors.As(err, &found) {
		t.Fatalf("R7: %s gives %v, in which errors.As finds no StoreError", what, err)
	}
	if found.File != file {
		t.Errorf("R7: %s gives a StoreError about %q, want %q", what, found.File, file)
	}
	return found
}

// both calls test with a service and with the package.
func both(t *testing.T, test func(t *testing.T, s service)) {
	test(t, tide.NewService(fixed(noon), newMemory()))
	folder := t.TempDir()
	if err := tide.Open(folder); err != nil {
		t.Fatalf("R1: Open of an empty folder: %v", err)
	}
	test(t, packageService{folder})
}

func TestFaultsAreFound(t *testing.T) {
	both(t, func(t *testing.T, s service) {
		faults := []error{tide.ErrName, tide.ErrBounds, tide.ErrExists, tide.ErrGauge, tide.ErrNone, tide.ErrFormat}
		alone := func(what string, err error, wanted error) {
			t.Helper()
			for _, one := range faults {
				if one == wanted {
					finds(t, what, err, one)
				} else {
					lacks(t, what, err, one)
				}
			}
		}
		alone("Add without a name", s.Add("", 0, 1), tide.ErrName)
		alone("Add with bounds the wrong way round", s.Add("pier", 1, 0), tide.ErrBounds)
		alone("Add", s.Add("pier", 0, 1), nil)
		alone("Add again", s.Add("pier", 0, 1), tide.ErrExists)
		_, err := s.Record("quay", 1)
		alone("Record without a gauge", err, tide.ErrGauge)
		_, err = s.Highest("quay")
		alone("Highest without a gauge", err, tide.ErrGauge)
		_, err = s.Lowest("pier")
		alone("Lowest without a reading", err, tide.ErrNone)
	})
}

func TestLevelErrorsAreFound(t *testing.T) {
	both(t, func(t *testing.T, s service) {
		s.Add("pier", 0, 1)
		_, err := s.Record("pier", -20_001)
		var found *tide.LevelError
		if !errors.As(err, &found) || found.Gauge != "pier" || found.Level != -20_001 {
			t.Errorf("R7: Record of an impossible level gives %v, in which errors.As finds no LevelError about it", err)
		}
		if _, err := s.Record("pier", -20_000); err != nil {
			t.Errorf("R1: Record of the lowest level: %v", err)
		}
	})
}

// blocked makes a folder where a file should be.
func blocked(t *testing.T, folder, file string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(folder, file), 0o777); err != nil {
		t.Fatalf("R7: the test's own folder: %v", err)
	}
}

func TestSystemErrorsAreFound(t *testing.T) {
	folder := t.TempDir()
	if err := tide.Open(folder); err != nil {
		t.Fatalf("R1: Open of an empty folder: %v", err)
	}
	tide.Add("pier", 0, 1)
	blocked(t, folder, "pier.log")
	r, err := tide.Record("pier", 1)
	if r.Number != 1 {
		t.Errorf("R1: a Record that cannot be written returns %+v", r)
	}
	storeError(t, "Record", err, "pier.log")
	pathError(t, "Record", err, filepath.Join(folder, "pier.log"))
	pathError(t, "Save", tide.Save(), filepath.Join(folder, "pier.log"))
	pathError(t, "Open of another folder", tide.Open(t.TempDir()), filepath.Join(folder, "pier.log"))
	os.Remove(filepath.Join(folder, "pier.log"))
	blocked(t, folder, "gauges")
	err = tide.Save()
	storeError(t, "Save", err, "gauges")
	var link *os.LinkError
	if !errors.As(err, &link) {
		t.Errorf("R7: Save over a folder gives %v, in which errors.As finds no LinkError", err)
	}
	other := t.TempDir()
	blocked(t, other, "gauges")
	err = tide.Open(other)
	storeError(t, "Open", err, "gauges")
	pathError(t, "Open", err, filepath.Join(other, "gauges"))
}

func pathError(t *testing.T, what string, err error, path string) {
	t.Helper()
	var found *fs.PathError
	if !errors.As(err, &found) || found.Path != path {
		t.Errorf("R7: %s gives %v, in which errors.As finds no PathError about %s", what, err, path)
	}
}

// storeFault is an error of a store's own kind.
type storeFault struct{ call, file string }

func (f *storeFault) Error() string { return f.call + " fails" }

func faulty(store *memory, call, file string) {
	store.fail = func(called, of string) error {
		if called == call && of == file {
			return fmt.Errorf("store: %w", &storeFault{call, file})
		}
		return nil
	}
}

func TestStoreErrorsAreFound(t *testing.T) {
	for _, one := range []struct{ call, file string }{{"append", "pier.log"}, {"replace", "gauges"}, {"read", "gauges"}, {"read", "quay.log"}} {
		store := newMemory()
		s := withGauges(store)
		if err := s.Save(); err != nil {
			t.Fatalf("R2: Save: %v", err)
		}
		faulty(store, one.call, one.file)
		_, recorded := s.Record("pier", 0)
		err := errors.Join(recorded, s.Save(), s.Load())
		storeError(t, one.call, err, one.file)
		var found *storeFault
		if !errors.As(err, &found) || found.call != one.call || found.file != one.file {
			t.Errorf("R7: a store fails to %s %s, which errors.As does not find in %v", one.call, one.file, err)
		}
	}
}

func TestFirstAndLatestFailure(t *testing.T) {
	for want, told := range map[string]*tide.StoreError{
		"tide: x.log: two (at first: one)": {File: "x.log", Err: errors.New("two"), First: errors.New("one")},
		"tide: gauges: two":                {File: "gauges", Err: errors.New("two")},
	} {
		if got := told.Error(); got != want {
			t.Errorf("R1: a StoreError is written as %q, want %q", got, want)
		}
	}
	store := newMemory()
	s := withGauges(store)
	failing := func(err error) {
		store.fail = func(string, string) error { return err }
	}
	one, two, three, four := errors.New("one"), errors.New("two"), errors.New("three"), errors.New("four")
	failing(one)
	_, err := s.Record("pier", 1)
	finds(t, "the first failure", err, one)
	if storeError(t, "the first failure", err, "pier.log").First != nil {
		t.Errorf("R7: the first failure has one before it: %v", err)
	}
	failing(two)
	_, err = s.Record("quay", 2)
	finds(t, "the second failure", err, one, two)
	storeError(t, "the second failure", err, "pier.log")
	failing(three)
	for what, err := range map[string]error{"the third failure, Save": s.Save(), "the third failure, Load": s.Load()} {
		finds(t, what, err, one, three)
		lacks(t, what, err, two)
	}
	store.fail = func(_, file string) error {
		if file == "quay.log" {
			return four
		}
		return nil
	}
	_, err = s.Record("pier", 3)
	finds(t, "a failure of the second line", err, one, four)
	storeError(t, "a failure of the second line", err, "quay.log")
	store.fail = nil
	if err := s.Save(); err != nil {
		t.Errorf("R2: Save to a store that works again: %v", err)
	}
	failing(two)
	_, err = s.Record("pier", 4)
	finds(t, "a failure after all was written", err, two)
	lacks(t, "a failure after all was written", err, one, three, four)
	store.fail = func(_, file string) error {
		if file == "quay.log" {
			return three
		}
		return nil
	}
	_, err = s.Record("quay", 5)
	finds(t, "a failure of a new line behind one that was written", err, three)
	lacks(t, "a failure of a new line behind one that was written", err, two)
	store.fail = nil
	if err := s.Save(); err != nil {
		t.Errorf("R2: Save to a store that works again: %v", err)
	}
}

// TestMissingFilesByAnyName has a store that wraps fs.ErrNotExist.
func TestMissingFilesByAnyName(t *testing.T) {
	store := newMemory()
	s := tide.NewService(fixed(noon), store)
	if err := s.Load(); err != nil {
		t.Errorf("R7: Load from an empty store: %v", err)
	}
	store.files["gauges"] = [][]byte{[]byte("pier -3 3\n")}
	if err := s.Load(); err != nil {
		t.Errorf("R7: Load from a store without logs: %v", err)
	}
	if found := s.Gauges(); len(found) != 1 {
		t.Errorf("R2: after Load the gauges are %q, want pier", found)
	}
}
