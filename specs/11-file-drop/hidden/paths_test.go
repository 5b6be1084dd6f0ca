// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"archive/tar"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// neighbours is a world in which ann, anna and a|b have a file each.
func neighbours(t *testing.T) *world {
	w := newWorld(t)
	for _, user := range []string{"ann", "anna", "ann-old"} {
		w.upload(user, "docs/own.txt", "of "+user)
	}
	return w
}

// queries are paths that may not be, as they stand in a request.
func queries(w *world) []string {
	long := strings.Repeat("n", 256)
	return []string{"..", ".", "../anna/x", "%2e%2e/anna/x", "..%2fanna%2fx", "%2E%2E%2Fanna%2Fx", "../ann-old/docs/own.txt", "docs/../../anna/x", "docs%2f..%2f..%2fanna%2fx", "docs/../x",
		"x/..", "./x", "docs/./x", "docs//x", "/x", "%2fx", "//x", "docs/", "docs%2F", "../../outside.txt", "../../../../../../../../tmp/x", "../ann/x", "x/../../ann/x", "..%5canna%5cx", "..\\anna\\x", "docs%5cx",
		"x%00", "%00", "docs/x%00.txt", url.QueryEscape(filepath.Join(w.base, "outside.txt")), url.QueryEscape(filepath.Join(w.root, "anna", "x")), long, "docs/" + long + "/x",
		strings.Repeat("d/", 512) + "x", "%2e", "%2e%2e", "...%2f..%2f..%2fanna%2fx"}
}

func TestUploadStaysInside(t *testing.T) {
	w := neighbours(t)
	for _, query := range append(queries(w), "") {
		w.unchanged("R2", func() {
			w.want("R2", w.ask("POST", "/files?path="+query, "ann", []byte("evil")), fmt.Sprintf("upload to path=%.80s", query), 400)
		})
	}
	w.unchanged("R2", func() { w.want("R2", w.ask("POST", "/files", "ann", []byte("evil")), "upload without a path", 400) })
}

func TestLongestPath(t *testing.T) {
	w := newWorld(t)
	start := strings.Repeat(strings.Repeat("n", 255)+"/", 3)
	name := start + strings.Repeat("n", 254) + "/x" // of 1024 bytes
	w.want("R2", w.delete("ann", w.upload("ann", name, "x").ID), "delete", 204)
	w.unchanged("R2", func() {
		w.want("R2", w.tryUpload("ann", start+strings.Repeat("n", 255)+"/x", "x"), "upload to a path of 1025 bytes", 400)
	})
	archive := w.upload("ann", "pack", tarred(entry{name: "abc", content: "x"}))
	w.unchanged("R2", func() {
		w.want("R2", w.tryUnpack("ann", archive.ID, "into="+name), "unpack to a path of 1028 bytes", 400)
	})
}

func TestDoublyEncoded(t *testing.T) {
	w := neighbours(t)
	for _, query := range []string{"%252e%252e%252fanna%252fx", "%252e%252e/x", "..%252fanna", "docs/%252e%252e/y"} {
		w.want("R2", w.ask("POST", "/files?path="+query, "ann", []byte("mine")), "upload to path="+query, 201)
	}
	w.holds("R2", "ann", "%2e%2e%2fanna%2fx", "%2e%2e/x", "..%2fanna", "docs/%2e%2e/y", "docs/own.txt")
}

func TestUnpackIntoStaysInside(t *testing.T) {
	for kind, pack := range packers {
		w := neighbours(t)
		archive := w.upload("ann", "pack", pack(entry{name: "x", content: "evil"}, entry{name: "anna/x", content: "evil"}))
		for _, query := range queries(w) {
			w.unchanged("R2", func() {
				w.want("R2", w.tryUnpack("ann", archive.ID, "into="+query), fmt.Sprintf("unpack of %s with into=%.80s", kind, query), 400)
			})
		}
	}
}

func TestEntriesStayInside(t *testing.T) {
	for kind, pack := range packers {
		w := neighbours(t)
		names := []string{"../anna/x", "../ann-old/docs/own.txt", "docs/../../anna/x", "docs/../x", "..", ".", "x/..", "docs//x", "docs/./x", "/x", "//x", "../../outside.txt", "../ann/x",
			"..\\anna\\x", "docs\\x", filepath.Join(w.base, "outside.txt"), filepath.Join(w.root, "anna", "x"), "./../anna/x", "././x", ".//x", "./..", strings.Repeat("n", 256),
			"../anna/", "../../new/", "docs/../../anna/new/", "..\\new/", "../"}
		for _, name := range names {
			for _, into := range []string{"", "docs", "docs/deep"} {
				archive := w.upload("ann", "pack", pack(entry{name: name, content: "evil"}))
				w.unchanged("R2", func() {
					w.want("R2", w.tryUnpack("ann", archive.ID, "into="+into), fmt.Sprintf("unpack of %s with the entry %.80q into %q", kind, name, into), 400)
				})
			}
		}
	}
}

func TestEntriesThatMayBe(t *testing.T) {
	for kind, pack := range packers {
		w := neighbours(t)
		archive := w.upload("ann", "pack", pack(entry{name: "./"}, entry{name: "./docs/"}, entry{name: "./docs/a..b", content: "1"}, entry{name: "..x/y", content: "2"},
			entry{name: "%2e%2e/z", content: "3"}, entry{name: "./anna/docs/own.txt", content: "4"}))
		for _, into := range []string{"", "..in", "anna"} {
			w.want("R2", w.tryUnpack("ann", archive.ID, "into="+into), "unpack of "+kind+" into "+into, 201)
		}
		w.holds("R2", "ann", "%2e%2e/z", "..in/%2e%2e/z", "..in/..x/y", "..in/anna/docs/own.txt", "..in/docs/a..b", "..x/y", "anna/%2e%2e/z", "anna/..x/y",
			"anna/anna/docs/own.txt", "anna/docs/a..b", "anna/docs/own.txt", "docs/a..b", "docs/own.txt", "pack")
		w.reads("R13", "anna", "docs/own.txt", "of anna")
	}
}

func TestLinksInArchives(t *testing.T) {
	w := neighbours(t)
	for name, entries := range map[string][]entry{
		"symbolic link, then a file through it":       {{name: "out", content: "../anna", kind: tar.TypeSymlink}, {name: "out/x", content: "evil"}},
		"symbolic link upwards, then files":           {{name: "docs/up", content: "../..", kind: tar.TypeSymlink}, {name: "docs/up/ann-old/docs/own.txt", content: "evil"}},
		"absolute symbolic link":                      {{name: "out", content: filepath.Join(w.base, "outside.txt"), kind: tar.TypeSymlink}},
		"symbolic link, then a file in its place":     {{name: "out", content: filepath.Join(w.base, "outside.txt"), kind: tar.TypeSymlink}, {name: "out", content: "evil"}},
		"symbolic link to one's own":                  {{name: "latest", content: "docs", kind: tar.TypeSymlink}},
		"hard link":                                   {{name: "grab", content: "../anna/docs/own.txt", kind: tar.TypeLink}},
		"hard link to one's own":                      {{name: "grab", content: "docs/own.txt", kind: tar.TypeLink}},
		"pipe":                                        {{name: "pipe", kind: tar.TypeFifo}},
		"device":                                      {{name: "null", kind: tar.TypeChar}},
		"symbolic link in the place of what is there": {{name: "docs/own.txt", content: "../../anna/docs/own.txt", kind: tar.TypeSymlink}},
	} {
		for _, pack := range packers {
			kind := entries[0].kind
			content := pack(entries...)
			if strings.HasPrefix(content, "PK") && kind == tar.TypeLink {
				continue
			}
			archive := w.upload("ann", "pack", content)
			w.unchanged("R5", func() {
				w.want("R5", w.tryUnpack("ann", archive.ID, ""), fmt.Sprintf("unpack of an archive (%.2q) with a %s", content, name), 400)
			})
		}
	}
}
