// canary: 0922375e-35e7-4f8e-893f-d56fcd114d24

// Package probe finds out how fresh the mirrors of a package archive are.
package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
)

var (
	ErrNoMirror = errors.New("probe: no mirror to ask")
	ErrWidth    = errors.New("probe: width must be at least 1")
)

// A Link is a connection to a mirror. It takes up one of the mirror's few places until it is closed.
type Link interface {
	// Close waits until the mirror has let go of the link. That may take as long as a probe.
	Close()
}

// A Result is what a mirror has answered.
type Result struct {
	Name   string
	Serial int64 // number of the last update that the mirror has taken over
	Link   Link  // open in a result of First, for further requests; nil in results of Sweep
}

// A Mirror is one copy of the archive.
type Mirror interface {
	// Probe connects to the mirror and asks for its serial number. ctx bounds the probing alone: a link that has
	// been returned stays open until it is closed. Most mirrors give up when ctx is done and return an error of their
	// own; some take no notice of it and answer late, with a result or an error. An error comes without a link, a
	// result with one.
	Probe(ctx context.Context) (Result, error)
}

// A Directory knows the mirrors by their names. It serves one goroutine at a time.
type Directory interface {
	Find(name string) (Mirror, error)
}

// A Status is one report about a mirror.
type Status struct {
	Name   string
	Serial int64
	Err    error // set in the last report of a source that has failed; the rest is then empty
}

// A Source reports on a mirror as it changes.
type Source interface {
	// Next waits for the next report. It returns io.EOF when there are no more. Like Probe it may heed ctx or not.
	Next(ctx context.Context) (Status, error)
}

type answer struct {
	index  int
	result Result
	err    error
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	probing, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer)
	for i, mirror := range mirrors {
		go func() {
			result, err := mirror.Probe(probing)
			select {
			case answers <- answer{i, result, err}:
			case <-probing.Done(): // nobody needs the answer any more
				if err == nil {
					result.Link.Close()
				}
			}
		}()
	}
	failures := make([]error, len(mirrors))
	for range mirrors {
		select {
		case a := <-answers:
			if a.err == nil {
				return a.result, nil
			}
			failures[a.index] = a.err
		case <-ctx.Done():
			return Result{}, ctx.Err()
		}
	}
	// Mirrors that gave up because of ctx may have said so in words of their own.
	return Result{}, errors.Join(append(failures, ctx.Err())...)
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	probing, cancel := context.WithCancel(ctx)
	defer cancel()
	s := sweep{
		ctx:    ctx,
		cancel: cancel,
		slots:  make(chan struct{}, min(width, len(names))),
		failed: make(chan error, 1),
		links:  make(chan struct{}, len(names)),
	}
	results := make([]Result, len(names))
	for i, name := range names {
		if err := s.over(); err != nil {
			return nil, err
		}
		mirror, err := directory.Find(name)
		if err != nil {
			s.fail(fmt.Errorf("probe: finding %s: %w", name, err))
			return nil, <-s.failed // that of a mirror if it was first
		}
		if err := s.acquire(); err != nil {
			return nil, err
		}
		if err := s.over(); err != nil {
			return nil, err
		}
		go func() {
			defer s.release()
			result, err := mirror.Probe(probing)
			if err != nil {
				s.fail(err)
				return
			}
			go func() {
				result.Link.Close()
				s.links <- struct{}{}
			}()
			results[i] = Result{Name: result.Name, Serial: result.Serial}
		}()
	}
	for range cap(s.slots) { // with all slots in hand, no probe is under way
		if err := s.acquire(); err != nil {
			return nil, err
		}
	}
	for range names {
		<-s.links
	}
	return results, nil
}

// A sweep is what the goroutines of a call of Sweep share.
type sweep struct {
	ctx    context.Context // of the caller
	cancel context.CancelFunc
	slots  chan struct{} // holds one element for each probe under way
	failed chan error    // holds the first error
	links  chan struct{} // holds one element for each link that is closed
}

// fail notes err, if it is the first, and then ends the probes under way. It never blocks.
func (s *sweep) fail(err error) {
	// A mirror that gave up because of ctx may have said so in words of its own.
	if done := s.ctx.Err(); done != nil && !errors.Is(err, done) {
		err = fmt.Errorf("%w: %w", done, err)
	}
	select {
	case s.failed <- err:
	default:
	}
	s.cancel()
}

// failure returns the first error, nil if there is none yet.
func (s *sweep) failure() error {
	select {
	case err := <-s.failed:
		return err
	default:
		return nil
	}
}

// over returns the first error or, without one, that of the caller's context; nil if the sweep goes on.
func (s *sweep) over() error {
	if err := s.failure(); err != nil {
		return err
	}
	return s.ctx.Err()
}

// acquire waits for a slot or the first error, which has precedence: a probe that fails notes it before it gives up
// its slot.
func (s *sweep) acquire() error {
	select {
	case s.slots <- struct{}{}:
		return s.failure()
	case err := <-s.failed:
		return err
	}
}

// release gives up a slot.
func (s *sweep) release() {
	<-s.slots
}

// Watch passes on what source reports, one report after another, and asks for the next when the last has been taken.
// A failure of the source comes as a last report. The channel is closed at the end of the source or of ctx.
func Watch(ctx context.Context, source Source) <-chan Status {
	reports := make(chan Status)
	go func() {
		defer close(reports)
		for ctx.Err() == nil {
			status, err := source.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				status = Status{Err: err}
			}
			select {
			case reports <- status:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return reports
}
