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
	errFormat   = errors.New("neither zip nor tar.gz")
	errInTheWay = errors.New("a file is in the way")
	errMissing  = errors.New("no such file")
	errLink     = errors.New("link is not genuine")
	errOld      = errors.New("link is too old")
)

// New returns the service. It believes what the header X-User says: the front door has checked that.
func New(c Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}}
	mux := http.NewServeMux()
	for route, do := range map[string]func(http.ResponseWriter, *http.Request, string) error{
		"POST /files":             s.upload,
		"GET /files":              s.list,
		"DELETE /files/{id}":      s.delete,
		"POST /files/{id}/unpack": s.unpack,
		"POST /files/{id}/link":   s.link,
	} {
		mux.HandleFunc(route, s.forCaller(do))
	}
	mux.HandleFunc("GET /download", s.download)
	return mux
}

// forCaller runs one request after the other. Uploads have come in before it is their turn.
func (s *service) forCaller(do func(http.ResponseWriter, *http.Request, string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user := r.Header.Get("X-User")
		if user == "" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.Upload))
		if err != nil {
			refuse(w, errLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		defer s.mu.Unlock()
		if err := do(w, r, user); err != nil {
			refuse(w, err)
		}
	}
}

func (s *service) upload(w http.ResponseWriter, r *http.Request, user string) error {
	spool, err := newSpool(s.Upload)
	if err != nil {
		return err
	}
	defer spool.close()
	if err := spool.add(r.URL.Query().Get("path"), r.Body); err != nil {
		return err
	}
	stored, err := s.commit(user, spool, nil)
	if err == nil {
		reply(w, http.StatusCreated, stored[0])
	}
	return err
}

func (s *service) list(w http.ResponseWriter, _ *http.Request, user string) error {
	all := []File{}
	for _, f := range s.files {
		if f.user == user {
			all = append(all, f.File)
		}
	}
	replyWithFiles(w, http.StatusOK, all)
	return nil
}

func (s *service) delete(w http.ResponseWriter, r *http.Request, user string) error {
	f, err := s.owned(user, r.PathValue("id"))
	if err != nil {
		return err
	}
	if _, err := s.exchange(user, []*record{f}, &spool{}); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// unpack stores the files of an archive in the folder "into". With "drop=1" the archive itself is deleted then.
func (s *service) unpack(w http.ResponseWriter, r *http.Request, user string) error {
	f, err := s.owned(user, r.PathValue("id"))
	if err != nil {
		return err
	}
	spool, err := s.unpacked(f, r.URL.Query().Get("into"))
	if err != nil {
		return err
	}
	defer spool.close()
	gone := f
	if r.URL.Query().Get("drop") != "1" {
		gone = nil
	}
	stored, err := s.commit(user, spool, gone)
	if err == nil {
		replyWithFiles(w, http.StatusCreated, stored)
	}
	return err
}

// unpacked puts the files of an archive into a spool. If it fails, it leaves none.
func (s *service) unpacked(f *record, into string) (*spool, error) {
	archive, err := os.ReadFile(filepath.Join(s.Root, f.user, f.Path))
	if err != nil {
		return nil, err
	}
	spool, err := newSpool(s.Unpacked)
	if err != nil {
		return nil, err
	}
	spool.into = into
	if err := spool.read(archive); err != nil {
		spool.close()
		return nil, err
	}
	return spool, nil
}

// A spool holds files on disk until it is certain that they may be stored.
type spool struct {
	dir   string
	into  string
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
	n, err := p.write(p.file(len(p.names)), content)
	if err != nil {
		return err
	}
	p.limit -= n
	p.names = append(p.names, name)
	p.sizes[name] = n
	return nil
}

// write copies what the limit admits.
func (p *spool) write(file string, content io.Reader) (int64, error) {
	out, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	n, err := io.CopyN(out, content, p.limit+1)
	switch err {
	case nil:
		return 0, errLarge
	case io.EOF:
		return n, nil
	}
	return 0, errArchive
}

func (p *spool) read(archive []byte) error {
	formats := map[string]func([]byte) error{"PK": p.unzip, "\x1f\x8b": p.untar}
	read, known := formats[string(archive[:min(2, len(archive))])]
	if !known {
		return errFormat
	}
	if p.into != "" && !isPath(p.into) {
		return errPath
	}
	return read(archive)
}

// entry adds a file. A folder has to have a path, and that is all.
func (p *spool) entry(name string, isFolder bool, content io.Reader) error {
	name = strings.TrimPrefix(name, "./")
	if p.into != "" {
		name = p.into + "/" + name
	}
	if !isFolder {
		return p.add(name, content)
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, "."), "/")
	if name == p.into || isPath(name) {
		return nil
	}
	return errPath
}

// isPath leans on what io/fs calls a valid path: no empty, "." or ".." elements.
func isPath(name string) bool {
	if name == "." || !fs.ValidPath(name) {
		return false
	}
	long := func(part string) bool { return len(part) > 255 }
	return len(name) <= 1024 && !strings.ContainsAny(name, "\\\x00") && !slices.ContainsFunc(strings.Split(name, "/"), long)
}

// commit stores what is in the spool, and deletes gone if that is not nil. It fails before it has changed anything.
func (s *service) commit(user string, p *spool, gone *record) ([]File, error) {
	sizes := maps.Clone(p.sizes)
	var before []*record
	for _, f := range s.ownedBy(user) {
		if _, again := p.sizes[f.Path]; again || f == gone {
			before = append(before, f)
			continue
		}
		sizes[f.Path] = f.Size
	}
	if err := s.fits(sizes); err != nil {
		return nil, err
	}
	return s.exchange(user, before, p)
}

func (s *service) ownedBy(user string) []*record {
	others := func(f *record) bool { return f.user != user }
	return slices.DeleteFunc(slices.Collect(maps.Values(s.files)), others)
}

// fits tells whether files of these paths and sizes may stand beside each other.
func (s *service) fits(sizes map[string]int64) error {
	sum := int64(0)
	for name, size := range sizes {
		sum += size
		if runsThrough(name, sizes) {
			return errInTheWay
		}
	}
	if sum > s.Quota {
		return errLarge
	}
	return nil
}

func runsThrough(name string, sizes map[string]int64) bool {
	for i, c := range name {
		if _, taken := sizes[name[:i]]; taken && c == '/' {
			return true
		}
	}
	return false
}

func (s *service) exchange(user string, before []*record, p *spool) ([]File, error) {
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
		if err := move(root, p.file(i), user+"/"+name); err != nil {
			return nil, err
		}
		s.last++
		s.files[s.last] = &record{File{s.last, name, p.sizes[name]}, user}
		stored = append(stored, s.files[s.last].File)
	}
	return stored, nil
}

func move(root *os.Root, from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	return root.WriteFile(to, content, 0o644)
}

// forget takes a file away, with the folders that are empty without it.
func (s *service) forget(root *os.Root, f *record) {
	delete(s.files, f.ID)
	for name := f.user + "/" + f.Path; name != "." && root.Remove(name) == nil; name = path.Dir(name) {
	}
}

func (p *spool) unzip(archive []byte) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errArchive
	}
	for _, e := range z.File {
		if err := p.zipped(e); err != nil {
			return err
		}
	}
	return nil
}

func (p *spool) zipped(e *zip.File) error {
	isFolder := e.Mode().IsDir()
	if !isFolder && !e.Mode().IsRegular() {
		return errArchive
	}
	content, err := e.Open()
	if err != nil {
		return errArchive
	}
	defer content.Close()
	return p.entry(e.Name, isFolder, content)
}

func (p *spool) untar(archive []byte) error {
	g, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return errArchive
	}
	for t := tar.NewReader(g); err == nil; {
		err = p.tarred(t)
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// tarred takes the next entry. Behind the last it returns io.EOF.
func (p *spool) tarred(t *tar.Reader) error {
	e, err := t.Next()
	switch {
	case err == io.EOF:
		return err
	case err != nil:
		return errArchive
	case e.Typeflag == tar.TypeReg, e.Typeflag == tar.TypeDir:
		return p.entry(e.Name, e.Typeflag == tar.TypeDir, t)
	}
	return errArchive
}

// link returns an address under which anybody can fetch the file until its time is over.
func (s *service) link(w http.ResponseWriter, r *http.Request, user string) error {
	f, err := s.owned(user, r.PathValue("id"))
	if err != nil {
		return err
	}
	until := strconv.FormatInt(s.Now().Add(s.Lifetime).Unix(), 10)
	query := url.Values{"user": {user}, "path": {f.Path}, "until": {until}, "id": {strconv.Itoa(f.ID)}}
	query.Set("mac", s.sign(query))
	reply(w, http.StatusCreated, map[string]string{"link": "/download?" + query.Encode()})
	return nil
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.linked(r.URL.Query())
	if err != nil {
		refuse(w, err)
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

func (s *service) linked(query url.Values) (*record, error) {
	if !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(query))) {
		return nil, errLink
	}
	if end, err := strconv.ParseInt(query.Get("until"), 10, 64); err != nil || s.Now().Unix() >= end {
		return nil, errOld
	}
	return s.owned(query.Get("user"), query.Get("id"))
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

func (s *service) owned(user, id string) (*record, error) {
	number, _ := strconv.Atoi(id)
	f := s.files[number]
	if f == nil || f.user != user {
		return nil, errMissing
	}
	return f, nil
}

func replyWithFiles(w http.ResponseWriter, status int, files []File) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	reply(w, status, files)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, err error) {
	status, known := map[error]int{
		errPath:     http.StatusBadRequest,
		errArchive:  http.StatusBadRequest,
		errFormat:   http.StatusUnsupportedMediaType,
		errLarge:    http.StatusRequestEntityTooLarge,
		errInTheWay: http.StatusConflict,
		errMissing:  http.StatusNotFound,
		errLink:     http.StatusForbidden,
		errOld:      http.StatusGone,
	}[err]
	if !known {
		status = http.StatusInternalServerError
	}
	http.Error(w, err.Error(), status)
}
