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
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
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

var (
	errPath     = errors.New("path is not allowed")
	errArchive  = errors.New("archive cannot be unpacked")
	errSize     = errors.New("too large")
	errConflict = errors.New("a file is in the way")
)

// New returns the service. It believes what the header X-User says: the front door has checked that.
func New(c Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /files", s.upload)
	mux.HandleFunc("GET /files", s.list)
	mux.HandleFunc("DELETE /files/{id}", s.delete)
	mux.HandleFunc("POST /files/{id}/unpack", s.unpack)
	mux.HandleFunc("POST /files/{id}/link", s.link)
	mux.HandleFunc("GET /download", s.download)
	return mux
}

func (s *service) upload(w http.ResponseWriter, r *http.Request) {
	user, ok := caller(w, r)
	if !ok {
		return
	}
	name := r.URL.Query().Get("path")
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.Upload))
	if err != nil {
		http.Error(w, "body is too large", http.StatusRequestEntityTooLarge)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, err := s.apply(change{user: user, put: []item{{name, body}}})
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, http.StatusCreated, stored[0])
}

func (s *service) list(w http.ResponseWriter, r *http.Request) {
	user, ok := caller(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []File{}
	for _, f := range s.files {
		if f.user == user {
			all = append(all, f.File)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	reply(w, http.StatusOK, all)
}

func (s *service) delete(w http.ResponseWriter, r *http.Request) {
	user, ok := caller(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.owned(user, r.PathValue("id"))
	if f == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	if _, err := s.apply(change{user: user, drop: f}); err != nil {
		refuse(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// unpack stores the files of an archive in the folder "into". With "drop=1" the archive itself is deleted then.
func (s *service) unpack(w http.ResponseWriter, r *http.Request) {
	user, ok := caller(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.owned(user, r.PathValue("id"))
	if f == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	archive, err := os.ReadFile(s.place(user, f.Path))
	if err != nil {
		refuse(w, err)
		return
	}
	into := r.URL.Query().Get("into")
	if into != "" && !allowed(into) {
		refuse(w, errPath)
		return
	}
	// Nothing is stored before the whole archive has been read: it counts as a whole or not at all.
	u := &unpacking{into: into, left: s.Unpacked}
	switch {
	case bytes.HasPrefix(archive, []byte("PK")):
		err = u.unzip(archive)
	case bytes.HasPrefix(archive, []byte{0x1f, 0x8b}):
		err = u.untar(archive)
	default:
		http.Error(w, "neither zip nor tar.gz", http.StatusUnsupportedMediaType)
		return
	}
	if err != nil {
		refuse(w, err)
		return
	}
	c := change{user: user, put: u.items}
	if r.URL.Query().Get("drop") == "1" {
		c.drop = f
	}
	stored, err := s.apply(c)
	if err != nil {
		refuse(w, err)
		return
	}
	sort.Slice(stored, func(i, j int) bool { return stored[i].Path < stored[j].Path })
	reply(w, http.StatusCreated, stored)
}

// unpacking collects the files of an archive in memory, up to a bound.
type unpacking struct {
	into  string
	left  int64 // bytes that may still come
	items []item
}

func (u *unpacking) unzip(archive []byte) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	for _, entry := range z.File {
		name := entry.Name
		switch mode := entry.Mode(); {
		case mode.IsDir() || strings.HasSuffix(name, "/"):
			err = u.folder(name)
		case !mode.IsRegular():
			err = errArchive
		default:
			var content io.ReadCloser
			if content, err = entry.Open(); err != nil {
				return errors.Join(errArchive, err)
			}
			err = u.file(name, content)
			content.Close()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (u *unpacking) untar(archive []byte) error {
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	t := tar.NewReader(g)
	for {
		entry, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errors.Join(errArchive, err)
		}
		switch entry.Typeflag {
		case tar.TypeDir:
			err = u.folder(entry.Name)
		case tar.TypeReg:
			err = u.file(entry.Name, t)
		default:
			err = errArchive
		}
		if err != nil {
			return err
		}
	}
}

// folder looks at the name of a folder only: folders come into being with the files in them.
func (u *unpacking) folder(name string) error {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")
	if name != "" && name != "." && !allowed(u.inside(name)) {
		return errPath
	}
	return nil
}

func (u *unpacking) file(name string, content io.Reader) error {
	name = strings.TrimPrefix(name, "./")
	if !allowed(name) || !allowed(u.inside(name)) {
		return errPath
	}
	read, err := io.ReadAll(io.LimitReader(content, u.left+1))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	if u.left -= int64(len(read)); u.left < 0 {
		return errSize
	}
	u.items = append(u.items, item{u.inside(name), read})
	return nil
}

func (u *unpacking) inside(name string) string {
	if u.into == "" {
		return name
	}
	return u.into + "/" + name
}

// link returns an address under which anybody can fetch the file until its time is over.
func (s *service) link(w http.ResponseWriter, r *http.Request) {
	user, ok := caller(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.owned(user, r.PathValue("id"))
	if f == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	until := strconv.FormatInt(s.Now().Add(s.Lifetime).Unix(), 10)
	query := url.Values{"user": {user}, "path": {f.Path}, "until": {until}, "mac": {s.sign(f, until)}}
	reply(w, http.StatusCreated, map[string]string{"link": "/download?" + query.Encode()})
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(query.Get("user"), query.Get("path"))
	if f == nil || !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(f, query.Get("until")))) {
		http.Error(w, "link is not genuine", http.StatusForbidden)
		return
	}
	if end, err := strconv.ParseInt(query.Get("until"), 10, 64); err != nil || s.Now().Unix() >= end {
		http.Error(w, "link is too old", http.StatusGone)
		return
	}
	content, err := os.ReadFile(s.place(f.user, f.Path))
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-File-Name", path.Base(f.Path))
	w.Write(content)
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
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." || len(part) > 255 {
			return false
		}
	}
	return true
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

// apply makes a change, or takes back what it has done and returns why.
func (s *service) apply(c change) (stored []File, err error) {
	type saved struct {
		f       *record
		content []byte
	}
	var undo []saved
	put := func(name string, content []byte) error {
		full := s.place(c.user, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return errors.Join(errConflict, err)
		}
		if err := os.WriteFile(full, content, 0o644); err != nil {
			return errors.Join(errConflict, err)
		}
		return nil
	}
	stored = []File{}
	defer func() {
		if err == nil {
			return
		}
		for _, f := range stored {
			s.remove(s.files[f.ID])
		}
		for _, old := range undo {
			put(old.f.Path, old.content)
			s.files[old.f.ID] = old.f
		}
		stored = nil
	}()
	gone := []*record{}
	if c.drop != nil {
		gone = append(gone, c.drop)
	}
	seen := map[string]bool{}
	for _, one := range c.put {
		if !allowed(one.path) {
			return nil, errPath
		}
		if seen[one.path] {
			return nil, errArchive
		}
		seen[one.path] = true
		if old := s.find(c.user, one.path); old != nil && old != c.drop {
			gone = append(gone, old)
		}
	}
	for _, f := range gone {
		content, err := os.ReadFile(s.place(f.user, f.Path))
		if err != nil {
			return nil, err
		}
		undo = append(undo, saved{f, content})
		s.remove(f)
	}
	for _, one := range c.put {
		if err := put(one.path, one.content); err != nil {
			s.prune(s.place(c.user, one.path))
			return stored, err
		}
		s.last++
		f := &record{File{s.last, one.path, int64(len(one.content))}, c.user}
		s.files[s.last] = f
		stored = append(stored, f.File)
	}
	if len(c.put) > 0 && s.used(c.user) > s.Quota {
		return stored, errSize
	}
	return stored, nil
}

// remove takes a file away, and the folders that are empty without it.
func (s *service) remove(f *record) {
	full := s.place(f.user, f.Path)
	os.Remove(full)
	delete(s.files, f.ID)
	s.prune(full)
}

// prune removes the folders above a file that is gone, as far as they are empty.
func (s *service) prune(full string) {
	for dir := filepath.Dir(full); dir != s.Root; dir = filepath.Dir(dir) {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && os.Remove(dir) != nil {
			return
		}
	}
}

func (s *service) used(user string) int64 {
	sum := int64(0)
	for _, f := range s.files {
		if f.user == user {
			sum += f.Size
		}
	}
	return sum
}

func (s *service) find(user, name string) *record {
	for _, f := range s.files {
		if f.user == user && f.Path == name {
			return f
		}
	}
	return nil
}

func (s *service) owned(user, id string) *record {
	number, _ := strconv.Atoi(id)
	if f := s.files[number]; f != nil && f.user == user {
		return f
	}
	return nil
}

func caller(w http.ResponseWriter, r *http.Request) (string, bool) {
	user := r.Header.Get("X-User")
	if user == "" {
		http.Error(w, "who are you?", http.StatusUnauthorized)
	}
	return user, user != ""
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, errPath), errors.Is(err, errArchive):
		status = http.StatusBadRequest
	case errors.Is(err, errSize):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errConflict):
		status = http.StatusConflict
	}
	http.Error(w, err.Error(), status)
}
