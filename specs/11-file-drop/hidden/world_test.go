// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"drop"
)

const (
	kib = 1 << 10
	mib = 1 << 20
)

// world is a service, the folder that it keeps files in, and what lies beside that.
type world struct {
	t          *testing.T
	base, root string
	now        time.Time
	handler    http.Handler
}

type file = drop.File

// newWorld has room for uploads of 2 MiB, archives of 1 MiB and 3 MiB for each user, unless limits says otherwise.
func newWorld(t *testing.T, limits ...int64) *world {
	t.Helper()
	base := t.TempDir()
	w := &world{t: t, base: base, root: filepath.Join(base, "files"), now: time.Unix(1_700_000_000, 0)}
	os.WriteFile(filepath.Join(base, "outside.txt"), []byte("outside"), 0o644)
	os.Mkdir(w.root, 0o755)
	config := drop.Config{Root: w.root, Key: []byte("a key"), Now: func() time.Time { return w.now }, Lifetime: time.Hour,
		Upload: 2 * mib, Unpacked: mib, Quota: 3 * mib}
	if len(limits) == 3 {
		config.Upload, config.Unpacked, config.Quota = limits[0], limits[1], limits[2]
	}
	w.handler = drop.New(config)
	return w
}

// ask sends a request; target is used as it is.
func (w *world) ask(method, target, user string, body []byte) *httptest.ResponseRecorder {
	w.t.Helper()
	request := httptest.NewRequest(method, target, strings.NewReader(string(body)))
	if user != "" {
		request.Header.Set("X-User", user)
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, request)
	return answer
}

func (w *world) want(requirement string, answer *httptest.ResponseRecorder, what string, statuses ...int) {
	w.t.Helper()
	for _, status := range statuses {
		if answer.Code == status {
			return
		}
	}
	w.t.Fatalf("%s: %s: status %d (%.80q), want %v", requirement, what, answer.Code, answer.Body.String(), statuses)
}

func into[T any](w *world, answer *httptest.ResponseRecorder) T {
	w.t.Helper()
	var value T
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		w.t.Fatalf("R1: the answer %.80q is not what it was: %v", answer.Body.String(), err)
	}
	return value
}

func (w *world) tryUpload(user, path, content string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.ask("POST", "/files?path="+url.QueryEscape(path), user, []byte(content))
}

func (w *world) upload(user, path, content string) file {
	w.t.Helper()
	answer := w.tryUpload(user, path, content)
	w.want("R3", answer, fmt.Sprintf("upload of %.60q by %s", path, user), 201)
	f := into[file](w, answer)
	if f.ID == 0 || f.Path != path || f.Size != int64(len(content)) {
		w.t.Fatalf("R3: upload of %.60q with %d bytes is answered with %v", path, len(content), f)
	}
	return f
}

func (w *world) tryUnpack(user string, id int, query string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.ask("POST", fmt.Sprintf("/files/%d/unpack?%s", id, query), user, nil)
}

func (w *world) unpack(user string, id int, query string) []file {
	w.t.Helper()
	answer := w.tryUnpack(user, id, query)
	w.want("R5", answer, "unpack?"+query, 201)
	return into[[]file](w, answer)
}

func (w *world) list(user string) []file {
	w.t.Helper()
	answer := w.ask("GET", "/files", user, nil)
	w.want("R1", answer, "list", 200)
	return into[[]file](w, answer)
}

// holds fails unless these are a user's files, here and on disk.
func (w *world) holds(requirement, user string, paths ...string) {
	w.t.Helper()
	var found []string
	for _, f := range w.list(user) {
		found = append(found, f.Path)
	}
	if fmt.Sprint(found) != fmt.Sprint(paths) {
		w.t.Fatalf("%s: %s has the files %q, want %q", requirement, user, found, paths)
	}
	w.tidy(requirement)
}

func (w *world) delete(user string, id int) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.ask("DELETE", fmt.Sprintf("/files/%d", id), user, nil)
}

func (w *world) link(user string, id int) string {
	w.t.Helper()
	answer := w.ask("POST", fmt.Sprintf("/files/%d/link", id), user, nil)
	w.want("R10", answer, "link", 201)
	link := into[map[string]string](w, answer)["link"]
	if !strings.HasPrefix(link, "/download?") {
		w.t.Fatalf("R10: the link is %q", link)
	}
	return link
}

func (w *world) leadsTo(requirement, link, content string) {
	w.t.Helper()
	answer := w.ask("GET", link, "", nil)
	if answer.Code != 200 || answer.Body.String() != content {
		w.t.Fatalf("%s: %s gives %d and %.60q, want %.60q", requirement, link, answer.Code, answer.Body.String(), content)
	}
}

func (w *world) isRefused(requirement, link, what string) {
	w.t.Helper()
	w.want(requirement, w.ask("GET", link, "", nil), what, 403, 404, 410)
}

// reads fails unless a user's file has that content, on disk.
func (w *world) reads(requirement, user, path, content string) {
	w.t.Helper()
	got, err := os.ReadFile(filepath.Join(w.root, user, filepath.FromSlash(path)))
	if err != nil || string(got) != content {
		w.t.Fatalf("%s: %s/%s has %.60q (%v), want %.60q", requirement, user, path, got, err, content)
	}
}

// snapshot is all that lies below a folder, without folders.
func snapshot(folder string) string {
	var all strings.Builder
	filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		name, _ := filepath.Rel(folder, path)
		if !entry.Type().IsRegular() {
			fmt.Fprintf(&all, "%q %v\n", name, entry.Type())
			return nil
		}
		content, _ := os.ReadFile(path)
		if len(content) > 100 {
			content = fmt.Appendf(content[:50:50], "… %d bytes, %x", len(content), content[len(content)-20:])
		}
		fmt.Fprintf(&all, "%q %q\n", name, content)
		return nil
	})
	return all.String()
}

// tidy fails unless the files on disk are those that the users see.
func (w *world) tidy(requirement string) {
	w.t.Helper()
	users, _ := os.ReadDir(w.root)
	want, found := map[string]int64{}, map[string]int64{}
	for _, user := range users {
		if !strings.HasPrefix(user.Name(), ".") {
			for _, f := range w.list(user.Name()) {
				want[user.Name()+"/"+f.Path] = f.Size
			}
		}
	}
	filepath.WalkDir(w.root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(w.root, path)
			info, _ := entry.Info()
			found[filepath.ToSlash(name)] = info.Size()
			if !entry.Type().IsRegular() {
				found[filepath.ToSlash(name)] = -1
			}
		}
		return nil
	})
	if fmt.Sprint(want) != fmt.Sprint(found) {
		w.t.Fatalf("%s: on disk there are %.300v, and the users see %.300v", requirement, found, want)
	}
}

// unchanged runs a request and fails unless everything is as it was.
func (w *world) unchanged(requirement string, request func()) {
	w.t.Helper()
	before := snapshot(w.base)
	lists := map[string]string{}
	users, _ := os.ReadDir(w.root)
	for _, user := range users {
		lists[user.Name()] = fmt.Sprint(w.list(user.Name()))
	}
	request()
	if after := snapshot(w.base); after != before {
		w.t.Fatalf("%s: before the request was refused there were\n%.600s\nafterwards\n%.600s", requirement, before, after)
	}
	for user, list := range lists {
		if now := fmt.Sprint(w.list(user)); now != list {
			w.t.Fatalf("%s: %s had %.300s, and has %.300s", requirement, user, list, now)
		}
	}
}
