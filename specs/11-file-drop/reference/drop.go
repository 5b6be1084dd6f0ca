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
	fmt.Fprintf(mac, "%d %q %q %q", f.ID, f.user, f.Path, until)
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

// apply makes a change if what is stored afterwards is allowed, and returns what it has stored.
func (s *service) apply(c change) ([]File, error) {
	after, err := s.plan(c)
	if err != nil {
		return nil, err
	}
	s.clear(c.user, after)
	stored := []File{}
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
	return after, s.check(after)
}

func put(after map[string]*record, c change) error {
	for _, one := range c.put {
		if !allowed(one.path) {
			return errPath
		}
		if old := after[one.path]; old != nil && old.ID == 0 {
			return errArchive
		}
		after[one.path] = &record{File{0, one.path, int64(len(one.content))}, c.user}
	}
	return nil
}

// check tells whether a user may have these files.
func (s *service) check(files map[string]*record) error {
	sum := int64(0)
	for name, f := range files {
		sum += f.Size
		if blocked(files, name) {
			return errConflict
		}
	}
	if sum > s.Quota {
		return errSize
	}
	return nil
}

// blocked tells whether one of the files stands where a path needs a folder.
func blocked(files map[string]*record, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if files[dir] != nil {
			return true
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
	s.files[f.ID] = f
	return os.WriteFile(full, content, 0o644)
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
