package drop

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

type tried func(user, method, target string, body []byte) (status int, answer string)

// put uploads and returns the id, or 0.
func (s tried) put(user, path string, size int) int { return s.send(user, path, make([]byte, size)) }

func (s tried) send(user, path string, body []byte) int {
	_, answer := s(user, "POST", "/files?path="+url.QueryEscape(path), body)
	var f File
	json.Unmarshal([]byte(answer), &f)
	return f.ID
}

func (s tried) on(user, method string, id int, rest string) string {
	_, answer := s(user, method, "/files/"+strconv.Itoa(id)+rest, nil)
	return answer
}

// link returns the parameters of a new link.
func (s tried) link(user string, id int) url.Values {
	var made struct{ Link string }
	json.Unmarshal([]byte(s.on(user, "POST", id, "/link")), &made)
	_, query, _ := strings.Cut(made.Link, "?")
	values, _ := url.ParseQuery(query)
	return values
}

func (s tried) get(link url.Values) { s("", "GET", "/download?"+link.Encode(), nil) }

// getWith fetches a link with some parameter set to another value.
func (s tried) getWith(link url.Values, pairs ...string) {
	changed, _ := url.ParseQuery(link.Encode())
	for i := 0; i < len(pairs); i += 2 {
		changed.Set(pairs[i], pairs[i+1])
	}
	s.get(changed)
}

// Trial goes through the requirements one by one, each with a user of its own.
func Trial(call func(user, method, target string, body []byte) (status int, answer string)) {
	s := tried(call)
	s.names()
	s.limits()
	s.ways()
	s.ids()
	s.links()
	s.archives()
	s.bad()
	s.drop()
}

// names: R2, 13 calls.
func (s tried) names() {
	for _, path := range []string{"../bob/a", "a/../b", "./c", "d//e", "f/", "g\\h", "i\x00j", "%2e%2e%2fk", "..l", strings.Repeat("n", 255), strings.Repeat("o", 256)} {
		s.put("paul", path, 1)
	}
	long := strings.Repeat(strings.Repeat("q", 203)+"/", 5)
	s.put("paul", long+"1234", 1)
	s.put("paul", long+"12345", 1)
}

// limits: R3 and R7, 7 calls.
func (s tried) limits() {
	s.put("lea", "a", 12_001)
	s.put("lea", "a", 12_000)
	s.put("lea", "b", 12_000)
	s.put("lea", "c", 6001)
	s.put("lea", "c", 6000)
	s.put("lea", "d", 1)
	s.put("lea", "a", 11_999)
}

// ways: R4, 6 calls.
func (s tried) ways() {
	deep := s.put("will", "a/b/c", 1)
	s.put("will", "a", 2)
	s.put("will", "a/b/c/d/e", 3)
	s.on("will", "DELETE", deep, "")
	s.put("will", "a", 4)
	s.put("will", "a/b", 5)
}

// ids: R1, R3 and R12, 8 calls.
func (s tried) ids() {
	s("", "GET", "/files", nil)
	mine := s.send("ida", "z", zipOf(one("x", 3)))
	s.on("otto", "POST", mine, "/unpack")
	s.on("otto", "POST", mine, "/link")
	s.on("otto", "DELETE", mine, "")
	s.on("ida", "DELETE", 10_000, "")
	s.on("ida", "DELETE", mine, "")
	s.put("ida", "z", 1)
	s("ida", "GET", "/files", nil)
}

// links: R10 and R11, 14 calls.
func (s tried) links() {
	a := s.put("lin", "da/f", 1)
	s.put("lin", "a/f", 2)
	s.put("linda", "/f", 3)
	s.put("linda", "a/f", 4)
	s.put("linda", "da/f", 5)
	link := s.link("lin", a)
	s.get(link)
	s.getWith(link, "user", "linda")
	s.getWith(link, "path", "a/f")
	s.getWith(link, "until", link.Get("until")+"0")
	s.getWith(link, "user", "linda", "path", "/f")
	s.getWith(link, "user", "linda", "path", "a/f")
	s.put("lin", "da/f", 1)
	s.get(link)
}

type thing struct {
	name string
	size int
	kind byte
}

func one(name string, size int) thing { return thing{name, size, tar.TypeReg} }

func zipOf(things ...thing) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, t := range things {
		header := &zip.FileHeader{Name: t.name, Method: zip.Store}
		if t.kind == tar.TypeSymlink {
			header.CreatorVersion, header.ExternalAttrs = 3<<8, 0o120777<<16
		}
		f, _ := w.CreateHeader(header)
		f.Write(make([]byte, t.size))
	}
	w.Close()
	return out.Bytes()
}

func tarOf(things ...thing) []byte {
	var out bytes.Buffer
	g := gzip.NewWriter(&out)
	w := tar.NewWriter(g)
	for _, t := range things {
		header := &tar.Header{Name: t.name, Typeflag: t.kind, Size: int64(t.size), Mode: 0o644}
		if t.kind == tar.TypeSymlink || t.kind == tar.TypeLink {
			header.Linkname = "first"
		}
		w.WriteHeader(header)
		w.Write(make([]byte, t.size))
	}
	w.Close()
	g.Close()
	return out.Bytes()
}

// archives: what is to be taken, R5 and R6, 7 calls.
func (s tried) archives() {
	zipped := s.send("ada", "zip", zipOf(one("empty/", 0), one("./sub/a", 4000), one("b", 4000)))
	s.on("ada", "POST", zipped, "/unpack?into=docs")
	s.put("ada", "docs/empty", 1)
	tarred := s.send("ada", "tar", tarOf(thing{"./", 0, tar.TypeDir}, one("./a", 1), thing{"c/", 0, tar.TypeDir}, one("d/e", 2)))
	s.on("ada", "POST", tarred, "/unpack")
	s.on("ada", "POST", tarred, "/unpack?into=docs/../x")
	s("ada", "GET", "/files", nil)
}

// bad: what is to be refused, 18 calls.
func (s tried) bad() {
	whole := tarOf(one("first", 50))
	for _, archive := range [][]byte{
		zipOf(one("first", 4000), one("b", 4001)),
		zipOf(one("first", 1), one("first", 2)),
		zipOf(one("first", 1), thing{"b", 3, tar.TypeSymlink}),
		zipOf(one("first", 1), one("../b/", 0)),
		tarOf(one("first", 1), thing{"b", 0, tar.TypeSymlink}),
		tarOf(one("first", 1), thing{"b", 0, tar.TypeLink}),
		tarOf(one("first", 1), thing{"b", 0, tar.TypeFifo}),
		whole[:len(whole)-20],
	} {
		s.on("bea", "POST", s.send("bea", "archive", archive), "/unpack")
	}
	s.on("bea", "POST", s.send("bea", "archive", zipOf(one("../b", 1))), "/unpack?into=docs")
}

// drop: R8, 6 calls.
func (s tried) drop() {
	s.put("dirk", "a", 12_000)
	s.put("dirk", "b", 5000)
	s.on("dirk", "POST", s.send("dirk", "x", zipOf(one("x/y", 8000))), "/unpack?drop=1")
	s.on("dora", "POST", s.send("dora", "x", zipOf(one("x", 10))), "/unpack?drop=1")
}
