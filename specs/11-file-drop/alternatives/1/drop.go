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

var (
	errPath     = errors.New("path is not allowed")
	errArchive  = errors.New("archive cannot be unpacked")
	errLarge    = errors.New("too large")
	errInTheWay = errors.New("a file is in the way")
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
	spool, err := newSpool(int64(len(body)))
	if err != nil {
		refuse(w, err)
		return
	}
	defer spool.close()
	if err := spool.add(name, bytes.NewReader(body)); err != nil {
		refuse(w, err)
		return
	}
	all, err := s.commit(user, spool, nil)
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
	root, err := os.OpenRoot(s.Root)
	if err != nil {
		refuse(w, err)
		return
	}
	defer root.Close()
	s.forget(root, f)
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
	into := r.URL.Query().Get("into")
	if into != "" && !isPath(into) {
		refuse(w, errPath)
		return
	}
	archive, err := os.ReadFile(filepath.Join(s.Root, user, f.Path))
	if err != nil {
		refuse(w, err)
		return
	}
	read := map[string]func([]byte, string, *spool) error{"PK": unzip, "\x1f\x8b": untar}[string(archive[:min(2, len(archive))])]
	if read == nil {
		http.Error(w, "neither zip nor tar.gz", http.StatusUnsupportedMediaType)
		return
	}
	spool, err := newSpool(s.Unpacked)
	if err != nil {
		refuse(w, err)
		return
	}
	defer spool.close()
	if err := read(archive, into, spool); err != nil {
		refuse(w, err)
		return
	}
	var gone *record
	if r.URL.Query().Get("drop") == "1" {
		gone = f
	}
	stored, err := s.commit(user, spool, gone)
	if err != nil {
		refuse(w, err)
		return
	}
	sort.Slice(stored, func(i, j int) bool { return stored[i].Path < stored[j].Path })
	reply(w, http.StatusCreated, stored)
}

// A spool holds files on disk until it is certain that they may be stored.
type spool struct {
	dir   string
	limit int64
	names []string
	sizes map[string]int64
}

func newSpool(limit int64) (*spool, error) {
	dir, err := os.MkdirTemp("", "drop")
	return &spool{dir: dir, limit: limit, sizes: map[string]int64{}}, err
}

func (p *spool) close() { os.RemoveAll(p.dir) }

func (p *spool) file(i int) string { return filepath.Join(p.dir, strconv.Itoa(i)) }

func (p *spool) add(name string, content io.Reader) error {
	if !isPath(name) {
		return errPath
	}
	if _, twice := p.sizes[name]; twice {
		return errArchive
	}
	out, err := os.Create(p.file(len(p.names)))
	if err != nil {
		return err
	}
	defer out.Close()
	n, err := io.CopyN(out, content, p.limit+1)
	switch {
	case err == nil:
		return errLarge
	case err != io.EOF:
		return errors.Join(errArchive, err)
	}
	p.limit -= n
	p.names = append(p.names, name)
	p.sizes[name] = n
	return nil
}

// entry is the path of an archive's entry, or an error.
func entry(into, name string, isFolder bool) (string, error) {
	name = strings.TrimPrefix(name, "./")
	if isFolder {
		name = strings.TrimSuffix(name, "/")
		if name == "" || name == "." {
			return "", nil
		}
	}
	if !isPath(name) {
		return "", errPath
	}
	if into != "" {
		name = into + "/" + name
	}
	if !isPath(name) {
		return "", errPath
	}
	return name, nil
}

// isPath leans on what io/fs calls a valid path: no empty, "." or ".." elements.
func isPath(name string) bool {
	if name == "." || len(name) > 1024 || !fs.ValidPath(name) || strings.Contains(name, `\`) || strings.Contains(name, "\x00") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return len(part) > 255 })
}

// commit stores what is in the spool, and deletes gone if that is not nil. It fails before it has changed anything.
func (s *service) commit(user string, p *spool, gone *record) ([]File, error) {
	var before []*record
	sum := int64(0)
	taken := map[string]bool{}
	for _, f := range s.files {
		if f.user != user {
			continue
		}
		if _, again := p.sizes[f.Path]; again || f == gone {
			before = append(before, f)
			continue
		}
		sum += f.Size
		taken[f.Path] = true
	}
	for name, size := range p.sizes {
		sum += size
		taken[name] = true
	}
	if sum > s.Quota {
		return nil, errLarge
	}
	for name := range taken {
		for i, c := range name {
			if c == '/' && taken[name[:i]] {
				return nil, errInTheWay
			}
		}
	}
	root, err := os.OpenRoot(s.Root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for _, f := range before {
		s.forget(root, f)
	}
	stored := []File{}
	for i, name := range p.names {
		if err := s.move(root, p.file(i), user+"/"+name); err != nil {
			return nil, err
		}
		s.last++
		f := &record{File{s.last, name, p.sizes[name]}, user}
		s.files[s.last] = f
		stored = append(stored, f.File)
	}
	return stored, nil
}

func (s *service) move(root *os.Root, from, to string) error {
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := root.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// forget takes a file away, with the folders that are empty without it.
func (s *service) forget(root *os.Root, f *record) {
	delete(s.files, f.ID)
	for name := f.user + "/" + f.Path; name != "." && root.Remove(name) == nil; name = path.Dir(name) {
	}
}

func unzip(archive []byte, into string, p *spool) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	for _, e := range z.File {
		isFolder := e.Mode().IsDir()
		if !isFolder && !e.Mode().IsRegular() {
			return errArchive
		}
		name, err := entry(into, e.Name, isFolder)
		if err != nil {
			return err
		}
		if isFolder {
			continue
		}
		content, err := e.Open()
		if err != nil {
			return errors.Join(errArchive, err)
		}
		if err := errors.Join(p.add(name, content), content.Close()); err != nil {
			return err
		}
	}
	return nil
}

func untar(archive []byte, into string, p *spool) error {
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	for t := tar.NewReader(g); ; {
		e, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errors.Join(errArchive, err)
		}
		if e.Typeflag != tar.TypeReg && e.Typeflag != tar.TypeDir {
			return errArchive
		}
		name, err := entry(into, e.Name, e.Typeflag == tar.TypeDir)
		if err == nil && e.Typeflag == tar.TypeReg {
			err = p.add(name, t)
		}
		if err != nil {
			return err
		}
	}
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
	query := url.Values{"user": {user}, "path": {f.Path}, "until": {until}, "id": {strconv.Itoa(f.ID)}}
	query.Set("mac", s.sign(query))
	reply(w, http.StatusCreated, map[string]string{"link": "/download?" + query.Encode()})
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(query))) {
		http.Error(w, "link is not genuine", http.StatusForbidden)
		return
	}
	if end, err := strconv.ParseInt(query.Get("until"), 10, 64); err != nil || s.Now().Unix() >= end {
		http.Error(w, "link is too old", http.StatusGone)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.owned(query.Get("user"), query.Get("id"))
	if f == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	content, err := os.ReadFile(filepath.Join(s.Root, f.user, f.Path))
	if err != nil {
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-File-Name", path.Base(f.Path))
	w.Write(content)
}

// sign puts the length before each part.
func (s *service) sign(query url.Values) string {
	mac := hmac.New(sha256.New, s.Key)
	for _, name := range []string{"user", "path", "until", "id"} {
		value := query.Get(name)
		binary.Write(mac, binary.BigEndian, uint32(len(value)))
		io.WriteString(mac, value)
	}
	return hex.EncodeToString(mac.Sum(nil))
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
	case errors.Is(err, errLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, errInTheWay):
		status = http.StatusConflict
	}
	http.Error(w, err.Error(), status)
}
