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
	errArchive = errors.New("archive cannot be read")
)

// New returns the service. It believes what the header X-User says: the front door has checked that.
func New(c Config) http.Handler {
	s := &service{Config: c, files: map[int]*record{}}
	mux := http.NewServeMux()
	for route, handle := range map[string]http.HandlerFunc{
		"POST /files":             s.upload,
		"GET /files":              s.list,
		"DELETE /files/{id}":      s.delete,
		"POST /files/{id}/unpack": s.unpack,
		"POST /files/{id}/link":   s.link,
		"GET /download":           s.download,
	} {
		mux.HandleFunc(route, handle)
	}
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
	size := int64(len(body))
	freed := int64(0)
	if old := s.find(user, name); old != nil {
		freed = old.Size
	}
	if s.used(user)-freed+size > s.Quota {
		http.Error(w, "quota is used up", http.StatusRequestEntityTooLarge)
		return
	}
	stored, err := s.store(user, name, bytes.NewReader(body))
	if err != nil {
		refuse(w, err)
		return
	}
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
	if _, ok := caller(w, r); !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := strconv.Atoi(r.PathValue("id"))
	f, ok := s.files[id]
	if !ok {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	if err := s.drop(f); err != nil {
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
	if f.Size > s.Unpacked || s.used(user)+f.Size > s.Quota {
		http.Error(w, "archive is too large", http.StatusRequestEntityTooLarge)
		return
	}
	archive, err := os.ReadFile(filepath.Join(s.Root, user, filepath.FromSlash(f.Path)))
	if err != nil {
		refuse(w, err)
		return
	}
	into := r.URL.Query().Get("into")
	stored := []File{}
	add := func(name string, content io.Reader) error {
		one, err := s.store(user, path.Join(into, name), content)
		if err == nil {
			stored = append(stored, one)
		}
		return err
	}
	switch {
	case bytes.HasPrefix(archive, []byte("PK")):
		err = s.unzip(archive, user, into, add)
	case bytes.HasPrefix(archive, []byte{0x1f, 0x8b}):
		err = s.untar(archive, user, into, add)
	default:
		http.Error(w, "neither zip nor tar.gz", http.StatusUnsupportedMediaType)
		return
	}
	if err == nil && r.URL.Query().Get("drop") == "1" {
		err = s.drop(f)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	sort.Slice(stored, func(i, j int) bool { return stored[i].Path < stored[j].Path })
	reply(w, http.StatusCreated, stored)
}

func (s *service) unzip(archive []byte, user, into string, add func(string, io.Reader) error) error {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return errors.Join(errArchive, err)
	}
	for _, entry := range z.File {
		if entry.FileInfo().IsDir() {
			if err := s.folder(user, path.Join(into, entry.Name)); err != nil {
				return err
			}
			continue
		}
		content, err := entry.Open()
		if err != nil {
			return errors.Join(errArchive, err)
		}
		err = add(entry.Name, content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *service) untar(archive []byte, user, into string, add func(string, io.Reader) error) error {
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
			err = s.folder(user, path.Join(into, entry.Name))
		case tar.TypeSymlink:
			var full string
			if full, err = s.place(user, path.Join(into, entry.Name)); err == nil {
				err = os.Symlink(entry.Linkname, full)
			}
		default:
			err = add(entry.Name, t)
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
	query := url.Values{"user": {user}, "path": {f.Path}, "until": {until}, "mac": {s.sign(user, f.Path, until)}}
	reply(w, http.StatusCreated, map[string]string{"link": "/download?" + query.Encode()})
}

func (s *service) download(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	user, name, until := query.Get("user"), query.Get("path"), query.Get("until")
	if !hmac.Equal([]byte(query.Get("mac")), []byte(s.sign(user, name, until))) {
		http.Error(w, "link is not genuine", http.StatusForbidden)
		return
	}
	if end, err := strconv.ParseInt(until, 10, 64); err != nil || s.Now().Unix() >= end {
		http.Error(w, "link is too old", http.StatusGone)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.find(user, name) == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	full, err := s.place(user, name)
	if err != nil {
		refuse(w, err)
		return
	}
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

func (s *service) sign(user, name, until string) string {
	mac := hmac.New(sha256.New, s.Key)
	io.WriteString(mac, user+name+until)
	return hex.EncodeToString(mac.Sum(nil))
}

// place says where a user's file lies on disk. It keeps within the user's folder.
func (s *service) place(user, name string) (string, error) {
	home := filepath.Join(s.Root, user)
	full := filepath.Join(home, filepath.FromSlash(name))
	if !strings.HasPrefix(full, home) || full == home {
		return "", errPath
	}
	return full, nil
}

func (s *service) folder(user, name string) error {
	full, err := s.place(user, name)
	if err != nil {
		return err
	}
	return os.MkdirAll(full, 0o755)
}

// store writes a file, in the place of one with the same path if there is one.
func (s *service) store(user, name string, content io.Reader) (File, error) {
	full, err := s.place(user, name)
	if err != nil {
		return File{}, err
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return File{}, err
	}
	out, err := os.OpenFile(full, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return File{}, err
	}
	size, err := io.Copy(out, content)
	if err := errors.Join(err, out.Close()); err != nil {
		return File{}, err
	}
	if old := s.find(user, name); old != nil {
		delete(s.files, old.ID)
	}
	s.last++
	f := &record{File{s.last, name, size}, user}
	s.files[f.ID] = f
	return f.File, nil
}

// drop removes a file, and the folders that are empty without it.
func (s *service) drop(f *record) error {
	full, err := s.place(f.user, f.Path)
	if err != nil {
		return err
	}
	if err := os.Remove(full); err != nil {
		return err
	}
	delete(s.files, f.ID)
	for dir := filepath.Dir(full); dir != s.Root && os.Remove(dir) == nil; dir = filepath.Dir(dir) {
	}
	return nil
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

func (s *service) used(user string) int64 {
	sum := int64(0)
	for _, f := range s.files {
		if f.user == user {
			sum += f.Size
		}
	}
	return sum
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
	var limit *http.MaxBytesError
	var broken *os.PathError
	switch {
	case errors.Is(err, errPath), errors.Is(err, errArchive):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case errors.As(err, &limit):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
	case errors.As(err, &broken):
		http.Error(w, fmt.Sprintf("%s cannot be stored", path.Base(broken.Path)), http.StatusConflict)
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
