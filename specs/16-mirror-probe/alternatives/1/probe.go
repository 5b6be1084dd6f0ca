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
	result Result
	err    error
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	probing, giveUp := context.WithCancel(ctx)
	defer giveUp()

	// There is room for every answer, so nobody who asks is ever stuck.
	answers := make(chan answer, len(mirrors))
	for _, m := range mirrors {
		go func(m Mirror) {
			r, err := m.Probe(probing)
			answers <- answer{result: r, err: err}
		}(m)
	}

	var failed []error
	for len(failed) < len(mirrors) {
		select {
		case <-ctx.Done():
			go discard(answers, len(mirrors)-len(failed))
			return Result{}, fmt.Errorf("probe: %w", ctx.Err())
		case a := <-answers:
			if a.err != nil {
				failed = append(failed, a.err)
				continue
			}
			go discard(answers, len(mirrors)-len(failed)-1)
			return a.result, nil
		}
	}
	if err := ctx.Err(); err != nil {
		failed = append(failed, err) // they may have failed because of it, whatever they say
	}
	return Result{}, errors.Join(failed...)
}

// discard receives the n answers that are still to come and closes the links among them, none of which waits for another.
func discard(answers <-chan answer, n int) {
	for ; n > 0; n-- {
		if a := <-answers; a.err == nil {
			go a.result.Link.Close()
		}
	}
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned,
// as soon as all probes that were under way have come back.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	caller := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var (
		once  sync.Once
		cause error
	)
	fail := func(err error) {
		once.Do(func() {
			if done := caller.Err(); done != nil {
				err = fmt.Errorf("probe: %w: %w", done, err)
			}
			cause = err
			cancel()
		})
	}

	var probes, closings sync.WaitGroup
	results := make([]Result, len(names))
	places := make(chan struct{}, width)
	for i, name := range names {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			fail(ctx.Err())
			break
		}
		mirror, err := directory.Find(name)
		if err != nil {
			fail(fmt.Errorf("probe: finding %s: %w", name, err))
			break
		}
		if ctx.Err() != nil { // it has ended during the lookup
			fail(ctx.Err())
			break
		}
		probes.Go(func() {
			defer func() { <-places }()
			result, err := mirror.Probe(ctx)
			if err != nil {
				fail(err)
				return
			}
			closings.Go(result.Link.Close)
			result.Link = nil
			results[i] = result
		})
	}
	probes.Wait()
	closings.Wait()
	if cause != nil {
		return nil, cause
	}
	return results, nil
}

// Watch passes on what source reports, one report after another, and asks for the next when the last has been taken.
// A failure of the source comes as a last report. The channel is closed at the end of the source or of ctx.
func Watch(ctx context.Context, source Source) <-chan Status {
	reports := make(chan Status)
	pass := func(s Status) bool {
		select {
		case reports <- s:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(reports)
		for {
			status, err := source.Next(ctx)
			switch {
			case ctx.Err() != nil, errors.Is(err, io.EOF):
				return
			case err != nil:
				pass(Status{Err: err})
				return
			case !pass(status):
				return
			}
		}
	}()
	return reports
}
