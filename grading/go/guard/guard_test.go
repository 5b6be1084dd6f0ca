package guard

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestResultIsJSON(t *testing.T) {
	var every []byte
	for i := range 256 {
		every = append(every, byte(i))
	}
	one := result{ran: []string{"TestA", "Test\"B\\"}, reason: "leak", observed: map[string]string{"a": string(every), "é\u2028": "", "b": "x"}}
	var read struct {
		Code              int
		Ran, Failed       []string
		Reason            string
		Observed          map[string]string
		Panicked, Skipped []string
	}
	if err := json.Unmarshal(one.appendJSON(nil, -120), &read); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%d %q %v %v %s %d", read.Code, read.Ran, read.Failed, read.Skipped, read.Reason, len(read.Observed))
	if want := `-120 ["TestA" "Test\"B\\"] [] [] leak 3`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := read.Observed["a"][:128]; got != string(every[:128]) {
		t.Errorf("%q", got)
	}
}

// A plain `go test` has no grader: nothing may be written, closed or limited.
func TestWithoutGrader(t *testing.T) {
	if graded {
		t.Fatal("descriptors 3 and 4 are pipes: run the tests without them")
	}
	Observe("key", "value")
	Reason("leak")
	Reason("deadlock")
	Ran("TestA")
	Finish(0)
	if finished || found.reason != "leak" || found.observed["key"] != "value" {
		t.Errorf("finished %v, %+v", finished, found)
	}
}
