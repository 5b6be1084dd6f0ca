package harness

import (
	"errors"
	"io"
	"reflect"
	"time"
)

// dependencies is what testing.MainStart asks of a test program, without profiles, fuzzing and coverage: the package
// that `go test` links for them makes up much of a test binary.
type dependencies struct{}

var errAbsent = errors.New("not part of this test program")

// entry has the shape of testing's unexported corpus entry.
type entry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

func (dependencies) ImportPath() string                                 { return "" }
func (dependencies) ModulePath() string                                 { return "" }
func (dependencies) MatchString(_, _ string) (bool, error)              { return true, nil }
func (dependencies) SetPanicOnExit0(bool)                               {}
func (dependencies) StartCPUProfile(io.Writer) error                    { return errAbsent }
func (dependencies) StopCPUProfile()                                    {}
func (dependencies) StartTestLog(io.Writer)                             {}
func (dependencies) StopTestLog() error                                 { return errAbsent }
func (dependencies) WriteProfileTo(string, io.Writer, int) error        { return errAbsent }
func (dependencies) RunFuzzWorker(func(entry) error) error              { return errAbsent }
func (dependencies) ReadCorpus(string, []reflect.Type) ([]entry, error) { return nil, errAbsent }
func (dependencies) CheckCorpus([]any, []reflect.Type) error            { return nil }
func (dependencies) ResetCoverage()                                     {}
func (dependencies) SnapshotCoverage()                                  {}

func (dependencies) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []entry, []reflect.Type, string, string) error {
	return errAbsent
}

func (dependencies) InitRuntimeCoverage() (mode string, tearDown func(string, string) (string, error), snapshot func() float64) {
	return
}
