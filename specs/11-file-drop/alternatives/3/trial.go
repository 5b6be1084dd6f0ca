package drop

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
)

// client sends the requests of a trial and remembers ids.
type client struct {
	call func(user, method, target string, body []byte) (int, string)
}

// Trial sends requests to a service, so that one that makes a mistake shows it.
func Trial(call func(user, method, target string, body []byte) (status int, answer string)) {
	c := client{call}
	call("", "GET", "/files", nil)
	for _, part := range []func(){c.drops, c.refusedArchives, c.archives, c.owners, c.links, c.sizes, c.paths} {
		part()
	}
	for _, user := range []string{"ann", "anna", "carl"} {
		call(user, "GET", "/files", nil)
	}
}

// upload returns the address of the file.
func (c client) upload(user, path string, body []byte) string {
	_, answer := c.call(user, "POST", "/files?path="+url.QueryEscape(path), body)
	var f File
	json.Unmarshal([]byte(answer), &f)
	return fmt.Sprintf("/files/%d", f.ID)
}

func (c client) unpack(user, query string, archive []byte) string {
	file := c.upload(user, "archive", archive)
	c.call(user, "POST", file+"/unpack?"+query, nil)
	return file
}

func (c client) paths() {
	name := strings.Repeat("n", 255)
	longest := strings.Join([]string{name, name, name, name[1:], "n"}, "/")
	for _, path := range []string{"../anna/x", "a//b", "a/./b", `a\b`, "a/", "%2e%2e", "..a", longest, longest + "n"} {
		c.upload("ann", path, []byte(path))
	}
	c.upload("ann", "f", nil)
	c.upload("ann", "f/g/h", nil)
	c.call("ann", "DELETE", c.upload("ann", "d/e", nil), nil)
	c.upload("ann", "d", nil)
}

func (c client) sizes() {
	for i, size := range []int{12_001, 12_000, 12_000, 6000, 1} {
		c.upload("bob", fmt.Sprint("file ", i), make([]byte, size))
	}
	c.upload("bob", "file 1", make([]byte, 12_000))
}

func (c client) link(user, file string) url.Values {
	_, answer := c.call(user, "POST", file+"/link", nil)
	var made struct{ Link string }
	json.Unmarshal([]byte(answer), &made)
	link, _ := url.Parse(made.Link)
	return link.Query()
}

// follow tries a link, with parameters in the place of some of its own.
func (c client) follow(link url.Values, changes ...string) {
	changed := url.Values{}
	for name, values := range link {
		changed[name] = values
	}
	for i := 0; i < len(changes); i += 2 {
		changed.Set(changes[i], changes[i+1])
	}
	c.call("", "GET", "/download?"+changed.Encode(), nil)
}

func (c client) links() {
	c.upload("anna", "x/y", []byte("of anna"))
	same := c.link("ann", c.upload("ann", "x/y", []byte("of ann")))
	link := c.link("ann", c.upload("ann", "ax/y", []byte("another")))
	c.follow(link)
	c.follow(link, "user", "anna", "path", "x/y")
	c.follow(link, "path", "x/y")
	c.follow(link, "until", "9999999999")
	c.follow(same, "user", "anna")
	c.upload("ann", "ax/y", []byte("later"))
	c.follow(link)
}

func (c client) owners() {
	file := c.upload("ann", "archive", zipped(entry{name: "z", size: 1}))
	c.call("anna", "POST", file+"/unpack", nil)
	c.call("anna", "POST", file+"/link", nil)
	c.call("anna", "DELETE", file, nil)
}

type entry struct {
	name string
	mode fs.FileMode
	size int
}

func zipped(entries ...entry) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Store}
		if e.mode != 0 {
			header.SetMode(e.mode)
		}
		w, _ := z.CreateHeader(header)
		w.Write(bytes.Repeat([]byte("z"), e.size))
	}
	z.Close()
	return out.Bytes()
}

// tarred leaves out the end of an archive, from a byte on if that is not 0.
func tarred(cut int, headers ...tar.Header) []byte {
	var plain, packed bytes.Buffer
	t := tar.NewWriter(&plain)
	for _, h := range headers {
		h.Mode = 0o644
		t.WriteHeader(&h)
		t.Write(make([]byte, h.Size))
	}
	t.Close()
	g := gzip.NewWriter(&packed)
	g.Write(plain.Bytes()[:plain.Len()-cut])
	g.Close()
	return packed.Bytes()
}

func (c client) archives() {
	file := c.unpack("carl", "", zipped(entry{name: "empty/"}, entry{name: "./f", size: 4500}, entry{name: "g", size: 3500}))
	c.call("carl", "POST", file+"/unpack?into=docs/../x", nil)
	c.upload("carl", "empty", nil)
	c.unpack("carl", "into=t", tarred(0, tar.Header{Name: ".", Typeflag: tar.TypeDir}, tar.Header{Name: "./f", Size: 100}))
}

func (c client) refusedArchives() {
	c.unpack("eve", "", zipped(entry{name: "f", size: 8000}, entry{name: "g", size: 1}))
	c.unpack("eve", "", zipped(entry{name: "a", mode: fs.ModeSymlink | 0o777, size: 3}))
	c.unpack("eve", "", zipped(entry{name: "b", mode: fs.ModeNamedPipe | 0o644}))
	c.unpack("eve", "", zipped(entry{name: "c", size: 1}, entry{name: "c", size: 2}))
	c.unpack("eve", "", zipped(entry{name: "../../d/"}))
	c.unpack("eve", "into=docs", zipped(entry{name: "../e", size: 1}))
	c.unpack("eve", "", tarred(0, tar.Header{Name: "h", Typeflag: tar.TypeSymlink, Linkname: "a"}))
	c.unpack("eve", "", tarred(0, tar.Header{Name: "i", Typeflag: tar.TypeLink, Linkname: "a"}))
	c.unpack("eve", "", tarred(1024+412, tar.Header{Name: "j", Size: 100}, tar.Header{Name: "k"}))
}

func (c client) drops() {
	c.upload("dora", "filler", make([]byte, 12_000))
	c.upload("dora", "more", make([]byte, 3000))
	c.unpack("dora", "drop=1", zipped(entry{name: "archive/f", size: 8000}))
	c.call("dora", "GET", "/files", nil)
	c.unpack("dan", "drop=1", zipped(entry{name: "archive", size: 10}))
}
