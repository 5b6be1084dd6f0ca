package drop

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// Trial is a list of what people and misusers do; later steps use what earlier ones were given.
func Trial(call func(user, method, target string, body []byte) (status int, answer string)) {
	up := func(user, path string, body []byte) string {
		status, answer := call(user, "POST", "/files?path="+url.QueryEscape(path), body)
		file := struct {
			ID int `json:"id"`
		}{}
		if err := json.Unmarshal([]byte(answer), &file); err != nil || status != 201 {
			return "/files/none"
		}
		return fmt.Sprintf("/files/%d", file.ID)
	}
	unpack := func(user, query string, body []byte) { call(user, "POST", up(user, "pack", body)+"/unpack"+query, nil) }
	linkTo := func(user, file string) string {
		_, answer := call(user, "POST", file+"/link", nil)
		made := map[string]string{}
		json.Unmarshal([]byte(answer), &made)
		return made["link"]
	}
	follow := func(link string) { call("", "GET", link, nil) }
	altered := func(link string, set ...string) string {
		at, err := url.Parse(link)
		if err != nil {
			return "/download"
		}
		query := at.Query()
		for i := 0; i < len(set); i += 2 {
			query.Set(set[i], set[i+1])
		}
		return "/download?" + query.Encode()
	}
	bytesOf := func(n int) []byte { return bytes.Repeat([]byte{'v'}, n) }

	// Ownership. ann and anna have files at paths that run together with their names.
	anns := up("ann", "a/x", []byte("hers"))
	annas := up("anna", "x", zips("", "in", 10))
	call("ann", "DELETE", annas, nil)
	call("ann", "POST", annas+"/unpack", nil)
	call("ann", "POST", annas+"/link", nil)
	call("", "GET", "/files", nil)
	call("ann", "GET", "/files", nil)

	// Links.
	link := linkTo("ann", anns)
	follow(link)
	follow(altered(link, "user", "anna", "path", "x"))
	follow(altered(link, "until", "1800000000"))
	up("ann", "other", []byte("other"))
	follow(altered(link, "path", "other"))
	up("bo", "a/x", []byte("bo's"))
	follow(altered(link, "user", "bo"))
	up("ann", "a/x", []byte("hers"))
	follow(link)

	// Paths.
	segment := strings.Repeat("s", 255)
	long := segment + "/" + segment + "/" + segment + "/" + segment[:254]
	for _, path := range []string{"../ann/evil", "x/./y", "x//y", "x/", `x\y`, "..b", "%2e%2e%2fx", long + "/z", long + "/zz"} {
		up("cy", path, []byte("p"))
	}
	call("cy", "DELETE", up("cy", "folder/only", nil), nil)
	up("cy", "folder", []byte("a file now"))
	up("cy", "folder/deep/down", nil)

	// Sizes.
	up("dee", "1", bytesOf(12_001))
	up("dee", "1", bytesOf(12_000))
	up("dee", "2", bytesOf(12_000))
	up("dee", "3", bytesOf(6_000))
	up("dee", "4", bytesOf(1))
	up("dee", "2", bytesOf(11_000))

	// Archives that are all right.
	good := up("eli", "good", tars(
		tar.Header{Name: "./", Typeflag: tar.TypeDir}, tar.Header{Name: "./a", Size: 5000}, tar.Header{Name: "b/c", Size: 3000}, tar.Header{Name: "d/", Typeflag: tar.TypeDir}))
	call("eli", "POST", good+"/unpack", nil)
	call("eli", "POST", good+"/unpack?into=../f", nil)
	up("eli", "d", []byte("where an empty folder was"))
	unpack("eli", "?into=z", zips(strings.Repeat("#", 9000), "f", 10, "g/", 0))

	// Archives that are not.
	cut := tars(tar.Header{Name: "a", Size: 600})
	unpack("fay", "?into=a", tars(tar.Header{Name: "f", Size: 10}, tar.Header{Name: "up", Typeflag: tar.TypeSymlink, Linkname: "../.."}))
	unpack("fay", "?into=b", tars(tar.Header{Name: "f", Size: 10}, tar.Header{Name: "hard", Typeflag: tar.TypeLink, Linkname: "f"}))
	unpack("fay", "?into=c", cut[:len(cut)-12])
	unpack("fay", "?into=d", zips("", "f", 10, "f", 20))
	unpack("fay", "?into=e", zips("", "../f", 10))
	unpack("fay", "?into=f", zips("", "f", 4001, "g", 4000))
	unpack("fay", "?into=g", zips("", "f", 10, "link@", 5))
	unpack("fay", "?into=h", zips("", "f", 10, "../../x/", 0))
	unpack("fay", "?into=i", []byte("PKZIP"))

	// drop=1.
	up("gus", "1", bytesOf(12_000))
	up("gus", "2", bytesOf(3_000))
	unpack("gus", "?into=pack&drop=1", zips(strings.Repeat("#", 6000), "f", 8000))
	unpack("hal", "?drop=1", zips("", "pack", 9))
	call("hal", "GET", "/files", nil)
	call("eli", "GET", "/files", nil)
}

// zips makes an archive of names and sizes; a name with @ at its end is a symbolic link.
func zips(comment string, entries ...any) []byte {
	out := new(bytes.Buffer)
	archive := zip.NewWriter(out)
	for i := 0; i < len(entries); i += 2 {
		name, link := strings.CutSuffix(entries[i].(string), "@")
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, CreatorVersion: 3 << 8, ExternalAttrs: 0o100644 << 16}
		if link {
			header.ExternalAttrs = 0o120777 << 16
		}
		if strings.HasSuffix(name, "/") {
			header.ExternalAttrs = 0o040755 << 16
		}
		w, _ := archive.CreateHeader(header)
		io.WriteString(w, strings.Repeat("z", entries[i+1].(int)))
	}
	archive.SetComment(comment)
	archive.Close()
	return out.Bytes()
}

func tars(headers ...tar.Header) []byte {
	out := new(bytes.Buffer)
	packed := gzip.NewWriter(out)
	archive := tar.NewWriter(packed)
	for _, header := range headers {
		header.Mode = 0o644
		archive.WriteHeader(&header)
		archive.Write(bytes.Repeat([]byte("t"), int(header.Size)))
	}
	archive.Close()
	packed.Close()
	return out.Bytes()
}
