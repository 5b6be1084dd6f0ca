package quiet

import (
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// Goroutine is one goroutine of a snapshot.
type Goroutine struct {
	ID uint64
	// State is the runtime's word for what it waits for, e.g. "chan receive"; "running" or "runnable" if for nothing.
	State string
	// Stack is the text of its calls, innermost first.
	Stack string
}

// waiting lists the states that only another goroutine can end. A sleep, a timer, input and output and system calls
// end by themselves, and so does a plain semacquire: the runtime's own, of a goroutine that begins a garbage collection.
var waiting = map[string]bool{
	"chan receive":            true,
	"chan receive (nil chan)": true,
	"chan send":               true,
	"chan send (nil chan)":    true,
	"select":                  true,
	"select (no cases)":       true,
	"sync.Cond.Wait":          true,
	"sync.Mutex.Lock":         true,
	"sync.RWMutex.Lock":       true,
	"sync.RWMutex.RLock":      true,
	"sync.WaitGroup.Wait":     true,
}

// Blocked tells whether the goroutine waits for another one.
func (g Goroutine) Blocked() bool { return waiting[g.State] }

// others takes a snapshot of all goroutines but the caller's. The world stands still for it, and it orders no memory:
// the race detector sees nothing of it.
func others() []Goroutine {
	room.Lock()
	defer room.Unlock()
	for {
		if length := runtime.Stack(room.text, true); length < len(room.text) {
			return parse(string(room.text[:length]))
		}
		room.text = make([]byte, 2*len(room.text))
	}
}

// room is where snapshots are written, one after another: a new place for each would keep the garbage collector busy.
var room = struct {
	sync.Mutex
	text []byte
}{text: make([]byte, 64<<10)}

// parse reads what runtime.Stack writes; the caller's goroutine comes first and is left out.
func parse(text string) []Goroutine {
	var found []Goroutine
	for i, block := range strings.Split(text, "\n\n") {
		head, stack, _ := strings.Cut(block, "\n")
		if one, ok := parseHead(head); ok && i > 0 {
			one.Stack = stack
			found = append(found, one)
		}
	}
	return found
}

// parseHead reads a line like "goroutine 18 [chan receive (durable), 2 minutes, locked to thread]:".
func parseHead(line string) (Goroutine, bool) {
	rest, ok := strings.CutPrefix(line, "goroutine ")
	if !ok {
		return Goroutine{}, false
	}
	number, rest, _ := strings.Cut(rest, " ")
	id, err := strconv.ParseUint(number, 10, 64)
	_, rest, ok = strings.Cut(rest, "[")
	end := strings.LastIndexByte(rest, ']')
	if err != nil || !ok || end < 0 {
		return Goroutine{}, false
	}
	state, _, _ := strings.Cut(rest[:end], ",")
	for _, addition := range []string{" (scan)", " (durable)", " (leaked)"} {
		state = strings.ReplaceAll(state, addition, "")
	}
	return Goroutine{ID: id, State: state}, true
}
