// Package drop keeps files for users and lets them hand out links to single ones.
package drop

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
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
	errPath    = errors.New("path is not allowed")
	errArchive = errors.New("archive cannot be used")
	errTooMuch = errors.New("too large")
	errTaken   = errors.New("a file is in the way")
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
	all, err := s.change(user, 0, map[string][]byte{name: body})
	if err != nil {
		refuse(w, err)
		return
	}
	stored := all[0]
	reply(w, http.StatusCreated, stored)
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
	if _, err := s.change(user, f.ID, nil); err != nil {
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
	archive, err := os.ReadFile(filepath.Join(s.Root, user, filepath.FromSlash(f.Path)))
	if err != nil {
		refuse(w, err)
		return
	}
	var each func([]byte, func(string, fs.FileMode, io.Reader) error) error
	switch {
	case bytes.HasPrefix(archive, []byte("PK")):
		each = eachZip
	case bytes.HasPrefix(archive, []byte{0x1f, 0x8b}):
		each = eachTar
	default:
		http.Error(w, "neither zip nor tar.gz", http.StatusUnsupportedMediaType)
		return
	}
	prefix := ""
	if into := r.URL.Query().Get("into"); into != "" {
		if !valid(into) {
			refuse(w, errPath)
			return
		}
		prefix = into + "/"
	}
	left := s.Unpacked
	batch := map[string][]byte{}
	err = each(archive, func(name string, mode fs.FileMode, content io.Reader) error {
		if mode.Type() != 0 && !mode.IsDir() {
			return errArchive
		}
		name = strings.TrimPrefix(name, "./")
		if mode.IsDir() {
			name = strings.TrimSuffix(name, "/")
			if name != "" && name != "." && (!valid(name) || !valid(prefix+name)) {
				return errPath
			}
			return nil
		}
		full := prefix + name
		if !valid(name) || !valid(full) {
			return errPath
		}
		if _, twice := batch[full]; twice {
			return errArchive
		}
		var out bytes.Buffer
		n, err := io.Copy(&out, io.LimitReader(content, left+1))
		if n > left {
			return errTooMuch
		}
		if err != nil {
			return errors.Join(errArchive, err)
		}
		left -= n
		batch[full] = append([]byte{}, out.Bytes()...)
		return nil
	})
	if err != nil {
		refuse(w, err)
		return
	}
	remove := 0
	if r.URL.Query().Get("drop") == "1" {
		remove = f.ID
	}
	stored, err := s.change(user, remove, batch)
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, http.StatusCreated, stored)
}

func eachZip(archive []byte, visit func(string, fs.FileMode, io.Reader) error) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	for _, e := range z.File {
		content, err := e.Open()
		if err != nil {
			return errors.Join(errArchive, err)
		}
		err = visit(e.Name, e.Mode(), content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func eachTar(archive []byte, visit func(string, fs.FileMode, io.Reader) error) error {
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	t := tar.NewReader(g)
	for {
		e, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errors.Join(errArchive, err)
		}
		mode := fs.ModeIrregular
		switch e.Typeflag {
		case tar.TypeReg:
			mode = 0
		case tar.TypeDir:
			mode = fs.ModeDir
		}
		if err := visit(e.Name, mode, t); err != nil {
			return err
		}
	}
}

func valid(p string) bool {
	if p == "" || len(p) > 1024 || strings.IndexByte(p, '\\') >= 0 || strings.IndexByte(p, 0) >= 0 {
		return false
	}
	for _, part := range strings.Split(p, "/") {
		switch {
		case part == "", part == ".", part == "..", len(part) > 255:
			return false
		}
	}
	return true
}

// change removes one id (if not 0) and stores a batch, all or nothing.
func (s *service) change(user string, remove int, batch map[string][]byte) ([]File, error) {
	sizes := map[string]int64{}
	var out []*record
	for id, f := range s.files {
		if f.user != user {
			continue
		}
		if _, replaced := batch[f.Path]; replaced || id == remove {
			out = append(out, f)
		} else {
			sizes[f.Path] = f.Size
		}
	}
	paths := []string{}
	for p, content := range batch {
		if !valid(p) {
			return nil, errPath
		}
		paths = append(paths, p)
		sizes[p] = int64(len(content))
	}
	sort.Strings(paths)
	total := int64(0)
	for p, n := range sizes {
		total += n
		for up := path.Dir(p); up != "."; up = path.Dir(up) {
			if _, isFile := sizes[up]; isFile {
				return nil, errTaken
			}
		}
	}
	if total > s.Quota && len(batch) > 0 {
		return nil, errTooMuch
	}
	home := filepath.Join(s.Root, user)
	for _, f := range out {
		full := filepath.Join(home, filepath.FromSlash(f.Path))
		if err := os.Remove(full); err != nil {
			return nil, err
		}
		for dir := filepath.Dir(full); dir != s.Root && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
		}
		delete(s.files, f.ID)
	}
	stored := []File{}
	for _, p := range paths {
		full := filepath.Join(home, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(full, batch[p], 0o644); err != nil {
			return nil, err
		}
		s.last++
		f := &record{File{s.last, p, int64(len(batch[p]))}, user}
		s.files[s.last] = f
		stored = append(stored, f.File)
	}
	return stored, nil
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
	query := url.Values{"user": {user}, "path": {f.Path}, "until": {until}, "mac": {s.sign(f.ID, user, f.Path, until)}}
	reply(w, http.StatusCreated, map[string]string{"link": "/download?" + query.Encode()})
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	user, name, until := query.Get("user"), query.Get("path"), query.Get("until")
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.find(user, name)
	if f == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	if !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(f.ID, user, name, until))) {
		http.Error(w, "link is not genuine", http.StatusForbidden)
		return
	}
	if end, err := strconv.ParseInt(until, 10, 64); err != nil || s.Now().Unix() >= end {
		http.Error(w, "link is too old", http.StatusGone)
		return
	}
	full := filepath.Join(s.Root, user, filepath.FromSlash(name))
	content, err := os.ReadFile(full)
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-File-Name", path.Base(name))
	w.Write(content)
}

func (s *service) sign(id int, parts ...string) string {
	mac := hmac.New(sha256.New, s.Key)
	binary.Write(mac, binary.LittleEndian, int64(id))
	for _, part := range parts {
		sum := sha256.Sum256([]byte(part))
		mac.Write(sum[:])
	}
	return hex.EncodeToString(mac.Sum(nil))
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
	switch {
	case errors.Is(err, errPath), errors.Is(err, errArchive):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case errors.Is(err, errTooMuch):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
	case errors.Is(err, errTaken):
		http.Error(w, err.Error(), http.StatusConflict)
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
