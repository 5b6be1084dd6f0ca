// canary: 092c070a-aaa2-4a4f-984b-0da0ccd53e8b

package label_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"label"
	"specgen/quiet"
)

// A fault is what goes wrong at one call of the printer or the journal.
type fault struct {
	crash bool  // else the call returns err
	kept  int   // of a crash: how much of the call's effect is left, see effects
	err   error // of an error
}

// effects are the amounts of a record that a crash leaves; a label comes out or not.
const (
	none = iota
	oneByte
	half
	allButOne
	whole
	effects
)

func (f fault) String() string {
	if !f.crash {
		return "error"
	}
	return "crash that leaves " + []string{"nothing", "one byte", "half", "all but one byte", "everything"}[f.kept]
}

// machine is printer and journal, and counts the calls of both. What is on paper and on disk outlives a crash.
type machine struct {
	lock    sync.Mutex
	faults  map[int]fault // by number of the call, from 1
	calls   int
	idle    bool // a fault had no effect of its own here
	dead    bool
	paper   []label.Label
	disk    [][]byte
	attempt attempt
}

// attempt is what has happened in one call of Run.
type attempt struct {
	crashed    bool
	errors     []error
	ofJournal  bool // one of the errors
	afterError int  // labels that came out after an error
}

func (m *machine) Print(one label.Label) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	hit, ok := m.next()
	if ok && hit.crash {
		m.idle = m.idle || hit.kept != none && hit.kept != whole
		if hit.kept == whole {
			m.paper = append(m.paper, one)
		}
		m.die()
	}
	if ok {
		m.attempt.errors = append(m.attempt.errors, hit.err)
		return hit.err
	}
	if len(m.attempt.errors) > 0 {
		m.attempt.afterError++
	}
	m.paper = append(m.paper, one)
	return nil
}

func (m *machine) Append(record []byte) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	hit, ok := m.next()
	if ok && hit.crash {
		length := []int{none: 0, oneByte: 1, half: len(record) / 2, allButOne: len(record) - 1, whole: len(record)}[hit.kept]
		m.idle = m.idle || hit.kept != none && length < 1 || hit.kept == half && length < 2 || hit.kept == allButOne && length <= len(record)/2
		if length > 0 {
			m.disk = append(m.disk, slices.Clone(record[:length]))
		}
		m.die()
	}
	if ok {
		m.attempt.errors = append(m.attempt.errors, hit.err)
		m.attempt.ofJournal = true
		return hit.err
	}
	m.disk = append(m.disk, slices.Clone(record))
	return nil
}

func (m *machine) Read() ([][]byte, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	hit, ok := m.next()
	if ok && hit.crash {
		m.idle = m.idle || hit.kept != none
		m.die()
	}
	if ok {
		m.attempt.errors = append(m.attempt.errors, hit.err)
		m.attempt.ofJournal = true
		return nil, hit.err
	}
	var records [][]byte
	for _, record := range m.disk {
		records = append(records, slices.Clone(record))
	}
	return records, nil
}

// next counts a call and tells what goes wrong with it.
func (m *machine) next() (fault, bool) {
	if m.dead {
		runtime.Goexit()
	}
	m.calls++
	hit, ok := m.faults[m.calls]
	return hit, ok
}

// die ends the goroutine, and every later one that calls.
func (m *machine) die() {
	m.dead = true
	m.attempt.crashed = true
	runtime.Goexit()
}

// pending tells whether a fault is still to come.
func (m *machine) pending() bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	for call := range m.faults {
		if call > m.calls {
			return true
		}
	}
	return false
}

// run starts the process, as it were, calls Run, and tells how that ended. R4 and that nothing hangs is held here.
func (m *machine) run(t *testing.T, when string, labels []label.Label) (attempt, error) {
	t.Helper()
	m.lock.Lock()
	m.dead, m.attempt = false, attempt{}
	m.lock.Unlock()
	watch := quiet.New(t)
	var err error
	over := make(chan struct{})
	call := watch.Go(func() {
		go func() {
			defer close(over)
			err = label.Run(m, m, slices.Clone(labels))
		}()
		<-over
	})
	select {
	case <-over:
	case <-time.After(50 * time.Millisecond): // only from here on it is worth while to look at all goroutines
	}
	left := watch.Settle()
	m.lock.Lock()
	done := m.attempt
	m.lock.Unlock()
	if !call.Returned() {
		if done.crashed {
			quiet.Excuse(left)
			return done, nil
		}
		watch.MustReturn("R2", call)
	}
	if done.crashed {
		return done, nil
	}
	wraps := func(one error) bool { return errors.Is(err, one) }
	if len(done.errors) > 0 && !slices.ContainsFunc(done.errors, wraps) {
		t.Errorf("R4: %s: Run returned %v, want an error that wraps %v", when, err, done.errors)
	}
	if done.afterError > 0 {
		t.Errorf("R4: %s: labels came out after an error", when)
	}
	return done, err
}

// tubes is a list of so many different labels.
func tubes(count int) []label.Label {
	labels := make([]label.Label, count)
	for i := range labels {
		labels[i] = label.Label{Tube: fmt.Sprint("T", 100+i), Text: "serum"}
	}
	return labels
}

func fresh() *machine { return &machine{faults: map[int]fault{}} }
