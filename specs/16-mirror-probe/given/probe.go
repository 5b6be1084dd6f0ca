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

type job struct {
	index  int
	mirror Mirror
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	answers := make(chan answer)
	for i, mirror := range mirrors {
		go func() {
			result, err := mirror.Probe(ctx)
			answers <- answer{i, result, err}
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
	return Result{}, errors.Join(failures...)
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	jobs := make(chan job)
	answers := make(chan answer)
	for range min(width, len(names)) {
		go work(ctx, jobs, answers)
	}
	go func() {
		for i, name := range names {
			mirror, err := directory.Find(name)
			if err != nil {
				answers <- answer{index: i, err: fmt.Errorf("probe: finding %s: %w", name, err)}
				return
			}
			jobs <- job{i, mirror}
		}
		close(jobs)
	}()
	results := make([]Result, len(names))
	for range names {
		a := <-answers
		if a.err != nil {
			return nil, a.err
		}
		results[a.index] = a.result
	}
	return results, nil
}

// work probes the mirrors that come from jobs.
func work(ctx context.Context, jobs <-chan job, answers chan<- answer) {
	for j := range jobs {
		result, err := j.mirror.Probe(ctx)
		if err == nil {
			result.Link.Close()
			result.Link = nil
		}
		answers <- answer{j.index, result, err}
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
				reports <- Status{Err: err}
				return
			}
			reports <- status
		}
	}()
	return reports
}
