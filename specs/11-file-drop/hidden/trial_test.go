// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"drop"
)

// Mistakes that the service of the trial can make.
var mistakes = []string{
	"a leading ./ is refused",
	"a limit for each file",
	"a quota of one byte less",
	"a quota of one byte more",
	"anybody deletes",
	"anybody does: POSTlink",
	"anybody does: POSTunpack",
	"archives of one byte less",
	"archives of one byte more",
	"backslashes are slashes",
	"backslashes pass",
	"broken off is the end",
	"cleaned, not refused",
	"decoded twice",
	"dots pass",
	"dropped afterwards",
	"dropped by its path",
	"empty names pass",
	"everybody sees all",
	"folders are made",
	"folders are not looked at",
	"folders stay",
	"foreign files are forbidden",
	"hard links are files",
	"id not signed",
	"ids come again",
	"into and entry are cleaned",
	"into is not looked at",
	"links are passed over",
	"names of one byte less",
	"no quota",
	"no zip",
	"nobody is somebody",
	"not dropped",
	"nothing is in the way",
	"only the next folder is looked at",
	"packed size counts",
	"path not signed",
	"paths of one byte less",
	"paths of one byte more",
	"signed without marks",
	"slash cut off",
	"symbolic links are files",
	"the folder . is refused",
	"the later one counts",
	"time not signed",
	"two dots pass",
	"uploads of one byte less",
	"uploads of one byte more",
	"user not signed",
	"what begins with two dots is refused",
	"what came before a refusal stays",
	"what is dropped counts",
	"what is replaced counts",
	"zip links are files",
	"zip pipes are files",
}

const mostCalls = 80

// A trialRun is one trial of one service.
type trialRun struct {
	wanted []string // what is seen of a right service; of the right one itself nothing is wanted
	seen   []string
}

// differs tells whether something that has been seen is not as with the right service.
func (r *trialRun) differs() bool {
	n := len(r.seen)
	return r.wanted != nil && (n > len(r.wanted) || r.seen[n-1] != r.wanted[n-1])
}

// tried runs the trial over a service that makes a mistake, up to what shows it. What it leaves on disk is seen last.
func tried(t *testing.T, name string, wanted []string) *trialRun {
	base := t.TempDir()
	root := filepath.Join(base, "files")
	os.Mkdir(root, 0o755)
	mistake = name
	handler := newService(drop.Config{Root: root, Key: []byte("a key"), Now: func() time.Time { return time.Unix(1_700_000_000, 0) }, Lifetime: time.Hour,
		Upload: 12_000, Unpacked: 8000, Quota: 30_000})
	run := &trialRun{wanted: wanted}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		drop.Trial(func(user, method, target string, body []byte) (int, string) {
			if len(run.seen) == mostCalls {
				runtime.Goexit()
			}
			status, text := called(handler, user, method, target, body)
			if run.seen = append(run.seen, fmt.Sprintf("%d %s", status, text)); run.differs() {
				runtime.Goexit()
			}
			return status, text
		})
	}()
	<-ended
	filepath.WalkDir(base, func(path string, _ fs.DirEntry, _ error) error {
		content, _ := os.ReadFile(path)
		run.seen = append(run.seen, strings.TrimPrefix(path, base)+" "+string(content))
		return nil
	})
	return run
}

// called is an answer; texts of refusals are free.
func called(handler http.Handler, user, method, target string, body []byte) (int, string) {
	request, err := http.NewRequest(method, target, strings.NewReader(string(body)))
	if err != nil {
		return http.StatusBadRequest, ""
	}
	if user != "" {
		request.Header.Set("X-User", user)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	switch {
	case answer.Code >= 300 && request.URL.Path == "/download":
		return http.StatusForbidden, "" // as good as another
	case answer.Code >= 300:
		return answer.Code, ""
	}
	return answer.Code, answer.Body.String()
}

func TestTrialFindsMistakes(t *testing.T) {
	right := tried(t, "", nil)
	if strings.HasPrefix(right.seen[0], " ") { // a folder already, and no answer
		t.Fatal("R14: the trial sends nothing")
	}
	missed := slices.DeleteFunc(slices.Clone(mistakes), func(name string) bool {
		return !slices.Equal(tried(t, name, right.seen).seen, right.seen)
	})
	if len(missed) > 4 {
		t.Errorf("R15: of %d services the trial lets %d pass: %q", len(mistakes), len(missed), missed)
	}
}
