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
	"maps"
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

// A status is an error that says how a request is refused.
type status int

func (s status) Error() string { return http.StatusText(int(s)) }

const (
	badRequest = status(http.StatusBadRequest)
	conflict   = status(http.StatusConflict)
	tooMuch    = status(http.StatusRequestEntityTooLarge)
	notFound   = status(http.StatusNotFound)
	gone       = status(http.StatusGone)
)

// A call is a request of a user who is known.
type call struct {
	*http.Request
	user string
}

// New returns the service. It believes what the header X-User says: the front door has checked that.
func New(c Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}}
	mux := http.NewServeMux()
	s.handle(mux, "POST /files", s.upload)
	s.handle(mux, "GET /files", s.list)
	s.handle(mux, "DELETE /files/{id}", s.byID(s.delete))
	s.handle(mux, "POST /files/{id}/unpack", s.byID(s.unpack))
	s.handle(mux, "POST /files/{id}/link", s.byID(s.link))
	mux.HandleFunc("GET /download", s.download)
	return mux
}

// handle answers what do returns: 204 if that is nothing, else 200 to a request that only reads, and 201.
func (s *service) handle(mux *http.ServeMux, route string, do func(call) (any, error)) {
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		user := r.Header.Get("X-User")
		if user == "" {
			refuse(w, status(http.StatusUnauthorized))
			return
		}
		body, err := do(call{r, user})
		switch {
		case err != nil:
			refuse(w, err)
		case body == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			reply(w, map[string]int{"GET": http.StatusOK, "POST": http.StatusCreated}[r.Method], body)
		}
	})
}

func (s *service) upload(c call) (any, error) {
	body, err := limited(c.Body, s.Upload)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all, err := s.change(c.user, 0, map[string][]byte{c.URL.Query().Get("path"): body})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (s *service) list(c call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []File{}
	for _, f := range s.of(c.user) {
		all = append(all, f.File)
	}
	return all, nil
}

// of is the files of a user, by path.
func (s *service) of(user string) []*record {
	var all []*record
	for _, f := range s.files {
		if f.user == user {
			all = append(all, f)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	return all
}

// byID looks for the file that a call is about.
func (s *service) byID(do func(call, *record) (any, error)) func(call) (any, error) {
	return func(c call) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		id, _ := strconv.Atoi(c.PathValue("id"))
		if f := s.files[id]; f != nil && f.user == c.user {
			return do(c, f)
		}
		return nil, notFound
	}
}

func (s *service) delete(c call, f *record) (any, error) {
	_, err := s.change(c.user, f.ID, nil)
	return nil, err
}

// unpack stores the files of an archive in the folder "into". With "drop=1" the archive itself is deleted then.
func (s *service) unpack(c call, f *record) (any, error) {
	query := c.URL.Query()
	b := &batch{into: query.Get("into"), left: s.Unpacked, files: map[string][]byte{}}
	if err := b.open(s.file(c.user, f.Path)); err != nil {
		return nil, err
	}
	remove := 0
	if query.Get("drop") == "1" {
		remove = f.ID
	}
	return s.change(c.user, remove, b.files)
}

// A batch is the files of an archive, by path.
type batch struct {
	into  string
	left  int64
	files map[string][]byte
}

func (b *batch) open(file string) error {
	if b.into != "" && !valid(b.into) {
		return badRequest
	}
	archive, _ := os.ReadFile(file)
	switch {
	case bytes.HasPrefix(archive, []byte("PK")):
		return eachZip(archive, b.add)
	case bytes.HasPrefix(archive, []byte{0x1f, 0x8b}):
		return eachTar(archive, b.add)
	}
	return status(http.StatusUnsupportedMediaType)
}

func (b *batch) add(name string, mode fs.FileMode, content io.Reader) error {
	name = strings.TrimPrefix(name, "./")
	switch mode.Type() {
	case 0:
		return b.file(b.path(name), content)
	case fs.ModeDir:
		return b.folder(strings.TrimSuffix(name, "/"))
	}
	return badRequest
}

func (b *batch) folder(name string) error {
	if name != "" && name != "." && !valid(b.path(name)) {
		return badRequest
	}
	return nil
}

func (b *batch) file(full string, content io.Reader) error {
	if !valid(full) || b.files[full] != nil {
		return badRequest
	}
	read, err := limited(content, b.left)
	b.left -= int64(len(read))
	b.files[full] = append([]byte{}, read...)
	return err
}

func (b *batch) path(name string) string {
	if b.into == "" {
		return name
	}
	return b.into + "/" + name
}

// limited reads all, if that is no more than a limit.
func limited(from io.Reader, limit int64) ([]byte, error) {
	read, err := io.ReadAll(io.LimitReader(from, limit+1))
	switch {
	case err != nil:
		return nil, badRequest
	case int64(len(read)) > limit:
		return nil, tooMuch
	}
	return read, nil
}

func eachZip(archive []byte, visit func(string, fs.FileMode, io.Reader) error) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return badRequest
	}
	for _, e := range z.File {
		content, err := e.Open()
		if err != nil {
			return badRequest
		}
		defer content.Close()
		if err := visit(e.Name, e.Mode(), content); err != nil {
			return err
		}
	}
	return nil
}

func eachTar(archive []byte, visit func(string, fs.FileMode, io.Reader) error) error {
	modes := map[byte]fs.FileMode{tar.TypeReg: 0, tar.TypeDir: fs.ModeDir}
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return badRequest
	}
	t := tar.NewReader(g)
	e, err := t.Next()
	for ; err == nil; e, err = t.Next() {
		mode, known := modes[e.Typeflag]
		if !known {
			return badRequest
		}
		if err := visit(e.Name, mode, t); err != nil {
			return err
		}
	}
	return unlessEnd(err)
}

func unlessEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return badRequest
}

func valid(p string) bool {
	for _, part := range strings.Split(p, "/") {
		switch part {
		case "", ".", "..":
			return false
		}
		if len(part) > 255 {
			return false
		}
	}
	return len(p) <= 1024 && !strings.ContainsAny(p, "\\\x00")
}

// change removes one id (if not 0) and stores files, all or nothing.
func (s *service) change(user string, remove int, files map[string][]byte) ([]File, error) {
	var out []*record
	sizes := map[string]int64{}
	for _, f := range s.of(user) {
		sizes[f.Path] = f.Size
		if f.ID == remove || files[f.Path] != nil {
			out = append(out, f)
			delete(sizes, f.Path)
		}
	}
	if err := s.permit(sizes, files); err != nil {
		return nil, err
	}
	s.remove(out)
	return s.store(user, files)
}

// permit looks at the files that a user would have: those that stay and new ones.
func (s *service) permit(sizes map[string]int64, files map[string][]byte) error {
	for p, content := range files {
		sizes[p] = int64(len(content))
	}
	total := int64(0)
	for p, n := range sizes {
		if total += n; total > s.Quota {
			return tooMuch
		}
		if err := place(p, sizes); err != nil {
			return err
		}
	}
	return nil
}

func place(p string, sizes map[string]int64) error {
	if !valid(p) {
		return badRequest
	}
	for up := path.Dir(p); up != "."; up = path.Dir(up) {
		if _, isFile := sizes[up]; isFile {
			return conflict
		}
	}
	return nil
}

func (s *service) remove(files []*record) {
	for _, f := range files {
		delete(s.files, f.ID)
		for full := s.file(f.user, f.Path); full != s.Root && os.Remove(full) == nil; full = filepath.Dir(full) {
		}
	}
}

func (s *service) store(user string, files map[string][]byte) ([]File, error) {
	stored := []File{}
	for _, p := range slices.Sorted(maps.Keys(files)) {
		full := s.file(user, p)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(full, files[p], 0o644); err != nil {
			return nil, err
		}
		s.last++
		s.files[s.last] = &record{File{s.last, p, int64(len(files[p]))}, user}
		stored = append(stored, s.files[s.last].File)
	}
	return stored, nil
}

func (s *service) file(user, p string) string {
	return filepath.Join(s.Root, user, filepath.FromSlash(p))
}

// link returns an address under which anybody can fetch the file until its time is over.
func (s *service) link(c call, f *record) (any, error) {
	until := strconv.FormatInt(s.Now().Add(s.Lifetime).Unix(), 10)
	query := url.Values{"user": {c.user}, "path": {f.Path}, "until": {until}, "mac": {s.sign(f.ID, c.user, f.Path, until)}}
	return map[string]string{"link": "/download?" + query.Encode()}, nil
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	f, content, err := s.linked(r.URL.Query())
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-File-Name", path.Base(f.Path))
	w.Write(content)
}

// linked finds the file of which a link was made: there is at most one whose signature fits.
func (s *service) linked(query url.Values) (*record, []byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		mac := s.sign(f.ID, query.Get("user"), query.Get("path"), query.Get("until"))
		if !hmac.Equal([]byte(query.Get("mac")), []byte(mac)) {
			continue
		}
		if end, err := strconv.ParseInt(query.Get("until"), 10, 64); err != nil || s.Now().Unix() >= end {
			return nil, nil, gone
		}
		content, err := os.ReadFile(s.file(f.user, f.Path))
		return f, content, err
	}
	return nil, nil, notFound
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

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, err error) {
	known := status(http.StatusInternalServerError)
	errors.As(err, &known)
	http.Error(w, err.Error(), int(known))
}
