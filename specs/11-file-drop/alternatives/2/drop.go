// Package drop keeps files for users and lets them hand out links to single ones.
package drop

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
	"time"
)

// Config says where files are kept and how much is taken.
type Config struct {
	Root     string           // a folder that exists and is empty; files are kept below it
	Key      []byte           // signs links
	Now      func() time.Time // the clock
	Lifetime time.Duration    // of links
	Upload   int64            // most bytes of an uploaded file
	Unpacked int64            // most bytes of all files of an archive together, unpacked
	Quota    int64            // most bytes of all files of a user together
}

// File is a stored file, as clients see it.
type File struct {
	ID   int    `json:"id"`
	Path string `json:"path"`
	Size int64  `json:"size"`
}

type record struct {
	File
	user string
}

type service struct {
	Config
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

// New returns the service. It believes what the header X-User says: the front door has checked that.
func New(c Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}}
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
		if user == "" {
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
		if err != nil || f == nil || f.user != user {
			return nil, errMissing
		}
		return do(f, r)
	}
}

func (s *service) upload(user string, r *http.Request) (any, error) {
	body, err := readUpTo(r.Body, s.Upload)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, err := s.apply(change{user: user, put: []item{{r.URL.Query().Get("path"), body}}})
	if err != nil {
		return nil, err
	}
	return stored[0], nil
}

func (s *service) list(user string, _ *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []File{}
	for _, f := range s.files {
		if f.user == user {
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
	u := &unpacking{into: query.Get("into"), left: s.Unpacked}
	if err := u.read(archive); err != nil {
		return nil, err
	}
	c := change{user: f.user, put: u.items}
	if query.Get("drop") == "1" {
		c.drop = f
	}
	stored, err := s.apply(c)
	return byPath(stored), err
}

// unpacking collects the files of an archive in memory, up to a bound: an archive counts as a whole or not at all.
type unpacking struct {
	into  string
	left  int64 // bytes that may still come
	items []item
}

func (u *unpacking) read(archive []byte) error {
	switch {
	case u.into != "" && !allowed(u.into):
		return errPath
	case bytes.HasPrefix(archive, []byte("PK")):
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
	if err != io.EOF {
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
	return fs.ModeIrregular
}

// entry takes what an archive holds. Folders come into being with the files in them, so of them only the path is looked at.
func (u *unpacking) entry(name string, mode fs.FileMode, open func() (io.ReadCloser, error)) error {
	name = strings.TrimPrefix(name, "./")
	switch {
	case mode.IsRegular():
		return u.file(name, open)
	case mode.IsDir():
		return u.folder(strings.TrimSuffix(name, "/"))
	}
	return errArchive
}

func (u *unpacking) folder(name string) error {
	if name == "" || name == "." || allowed(u.inside(name)) {
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
	u.left -= int64(len(read))
	u.items = append(u.items, item{u.inside(name), read})
	return nil
}

func (u *unpacking) inside(name string) string {
	if u.into == "" {
		return name
	}
	return u.into + "/" + name
}

// readUpTo reads all, unless that is more than so many bytes.
func readUpTo(from io.Reader, most int64) ([]byte, error) {
	read, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil {
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
	end, err := strconv.ParseInt(query.Get("until"), 10, 64)
	if err != nil || s.Now().Unix() >= end {
		return nil, errOld
	}
	return f, nil
}

// sign covers the id, so that a link ends with the file it was made for, and tells one part from the next.
func (s *service) sign(f *record, until string) string {
	mac := hmac.New(sha256.New, s.Key)
	json.NewEncoder(mac).Encode([]any{f.user, f.Path, until, f.ID})
	return hex.EncodeToString(mac.Sum(nil))
}

// allowed tells whether a path has one spelling only and stays below the folder that it starts from.
func allowed(name string) bool {
	if len(name) > 1024 || strings.ContainsAny(name, "\\\x00") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), noName)
}

func noName(part string) bool { return part == "" || part == "." || part == ".." || len(part) > 255 }

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

// apply makes a change, or takes back what it has done and returns why.
func (s *service) apply(c change) ([]File, error) {
	j := &journal{service: s, user: c.user}
	if err := j.run(c); err != nil {
		j.undo()
		return nil, err
	}
	stored := []File{}
	for _, f := range j.added {
		stored = append(stored, f.File)
	}
	return stored, nil
}

// A journal knows how to undo what it has done.
type journal struct {
	*service
	user  string
	added []*record
	gone  []saved
}

type saved struct {
	f       *record
	content []byte
}

func (j *journal) run(c change) error {
	if err := j.discard(c.drop); err != nil {
		return err
	}
	for _, one := range c.put {
		if err := j.put(one); err != nil {
			return err
		}
	}
	if j.used() > j.Quota {
		return errSize
	}
	return nil
}

// discard removes a file, if there is one, and keeps what was in it.
func (j *journal) discard(f *record) error {
	if f == nil {
		return nil
	}
	content, err := os.ReadFile(j.place(f.user, f.Path))
	if err == nil {
		j.gone = append(j.gone, saved{f, content})
		j.remove(f)
	}
	return err
}

func (j *journal) put(one item) error {
	old := j.find(j.user, one.path)
	switch {
	case !allowed(one.path):
		return errPath
	case slices.Contains(j.added, old):
		return errArchive
	}
	if err := j.discard(old); err != nil {
		return err
	}
	j.last++
	f := &record{File{j.last, one.path, int64(len(one.content))}, j.user}
	if err := j.write(f, one.content); err != nil {
		return errConflict
	}
	j.added = append(j.added, f)
	return nil
}

func (j *journal) write(f *record, content []byte) error {
	full := j.place(f.user, f.Path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	j.files[f.ID] = f
	err := os.WriteFile(full, content, 0o644)
	if err != nil {
		delete(j.files, f.ID)
	}
	return err
}

func (j *journal) undo() {
	for _, f := range j.added {
		j.remove(f)
	}
	for _, old := range j.gone {
		j.write(old.f, old.content)
	}
}

func (j *journal) used() int64 {
	sum := int64(0)
	for _, f := range j.files {
		if f.user == j.user {
			sum += f.Size
		}
	}
	return sum
}

// remove takes a file away, and the folders that are empty without it.
func (s *service) remove(f *record) {
	full := s.place(f.user, f.Path)
	os.Remove(full)
	delete(s.files, f.ID)
	for dir := filepath.Dir(full); dir != s.Root && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
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

func byPath(files []File) []File {
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
	http.Error(w, err.Error(), status)
}
