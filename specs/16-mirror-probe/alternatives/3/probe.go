// Package probe finds out how fresh the mirrors of a package archive are.
package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
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

// outcome is what a goroutine that asked a mirror brings home.
type outcome struct {
	Result
	err error
}

// ask starts one probe. Its outcome can be received once, or never: the goroutine does not wait for that.
func ask(ctx context.Context, mirror Mirror) <-chan outcome {
	home := make(chan outcome, 1)
	go func() {
		defer close(home)
		result, err := mirror.Probe(ctx)
		home <- outcome{result, err}
	}()
	return home
}

// First asks all mirrors at once and returns the result of the first that succeeds. If none does, the error wraps
// those of all mirrors. It does not wait for mirrors that are slower, nor for any once ctx is done.
func First(ctx context.Context, mirrors []Mirror) (Result, error) {
	if len(mirrors) == 0 {
		return Result{}, ErrNoMirror
	}
	inner, cancel := context.WithCancel(ctx)
	var (
		winner   atomic.Pointer[Result]
		none     Result
		failures = make([]error, len(mirrors))
		open     atomic.Int64
	)
	open.Store(int64(len(mirrors)))
	for i, mirror := range mirrors {
		go func() {
			result, err := mirror.Probe(inner)
			switch {
			case err == nil && winner.CompareAndSwap(nil, &result):
				cancel()
			case err == nil:
				result.Link.Close()
			default:
				failures[i] = err
			}
			if open.Add(-1) == 0 {
				cancel()
			}
		}()
	}
	<-inner.Done()
	// From here on nobody can win any more: either somebody has, or the place is taken by nobody's result.
	if winner.CompareAndSwap(nil, &none) {
		if open.Load() > 0 {
			return none, ctx.Err()
		}
		return none, errors.Join(append(failures, ctx.Err())...)
	}
	return *winner.Load(), nil
}

// Sweep finds the mirrors with the given names and asks at most width of them at a time. Results stand in the order of
// names, their links closed. The first error, be it of the directory or of a mirror, ends the sweep and is returned.
func Sweep(ctx context.Context, directory Directory, names []string, width int) ([]Result, error) {
	if width < 1 {
		return nil, ErrWidth
	}
	mirrors := make([]Mirror, len(names))
	for i, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		mirror, err := directory.Find(name)
		if err != nil {
			return nil, fmt.Errorf("probe: finding %s: %w", name, err)
		}
		mirrors[i] = mirror
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		results = make([]Result, len(names))
		broken  = make(chan error, 1)
		next    atomic.Int64
		workers sync.WaitGroup
		closers sync.WaitGroup
	)
	for range min(width, len(names)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(mirrors) && inner.Err() == nil; i = int(next.Add(1)) - 1 {
				got := <-ask(inner, mirrors[i])
				if got.err != nil {
					select {
					case broken <- errors.Join(got.err, ctx.Err()):
					default: // somebody was first
					}
					cancel()
					return
				}
				closers.Go(got.Link.Close)
				results[i] = Result{Name: got.Name, Serial: got.Serial}
			}
		})
	}
	workers.Wait()
	closers.Wait()
	select {
	case err := <-broken:
		return nil, err
	default:
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return results, nil
}

// Watch passes on what source reports, one report after another, and asks for the next when the last has been taken.
// A failure of the source comes as a last report. The channel is closed at the end of the source or of ctx.
func Watch(ctx context.Context, source Source) <-chan Status {
	reports := make(chan Status)
	go func() {
		defer close(reports)
		for {
			status, err := source.Next(ctx)
			if err == io.EOF || ctx.Err() != nil {
				return
			}
			if err != nil {
				status = Status{Err: err}
			}
			select {
			case <-ctx.Done():
				return
			case reports <- status:
				if err != nil {
					return
				}
			}
		}
	}()
	return reports
}
