// Package probe finds out how fresh the mirrors of a package archive are.
package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
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

// race is one call of First: whoever settles it first decides what the call returns.
type race struct {
	caller   context.Context
	mu       sync.Mutex
	settled  bool
	pending  int
	failures []error
	result   Result
	err      error
	over     chan struct{}
}

// settle decides the race unless that has been done. The lock is held by the caller.
func (r *race) settle(result Result, err error) {
	if r.settled {
		return
	}
	r.settled, r.result, r.err = true, result, err
	close(r.over)
}

// answer takes in what one mirror has said and reports whether its link, if any, has found an owner.
func (r *race) answer(result Result, err error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending--
	if err != nil {
		r.failures = append(r.failures, err)
		if r.pending == 0 {
			r.settle(Result{}, errors.Join(append(r.failures, r.caller.Err())...))
		}
		return true
	}
	if r.settled {
		return false
	}
	r.settle(result, nil)
	return true
}

// stop settles the race with the error of a context that is done.
func (r *race) stop(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settle(Result{}, err)
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	r := &race{caller: ctx, pending: len(mirrors), over: make(chan struct{})}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	unhook := context.AfterFunc(ctx, func() { r.stop(ctx.Err()) })
	defer unhook()
	for _, mirror := range mirrors {
		go func() {
			result, err := mirror.Probe(inner)
			if !r.answer(result, err) {
				result.Link.Close()
			}
		}()
	}
	<-r.over
	return r.result, r.err
}

// sweeper is one call of Sweep.
type sweeper struct {
	caller context.Context
	cancel context.CancelFunc

	finding   sync.Mutex // keeps the directory to one goroutine at a time
	directory Directory
	names     []string
	next      int

	mu  sync.Mutex // never held while anybody is asked
	err error
}

// over tells whether the sweep has ended, which the end of the caller's context does too.
func (s *sweeper) over() bool {
	if err := s.caller.Err(); err != nil {
		s.end(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err != nil
}

// take finds the next mirror to ask; ok is false when there is none or the sweep is over.
func (s *sweeper) take() (index int, mirror Mirror, ok bool) {
	s.finding.Lock()
	defer s.finding.Unlock()
	if s.next == len(s.names) || s.over() {
		return 0, nil, false
	}
	index = s.next
	s.next++
	mirror, err := s.directory.Find(s.names[index])
	if err != nil {
		s.end(fmt.Errorf("probe: finding %s: %w", s.names[index], err))
		return 0, nil, false
	}
	return index, mirror, !s.over()
}

// end remembers the first error and calls off the probes under way. What a mirror says once the caller's context is done
// comes from that.
func (s *sweeper) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = errors.Join(s.caller.Err(), err)
		s.cancel()
	}
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &sweeper{caller: ctx, directory: directory, names: names, cancel: cancel}
	results := make([]Result, len(names))
	var workers, links sync.WaitGroup
	for range min(width, len(names)) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for {
				index, mirror, ok := s.take()
				if !ok {
					return
				}
				result, err := mirror.Probe(inner)
				if err != nil {
					s.end(err)
					return
				}
				links.Go(result.Link.Close)
				result.Link = nil
				results[index] = result
			}
		}()
	}
	workers.Wait()
	links.Wait()
	if s.err != nil {
		return nil, s.err
	}
	return results, nil
}

// Watch passes on what source reports, one report after another, and asks for the next when the last has been taken.
// A failure of the source comes as a last report. The channel is closed at the end of the source or of ctx.
func Watch(ctx context.Context, source Source) <-chan Status {
	reports := make(chan Status)
	go relay(ctx, source, reports)
	return reports
}

// relay is the goroutine of Watch. Whatever it waits for besides the source ends with ctx.
func relay(ctx context.Context, source Source, reports chan<- Status) {
	defer close(reports)
	for last := false; !last; {
		status, err := source.Next(ctx)
		if errors.Is(err, io.EOF) {
			return
		}
		if last = err != nil; last {
			status = Status{Err: err}
		}
		select {
		case <-ctx.Done():
			return
		case reports <- status:
		}
	}
}
