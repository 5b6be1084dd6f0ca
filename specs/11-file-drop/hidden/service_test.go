// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"drop"
)

type record struct {
	drop.File
	user string
}

// mistake is the one that the service below makes, if any.
var mistake string

func wrong(name string) bool { return mistake == name }

// mistaken returns what a service has in place of something right.
func mistaken[T any](name string, right, instead T) T {
	if wrong(name) {
		return instead
	}
	return right
}

type service struct {
	drop.Config
	given map[string]int // by signatures of links, the ids that they were made for
	mu    sync.Mutex
	last  int // the last id given out
	files map[int]*record
}

// A refused request gets the status of its refusal.
type refusal struct {
	status int
	text   string
}

func (r *refusal) Error() string { return r.text }

var (
	errCaller   = &refusal{http.StatusUnauthorized, "who are you?"}
	errPath     = &refusal{http.StatusBadRequest, "path is not allowed"}
	errArchive  = &refusal{http.StatusBadRequest, "archive cannot be unpacked"}
	errFormat   = &refusal{http.StatusUnsupportedMediaType, "neither zip nor tar.gz"}
	errSize     = &refusal{http.StatusRequestEntityTooLarge, "too large"}
	errConflict = &refusal{http.StatusConflict, "a file is in the way"}
	errMissing  = &refusal{http.StatusNotFound, "no such file"}
	errLink     = &refusal{http.StatusForbidden, "link is not genuine"}
	errOld      = &refusal{http.StatusGone, "link is too old"}
)

// newService returns a service that makes a mistake.
func newService(c drop.Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}, given: map[string]int{}}
	mux := http.NewServeMux()
	for route, handle := range map[string]http.HandlerFunc{
		"POST /files":             answer(http.StatusCreated, s.upload),
		"GET /files":              answer(http.StatusOK, s.list),
		"DELETE /files/{id}":      answer(http.StatusNoContent, s.owners(s.delete)),
		"POST /files/{id}/unpack": answer(http.StatusCreated, s.owners(s.unpack)),
		"POST /files/{id}/link":   answer(http.StatusCreated, s.owners(s.link)),
		"GET /download":           s.download,
	} {
		mux.HandleFunc(route, handle)
	}
	return mux
}

// answer makes a handler of what a caller can do. With a result of nil there is no body.
func answer(status int, do func(user string, r *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user := r.Header.Get("X-User")
		if user == "" && !wrong("nobody is somebody") {
			refuse(w, errCaller)
			return
		}
		result, err := do(user, r)
		if err != nil {
			refuse(w, err)
			return
		}
		reply(w, status, result)
	}
}

// owners leaves a file to its owner. What is done to it has the service for itself.
func (s *service) owners(do func(f *record, r *http.Request) (any, error)) func(string, *http.Request) (any, error) {
	return func(user string, r *http.Request) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		id, err := strconv.Atoi(r.PathValue("id"))
		f := s.files[id]
		foreign := f != nil && f.user != user
		switch {
		case err != nil || f == nil:
			return nil, errMissing
		case foreign && wrong("foreign files are forbidden"):
			return nil, &refusal{http.StatusForbidden, "not yours"}
		case foreign && !wrong("anybody does: "+r.Method+path.Base(r.URL.Path)) && !(wrong("anybody deletes") && r.Method == "DELETE"):
			return nil, errMissing
		}
		return do(f, r)
	}
}

func (s *service) upload(user string, r *http.Request) (any, error) {
	body, err := readUpTo(r.Body, s.Upload+mistaken("uploads of one byte more", 0, int64(1))-mistaken("uploads of one byte less", 0, int64(1)))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, err := s.apply(change{user: user, put: []item{{named(r.URL.Query().Get("path")), body}}})
	if err != nil {
		return nil, err
	}
	return stored[0], nil
}

func named(name string) string {
	switch mistake {
	case "decoded twice":
		name, _ = url.QueryUnescape(name)
	case "cleaned, not refused":
		name = strings.TrimPrefix(path.Clean("/"+name), "/")
	case "slash cut off":
		name = strings.TrimSuffix(name, "/")
	case "backslashes are slashes":
		name = strings.ReplaceAll(name, "\\", "/")
	}
	return name
}

func (s *service) list(user string, _ *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []drop.File{}
	for _, f := range s.files {
		if f.user == user || wrong("everybody sees all") {
			all = append(all, f.File)
		}
	}
	return byPath(all), nil
}

func (s *service) delete(f *record, _ *http.Request) (any, error) {
	_, err := s.apply(change{user: f.user, drop: f})
	return nil, err
}

// unpack stores the files of an archive in the folder "into". With "drop=1" the archive itself is deleted then.
func (s *service) unpack(f *record, r *http.Request) (any, error) {
	query := r.URL.Query()
	archive, err := os.ReadFile(s.place(f.user, f.Path))
	if err != nil {
		return nil, err
	}
	if wrong("packed size counts") && f.Size > s.Unpacked {
		return nil, errSize
	}
	left := s.Unpacked + mistaken("archives of one byte more", 0, int64(1)) - mistaken("archives of one byte less", 0, int64(1))
	u := &unpacking{into: query.Get("into"), left: left}
	if err := u.read(archive); err != nil {
		if wrong("what came before a refusal stays") {
			s.apply(change{user: f.user, put: u.items})
		}
		return nil, err
	}
	for _, dir := range u.folders {
		os.MkdirAll(s.place(f.user, dir), 0o755)
	}
	c := change{user: f.user, put: u.items}
	later := wrong("dropped afterwards") || wrong("dropped by its path")
	if query.Get("drop") == "1" && !later && !wrong("not dropped") {
		c.drop = f
	}
	stored, err := s.apply(c)
	if query.Get("drop") == "1" && later && err == nil {
		if s.files[f.ID] == f {
			s.apply(change{user: f.user, drop: f})
		} else if now := s.find(f.user, f.Path); now != nil && wrong("dropped by its path") {
			s.apply(change{user: f.user, drop: now})
		}
	}
	return byPath(stored), err
}

// unpacking collects the files of an archive in memory, up to a bound: an archive counts as a whole or not at all.
type unpacking struct {
	into    string
	left    int64 // bytes that may still come
	items   []item
	folders []string
	offered int64
}

func (u *unpacking) read(archive []byte) error {
	switch {
	case u.into != "" && !allowed(u.into) && !wrong("into is not looked at"):
		return errPath
	case bytes.HasPrefix(archive, []byte("PK")) && !wrong("no zip"):
		return u.unzip(archive)
	case bytes.HasPrefix(archive, []byte{0x1f, 0x8b}):
		return u.untar(archive)
	}
	return errFormat
}

func (u *unpacking) unzip(archive []byte) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errArchive
	}
	for _, entry := range z.File {
		mode := entry.Mode()
		switch {
		case wrong("zip links are files") && mode&fs.ModeSymlink != 0, wrong("zip pipes are files") && mode&fs.ModeNamedPipe != 0:
			mode = 0
		}
		u.offered += int64(entry.UncompressedSize64)
		if strings.HasSuffix(entry.Name, "/") {
			mode |= fs.ModeDir
		}
		if err := u.entry(entry.Name, mode, entry.Open); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacking) untar(archive []byte) error {
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errArchive
	}
	t := tar.NewReader(g)
	open := func() (io.ReadCloser, error) { return io.NopCloser(t), nil }
	entry, err := t.Next()
	for ; err == nil; entry, err = t.Next() {
		if err := u.entry(entry.Name, modeOf(entry), open); err != nil {
			return err
		}
	}
	if err == io.EOF { // a stream that breaks off behind the last entry is broken off, too
		_, err = io.Copy(io.Discard, io.LimitReader(g, 1<<20))
	}
	if err != nil && !wrong("broken off is the end") {
		return errArchive
	}
	return nil
}

// modeOf is about the kind of an entry only: hard links have the mode of files.
func modeOf(entry *tar.Header) fs.FileMode {
	switch entry.Typeflag {
	case tar.TypeReg:
		return 0
	case tar.TypeDir:
		return fs.ModeDir
	}
	if wrong("symbolic links are files") && entry.Typeflag == tar.TypeSymlink || wrong("hard links are files") && entry.Typeflag == tar.TypeLink {
		return 0
	}
	return fs.ModeIrregular
}

// entry takes what an archive holds. Folders come into being with the files in them, so of them only the path is looked at.
func (u *unpacking) entry(name string, mode fs.FileMode, open func() (io.ReadCloser, error)) error {
	if !wrong("a leading ./ is refused") {
		name = strings.TrimPrefix(name, "./")
	}
	if wrong("links are passed over") && !mode.IsRegular() && !mode.IsDir() {
		return nil
	}
	switch {
	case mode.IsRegular():
		return u.file(name, open)
	case mode.IsDir():
		return u.folder(strings.TrimSuffix(name, "/"))
	}
	return errArchive
}

func (u *unpacking) folder(name string) error {
	if wrong("folders are made") {
		u.folders = append(u.folders, u.inside(name))
	}
	if (name == "" || name == ".") && !wrong("the folder . is refused") || allowed(u.inside(name)) || wrong("folders are not looked at") {
		return nil
	}
	return errPath
}

func (u *unpacking) file(name string, open func() (io.ReadCloser, error)) error {
	content, err := open()
	if err != nil {
		return errArchive
	}
	defer content.Close()
	read, err := readUpTo(content, u.left)
	if err != nil {
		return err
	}
	if !wrong("a limit for each file") {
		u.left -= int64(len(read))
	}
	u.items = append(u.items, item{u.inside(name), read})
	return nil
}

func (u *unpacking) inside(name string) string {
	if u.into == "" {
		return name
	}
	if wrong("into and entry are cleaned") || wrong("into is not looked at") {
		return path.Join(u.into, name)
	}
	return u.into + "/" + name
}

// readUpTo reads all, unless that is more than so many bytes.
func readUpTo(from io.Reader, most int64) ([]byte, error) {
	read, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil && !wrong("broken off is the end") {
		return nil, errArchive
	}
	if int64(len(read)) > most {
		return nil, errSize
	}
	return read, nil
}

// link returns an address under which anybody can fetch the file until its time is over.
func (s *service) link(f *record, _ *http.Request) (any, error) {
	until := strconv.FormatInt(s.Now().Add(s.Lifetime).Unix(), 10)
	query := url.Values{"user": {f.user}, "path": {f.Path}, "until": {until}, "mac": {s.sign(f, until)}}
	s.given[query.Get("mac")] = f.ID
	return map[string]string{"link": "/download?" + query.Encode()}, nil
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	name, content, err := s.fetch(r.URL.Query())
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-File-Name", name)
	w.Write(content)
}

// fetch is what a link leads to: the file's name and content.
func (s *service) fetch(query url.Values) (string, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.linked(query)
	if err != nil {
		return "", nil, err
	}
	content, err := os.ReadFile(s.place(f.user, f.Path))
	return path.Base(f.Path), content, err
}

// linked is the file that a link leads to.
func (s *service) linked(query url.Values) (*record, error) {
	f := s.find(query.Get("user"), query.Get("path"))
	if f == nil || !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(f, query.Get("until")))) {
		return nil, errLink
	}
	if s.files[s.given[query.Get("mac")]] == nil && !wrong("id not signed") {
		return nil, errLink
	}
	end, err := strconv.ParseInt(query.Get("until"), 10, 64)
	if err != nil || s.Now().Unix() >= end {
		return nil, errOld
	}
	return f, nil
}

// sign covers the id, so that a link ends with the file it was made for, and tells one part from the next.
func (s *service) sign(f *record, until string) string {
	mac := hmac.New(sha256.New, s.Key)
	switch mistake {
	case "signed without marks":
		fmt.Fprint(mac, f.user+f.Path+until)
	case "time not signed":
		fmt.Fprintf(mac, "%d %q %q", f.ID, f.user, f.Path)
	case "user not signed":
		fmt.Fprintf(mac, "%q %q", f.Path, until)
	case "path not signed":
		fmt.Fprintf(mac, "%q %q", f.user, until)
	case "id not signed":
		fmt.Fprintf(mac, "%q %q %q", f.user, f.Path, until)
	default:
		fmt.Fprintf(mac, "%d %q %q %q", f.ID, f.user, f.Path, until)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// allowed tells whether a path has one spelling only and stays below the folder that it starts from.
func allowed(name string) bool {
	if len(name) > 1024+mistaken("paths of one byte more", 0, 1)-mistaken("paths of one byte less", 0, 1) || strings.ContainsAny(name, mistaken("backslashes pass", "\\", "")+"\x00") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), noName)
}

func noName(part string) bool {
	switch {
	case part == "" && wrong("empty names pass"), part == "." && wrong("dots pass"), part == ".." && wrong("two dots pass"):
		return false
	case wrong("what begins with two dots is refused") && strings.HasPrefix(part, ".."):
		return true
	}
	return part == "" || part == "." || part == ".." || len(part) > 255-mistaken("names of one byte less", 0, 1)
}

// place says where a user's file lies on disk. The path is one that is allowed.
func (s *service) place(user, name string) string {
	return filepath.Join(s.Root, user, filepath.FromSlash(name))
}

type item struct {
	path    string
	content []byte
}

// A change is what one request does to the files of a user.
type change struct {
	user string
	put  []item
	drop *record
}

// apply makes a change if what is stored afterwards is allowed, and returns what it has stored.
func (s *service) apply(c change) ([]drop.File, error) {
	after, err := s.plan(c)
	if err != nil {
		return nil, err
	}
	s.clear(c.user, after)
	stored := []drop.File{}
	for _, one := range c.put {
		f := after[one.path]
		if err := s.store(f, one.content); err != nil {
			return nil, err
		}
		stored = append(stored, f.File)
	}
	return stored, nil
}

// clear removes the files of a user that are not to stay.
func (s *service) clear(user string, staying map[string]*record) {
	for _, f := range s.files {
		if f.user == user && staying[f.Path] != f {
			s.remove(f)
		}
	}
}

// plan works out which files the user has after a change, by path. New ones have no id yet.
func (s *service) plan(c change) (map[string]*record, error) {
	after := map[string]*record{}
	for _, f := range s.files {
		if f.user == c.user && f != c.drop {
			after[f.Path] = f
		}
	}
	if err := put(after, c); err != nil {
		return nil, err
	}
	if wrong("what is replaced counts") || wrong("what is dropped counts") {
		return after, s.counted(c, after)
	}
	return after, s.check(after)
}

func put(after map[string]*record, c change) error {
	for _, one := range c.put {
		if !allowed(one.path) {
			return errPath
		}
		if old := after[one.path]; old != nil && old.ID == 0 && !wrong("the later one counts") {
			return errArchive
		}
		after[one.path] = &record{drop.File{0, one.path, int64(len(one.content))}, c.user}
	}
	return nil
}

// counted is a check that counts what is replaced, or dropped, too.
func (s *service) counted(c change, after map[string]*record) error {
	sum := int64(0)
	for _, f := range s.files {
		stays := after[f.Path] == f
		if f.user == c.user && !stays && (f == c.drop) == wrong("what is dropped counts") && len(c.put) > 0 {
			sum += f.Size
		}
	}
	s.Quota -= sum
	err := s.check(after)
	s.Quota += sum
	return err
}

// check tells whether a user may have these files.
func (s *service) check(files map[string]*record) error {
	sum := int64(0)
	for name, f := range files {
		sum += f.Size
		if blocked(files, name) && !wrong("nothing is in the way") {
			return errConflict
		}
	}
	if sum > s.Quota+mistaken("a quota of one byte more", 0, int64(1))-mistaken("a quota of one byte less", 0, int64(1)) && !wrong("no quota") {
		return errSize
	}
	return nil
}

// blocked tells whether one of the files stands where a path needs a folder.
func blocked(files map[string]*record, name string) bool {
	// a mistake lets paths pass that begin with a slash, and those end there
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if files[dir] != nil {
			return true
		}
		if wrong("only the next folder is looked at") {
			return false
		}
	}
	return false
}

// store writes a new file and gives it its id.
func (s *service) store(f *record, content []byte) error {
	full := s.place(f.user, f.Path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	s.last++
	f.ID = s.last
	if wrong("ids come again") {
		for f.ID = 1; s.files[f.ID] != nil; f.ID++ {
		}
	}
	s.files[f.ID] = f
	return os.WriteFile(full, content, 0o644)
}

// remove takes a file away, and the folders that are empty without it.
func (s *service) remove(f *record) {
	full := s.place(f.user, f.Path)
	os.Remove(full)
	delete(s.files, f.ID)
	for dir := filepath.Dir(full); dir != s.Root && !wrong("folders stay") && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
	}
}

func (s *service) find(user, name string) *record {
	for _, f := range s.files {
		if f.user == user && f.Path == name {
			return f
		}
	}
	return nil
}

func byPath(files []drop.File) []drop.File {
	sort.Slice(files, func(i, j int) bool { return files[i].Path < files[j].Path })
	return files
}

// reply sends a body as JSON, or none if there is none.
func reply(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	var known *refusal
	if errors.As(err, &known) {
		status = known.status
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, err)
}
