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

type answer struct {
	index  int
	result Result
	err    error
}

type job struct {
	index  int
	mirror Mirror
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done; an answer that
// comes too late is taken care of by the goroutine that asked.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan answer) // without a buffer: what has been sent has also been received
	for i, mirror := range mirrors {
		go func() {
			result, err := mirror.Probe(ctx)
			select {
			case answers <- answer{i, result, err}:
			case <-ctx.Done():
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
	return Result{}, errors.Join(append(failures, ctx.Err())...) // mirrors give up in words of their own
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned,
// once all that was started has come to its end.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	var started sync.WaitGroup
	defer started.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make(chan job)
	answers := make(chan answer)
	for range min(width, len(names)) {
		started.Go(func() { work(ctx, &started, jobs, answers) })
	}
	started.Go(func() { produce(ctx, directory, names, jobs, answers) })
	results := make([]Result, len(names))
	for range names {
		select {
		case a := <-answers:
			if a.err != nil {
				return nil, errors.Join(a.err, ctx.Err()) // mirrors give up in words of their own
			}
			results[a.index] = a.result
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return results, nil
}

// produce finds the mirrors for jobs and closes it at the end, however that comes.
func produce(ctx context.Context, directory Directory, names []string, jobs chan<- job, answers chan<- answer) {
	defer close(jobs)
	for i, name := range names {
		if ctx.Err() != nil {
			return
		}
		mirror, err := directory.Find(name)
		if err != nil {
			err = fmt.Errorf("probe: finding %s: %w", name, err)
			select {
			case answers <- answer{index: i, err: err}:
			case <-ctx.Done():
			}
			return
		}
		select {
		case jobs <- job{i, mirror}:
		case <-ctx.Done():
			return
		}
	}
}

// work probes the mirrors that come from jobs, unless the sweep has ended since they were found. It does not wait for the
// links to be closed.
func work(ctx context.Context, started *sync.WaitGroup, jobs <-chan job, answers chan<- answer) {
	for j := range jobs {
		if ctx.Err() != nil {
			return
		}
		result, err := j.mirror.Probe(ctx)
		if err == nil {
			started.Go(result.Link.Close)
			result.Link = nil
		}
		select {
		case answers <- answer{j.index, result, err}:
		case <-ctx.Done():
			return
		}
	}
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
			}
			if err != nil {
				return
			}
		}
	}()
	return reports
}
