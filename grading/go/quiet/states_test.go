package quiet

import "testing"

func TestWhatEndsByItselfIsNotBlocked(t *testing.T) {
	for _, state := range []string{"running", "runnable", "sleep", "IO wait", "syscall", "semacquire"} {
		if (Goroutine{State: state}).Blocked() {
			t.Errorf("%s: counted as blocked", state)
		}
	}
	for _, state := range []string{"chan receive", "select", "sync.Mutex.Lock", "sync.WaitGroup.Wait"} {
		if !(Goroutine{State: state}).Blocked() {
			t.Errorf("%s: not counted as blocked", state)
		}
	}
}
