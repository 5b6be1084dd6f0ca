package fault

import "specgen/quiet"

// Outcome is how an operation under Do ended.
type Outcome string

const (
	// Returned: it came back.
	Returned Outcome = "returned"
	// Panicked: an injected panic came out of it.
	Panicked Outcome = "panicked"
	// Crashed: a crash ended it.
	Crashed Outcome = "crashed"
)

// ending is written by the operation's goroutine and read when that is over.
type ending struct {
	outcome  Outcome
	panicked any
}

// Do runs an operation in a goroutine of its own and tells how it ended. An operation that never ends though nothing
// crashed fails the test as a deadlock; requirement, such as "R3", begins the message. A panic that was not injected
// goes on in the test.
func (p *Plan) Do(requirement string, operation func()) Outcome {
	p.t.Helper()
	watch := quiet.New(p.t)
	end := &ending{outcome: Crashed}
	call := watch.Go(func() { end.of(operation) })
	if left := watch.Settle(); !call.Returned() && p.isCrashed() {
		quiet.Excuse(left)
		return Crashed
	}
	watch.MustReturn(requirement, call)
	if end.panicked != nil && !p.fired(Panic) {
		panic(end.panicked)
	}
	return end.outcome
}

// of waits for the operation in a second goroutine, since a crash ends the goroutine that it happens in.
func (e *ending) of(operation func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if e.panicked = recover(); e.panicked != nil {
				e.outcome = Panicked
			}
		}()
		operation()
		e.outcome = Returned
	}()
	<-done
}

func (p *Plan) fired(kind Kind) bool { return p.kind == kind && p.Fired() }

func (p *Plan) isCrashed() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.crashed
}
