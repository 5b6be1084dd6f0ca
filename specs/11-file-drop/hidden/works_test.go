// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestUploadAndList(t *testing.T) {
	w := newWorld(t)
	if all := w.list("ann"); len(all) != 0 || all == nil {
		t.Fatalf("R1: without files the list is %#v, want []", all)
	}
	b := w.upload("ann", "b.txt", "bb")
	a := w.upload("ann", "a/b/c/deep.txt", "deep")
	o := w.upload("anna", "b.txt", "other")
	if a.ID == b.ID || o.ID == a.ID || o.ID == b.ID {
		t.Fatalf("R3: ids %d, %d, %d", a.ID, b.ID, o.ID)
	}
	if got := w.list("ann"); fmt.Sprint(got) != fmt.Sprint([]file{a, b}) {
		t.Fatalf("R1: list %v, want %v", got, []file{a, b})
	}
	if got := w.ask("GET", "/files", "ann", nil).Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("R1: the list is of the type %q, want application/json", got)
	}
	w.holds("R1", "anna", "b.txt")
	w.reads("R13", "ann", "a/b/c/deep.txt", "deep")
	w.reads("R13", "ann", "b.txt", "bb")
	w.reads("R13", "anna", "b.txt", "other")
	w.upload("ann", "empty", "")
	w.tidy("R13")
}

func TestNamesThatMayBe(t *testing.T) {
	names := []string{"...", "..a", "a..", "a..b/..c/d..", ".hidden", " ", "a b", "ü/ß", "~", "a:b", "a|b", "%2e%2e%2fanna", "a\nb", "a'b\"", "ann", "x/ann/ann",
		strings.Repeat("n", 255), strings.Repeat("d/", 30) + "leaf"}
	w := newWorld(t)
	for _, name := range names {
		f := w.upload("ann", name, "content of "+name)
		w.reads("R2", "ann", name, "content of "+name)
		w.leadsTo("R10", w.link("ann", f.ID), "content of "+name)
	}
	if got := len(w.list("ann")); got != len(names) {
		t.Fatalf("R2: %d files, want %d", got, len(names))
	}
	w.tidy("R13")
}

func TestUploadReplaces(t *testing.T) {
	w := newWorld(t)
	old := w.upload("ann", "a", "old and long")
	now := w.upload("ann", "a", "new")
	if old.ID == now.ID {
		t.Fatalf("R3: the id %d is given out again", old.ID)
	}
	w.holds("R3", "ann", "a")
	w.reads("R3", "ann", "a", "new")
	w.want("R3", w.delete("ann", old.ID), "delete of what was replaced", 404)
	w.want("R3", w.delete("ann", now.ID), "delete", 204)
	again := w.upload("ann", "a", "x")
	if again.ID == old.ID || again.ID == now.ID {
		t.Fatalf("R3: the id %d is given out again", again.ID)
	}
}

func TestUploadLimits(t *testing.T) {
	w := newWorld(t, 100, 100, 250)
	w.want("R3", w.tryUpload("ann", "big", strings.Repeat("x", 101)), "upload of a byte too many", 413)
	w.upload("ann", "a", strings.Repeat("x", 100))
	w.upload("ann", "b", strings.Repeat("x", 100))
	w.want("R7", w.tryUpload("ann", "c", strings.Repeat("x", 51)), "upload beyond the quota", 413)
	w.upload("ann", "c", strings.Repeat("x", 50))
	w.want("R7", w.tryUpload("ann", "d", "x"), "upload beyond the quota", 413)
	w.upload("ann", "a", strings.Repeat("y", 100))
	w.upload("ben", "a", strings.Repeat("x", 100))
	w.holds("R7", "ann", "a", "b", "c")
}

func TestWithoutUser(t *testing.T) {
	w := newWorld(t)
	id := w.upload("ann", "a", "a").ID
	for _, one := range []string{"POST /files?path=b", "GET /files", fmt.Sprintf("DELETE /files/%d", id), fmt.Sprintf("POST /files/%d/unpack", id), fmt.Sprintf("POST /files/%d/link", id)} {
		method, target, _ := strings.Cut(one, " ")
		w.want("R1", w.ask(method, target, "", []byte("x")), one+" by nobody", 401)
	}
	w.holds("R1", "ann", "a")
}

func TestDelete(t *testing.T) {
	w := newWorld(t)
	a, b := w.upload("ann", "d/e/a", "a"), w.upload("ann", "d/b", "b")
	w.want("R1", w.delete("ann", a.ID), "delete", 204)
	w.holds("R1", "ann", "d/b")
	w.want("R1", w.delete("ann", a.ID), "second delete", 404)
	w.want("R1", w.delete("ann", 99), "delete of an unknown id", 404)
	w.want("R1", w.ask("DELETE", "/files/x", "ann", nil), "delete of no id", 404)
	w.upload("ann", "d/e", "now a file")
	w.want("R1", w.delete("ann", b.ID), "delete", 204)
	w.holds("R1", "ann", "d/e")
}

func TestConflicts(t *testing.T) {
	w := newWorld(t)
	w.upload("ann", "a", "a")
	w.upload("ann", "d/e/f", "f")
	for _, name := range []string{"a/b", "a/b/c", "d", "d/e", "d/e/f/g"} {
		w.want("R4", w.tryUpload("ann", name, "x"), "upload of "+name, 409)
	}
	w.upload("ben", "a/b", "other user")
	w.upload("ann", "ab", "beside")
	w.holds("R4", "ann", "a", "ab", "d/e/f")
}

func TestUnpack(t *testing.T) {
	for kind, pack := range packers {
		w := newWorld(t)
		archive := w.upload("ann", "pack", pack(entry{name: "docs/"}, entry{name: "docs/b.txt", content: "bb"}, entry{name: "a.txt", content: "a"},
			entry{name: "docs/deep/er/c", content: "ccc"}, entry{name: "...dots../..x", content: "dots"}))
		got := w.unpack("ann", archive.ID, "into=in/here")
		want := []string{"in/here/...dots../..x", "in/here/a.txt", "in/here/docs/b.txt", "in/here/docs/deep/er/c"}
		if len(got) != 4 {
			t.Fatalf("R5: %s: unpack is answered with %v", kind, got)
		}
		for i, f := range got {
			if f.Path != want[i] || f.ID == 0 || f.ID == archive.ID {
				t.Fatalf("R5: %s: unpack is answered with %v, want the paths %q", kind, got, want)
			}
		}
		w.reads("R5", "ann", "in/here/docs/b.txt", "bb")
		w.reads("R5", "ann", "in/here/docs/deep/er/c", "ccc")
		w.holds("R5", "ann", append(want, "pack")...)
		w.leadsTo("R10", w.link("ann", got[1].ID), "a")
		w.unpack("ann", archive.ID, "")
		w.reads("R5", "ann", "a.txt", "a")
		w.want("R1", w.delete("ann", got[0].ID), "delete of an unpacked file", 204)
		if again := w.unpack("ann", archive.ID, "into=in/here"); len(again) != 4 || again[1].ID == got[1].ID {
			t.Fatalf("R5: %s: unpacked again: %v, before: %v", kind, again, got)
		}
		w.want("R3", w.delete("ann", got[1].ID), "delete of what was replaced", 404)
		if len(w.list("ann")) != 9 {
			t.Fatalf("R5: %s: %d files, want 9", kind, len(w.list("ann")))
		}
		w.tidy("R13")
	}
}

func TestUnpackAndDrop(t *testing.T) {
	for kind, pack := range packers {
		w := newWorld(t)
		archive := w.upload("ann", "in/pack", pack(entry{name: "x", content: "1"}, entry{name: "y", content: "2"}))
		w.unpack("ann", archive.ID, "into=out&drop=0")
		w.holds("R8", "ann", "in/pack", "out/x", "out/y")
		w.unpack("ann", archive.ID, "into=out&drop=1")
		w.holds("R8", "ann", "out/x", "out/y")
		w.want("R8", w.tryUnpack("ann", archive.ID, ""), kind+": unpack of what was dropped", 404)
	}
}

func TestUnpackRefuses(t *testing.T) {
	w := newWorld(t)
	for content, status := range map[string]int{"plain text": 415, "": 415, "PK\x03\x04 but no more": 400, "\x1f\x8b\x08 or so": 400} {
		f := w.upload("ann", "file", content)
		w.want("R5", w.tryUnpack("ann", f.ID, ""), fmt.Sprintf("unpack of %q", content), status)
	}
	w.want("R1", w.tryUnpack("ann", 99, ""), "unpack of an unknown id", 404)
	w.want("R1", w.ask("POST", "/files/99/link", "ann", nil), "link to an unknown id", 404)
	empty := w.upload("ann", "file", tarred())
	if got := w.unpack("ann", empty.ID, "into=x"); len(got) != 0 || got == nil {
		t.Fatalf("R5: an empty archive is answered with %#v, want []", got)
	}
	w.holds("R5", "ann", "file")
}

func TestLinks(t *testing.T) {
	w := newWorld(t)
	content := strings.Repeat("all bytes \x00\xff", 1000)
	f := w.upload("ann", "d/a b&c?.txt", content)
	link := w.link("ann", f.ID)
	for range 2 {
		w.leadsTo("R10", link, content)
	}
	answer := w.ask("GET", link, "", nil)
	for name, value := range map[string]string{"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "X-File-Name": "a b&c?.txt"} {
		if got := answer.Header().Get(name); got != value {
			t.Errorf("R1: %s is %q, want %q", name, got, value)
		}
	}
	w.leadsTo("R10", w.link("ann", w.upload("ann", "e", "").ID), "")
	w.now = w.now.Add(time.Hour - time.Second)
	w.leadsTo("R10", link, content)
	w.now = w.now.Add(time.Second)
	w.want("R1", w.ask("GET", link, "", nil), "link an hour later", 410)
	w.leadsTo("R10", w.link("ann", f.ID), content)
	w.want("R1", w.ask("GET", "/download", "", nil), "download without a link", 403, 404)
}
