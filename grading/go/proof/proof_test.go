package proof

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// expected is the word that follows "Test" in the name; a race shows in race builds only.
func expected(name string, race bool) string {
	for _, word := range []string{"Fine", "Fail", "Panic", "Skip", "Deadlock", "Leak", "Death", "Race"} {
		if strings.HasPrefix(name, "Test"+word) {
			if word == "Race" && !race {
				return "Fine"
			}
			return word
		}
	}
	return ""
}

func TestEveryVerdictAtEveryLoad(t *testing.T) {
	for _, race := range []bool{false, true} {
		path, names := program(t, race)
		for _, busy := range []bool{false, true} {
			for _, processors := range []int{1, 2, 4} {
				t.Run(fmt.Sprintf("race=%v/busy=%v/processors=%d", race, busy, processors), func(t *testing.T) {
					if busy {
						burn(t, 2)
					}
					for _, name := range names {
						checkVerdict(t, path, name, race, processors)
					}
				})
			}
		}
	}
}

func checkVerdict(t *testing.T, path, name string, race bool, processors int) {
	t.Helper()
	want := expected(name, race)
	if want == "" {
		return
	}
	found := start(t, path, []string{fmt.Sprint("GOMAXPROCS=", processors)}, "-set=hidden", "-run="+name)
	if got := found.summary(name); got != want {
		t.Errorf("%s: got %s, want %s\n%s", name, got, want, found.text)
	}
}

// burn keeps processors busy until the test ends, for a minute at most.
func burn(t *testing.T, processes int) {
	t.Helper()
	for range processes {
		burner := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -t 30; while :; do :; done")
		if err := burner.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { burner.Wait() })
	}
}

func TestCPULimitEndsASpinner(t *testing.T) {
	path, _ := program(t, false)
	launch := filepath.Join(t.TempDir(), "launch")
	run(t, "go", "build", "-o", launch, "specgen/cmd/launch")
	began := time.Now()
	found := start(t, launch, nil, "-cpu", "1:1", "--", path, "-set=hidden", "-run=TestSpin")
	if got := found.summary("TestSpin"); got != "Killed" {
		t.Errorf("got %s after %v, want it killed", got, time.Since(began))
	}
}
