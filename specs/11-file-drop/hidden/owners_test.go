// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestForeignFiles(t *testing.T) {
	w := newWorld(t)
	own := w.upload("ben", "own", "of ben")
	f := w.upload("ann", "d/a", zipped(entry{name: "x", content: "1"}))
	link := w.link("ann", f.ID)
	for _, one := range []string{"DELETE /files/%d", "POST /files/%d/unpack", "POST /files/%d/unpack?drop=1", "POST /files/%d/unpack?into=x", "POST /files/%d/link",
		"DELETE /files/%d?user=ann", "DELETE /files/0%d", "DELETE /files/%%2B%d"} {
		method, target, _ := strings.Cut(one, " ")
		w.unchanged("R12", func() {
			foreign := w.ask(method, fmt.Sprintf(target, f.ID), "ben", nil)
			unknown := w.ask(method, fmt.Sprintf(target, 12345), "ben", nil)
			w.want("R12", foreign, fmt.Sprintf(one, f.ID)+" by another user", 404)
			if foreign.Body.String() != unknown.Body.String() {
				t.Fatalf("R12: the answer to %s is %q, to an unknown id %q", one, foreign.Body, unknown.Body)
			}
		})
	}
	w.leadsTo("R12", link, zipped(entry{name: "x", content: "1"}))
	w.want("R12", w.delete("ben", own.ID), "delete of one's own", 204)
	w.want("R12", w.delete("ann", f.ID), "delete of one's own", 204)
	w.want("R12", w.delete("ann", f.ID), "second delete", 404)
	w.holds("R12", "ann")
	w.holds("R12", "ben")
}

// Who has the same path, or a name that begins alike, is another user.
func TestDeleteLeavesOthers(t *testing.T) {
	w := newWorld(t)
	for _, user := range []string{"ann", "anna", "an"} {
		w.upload(user, "d/a", "of "+user)
	}
	w.want("R12", w.delete("ann", w.list("ann")[0].ID), "delete of one's own", 204)
	w.holds("R12", "ann")
	w.reads("R12", "anna", "d/a", "of anna")
	w.reads("R12", "an", "d/a", "of an")
}

// The archive goes with the request, and makes room for what is in it.
func TestDropMakesRoom(t *testing.T) {
	for kind, content := range map[string]string{"zip": stored("a", noise(60*kib)), "tar.gz": tarred(entry{name: "a", content: noise(60 * kib)})} {
		w := newWorld(t, 100*kib, 100*kib, 100*kib)
		archive := w.upload("ann", "pack", content)
		w.unchanged("R7", func() {
			w.want("R7", w.tryUnpack("ann", archive.ID, "drop=0"), kind+" beside its files, beyond the quota", 413)
		})
		w.want("R7", w.tryUnpack("ann", archive.ID, "drop=1"), kind+" that is dropped, within the quota", 201)
		w.holds("R8", "ann", "a")
		w.upload("ann", "rest", strings.Repeat("x", 40*kib))
		w.want("R7", w.tryUpload("ann", "more", "x"), "upload beyond the quota", 413)
	}
}

// An archive may be unpacked into a folder of its own name if it is dropped: it is gone when its files are there.
func TestDropMakesWay(t *testing.T) {
	for kind, pack := range packers {
		content := pack(entry{name: "a", content: "1"}, entry{name: "b/c", content: "2"})
		w := newWorld(t)
		archive := w.upload("ann", "photos", content)
		w.unchanged("R4", func() { w.want("R4", w.tryUnpack("ann", archive.ID, "into=photos"), kind+" below itself", 409) })
		w.want("R4", w.tryUnpack("ann", archive.ID, "into=photos&drop=1"), kind+" that is dropped, in its own place", 201)
		w.holds("R8", "ann", "photos/a", "photos/b/c")
		archive = w.upload("ann", "x/y/pack", pack(entry{name: "x", content: "1"}))
		w.unchanged("R4", func() { w.want("R4", w.tryUnpack("ann", archive.ID, ""), kind+" below what is in it", 409) })
		w.want("R4", w.tryUnpack("ann", archive.ID, "drop=1"), kind+" that is dropped, below what is in it", 201)
		w.holds("R8", "ann", "photos/a", "photos/b/c", "x")
		w.reads("R8", "ann", "x", "1")
	}
}

// A file of an archive may take the archive's own path: what has been unpacked stays.
func TestDropOfWhatWasReplaced(t *testing.T) {
	for kind, pack := range packers {
		for _, query := range []string{"into=d&drop=1", "into=d"} {
			w := newWorld(t)
			archive := w.upload("ann", "d/pack", pack(entry{name: "a", content: "1"}, entry{name: "pack", content: "2"}, entry{name: "z", content: "3"}))
			got := w.unpack("ann", archive.ID, query)
			w.holds("R8", "ann", "d/a", "d/pack", "d/z")
			w.reads("R8", "ann", "d/pack", "2")
			if len(got) != 3 || got[1].Path != "d/pack" || got[1].ID == archive.ID || got[1].Size != 1 {
				t.Fatalf("R8: unpack of a %s with its own path in it is answered with %v", kind, got)
			}
			w.want("R3", w.delete("ann", archive.ID), "delete of an archive that was replaced", 404)
			w.want("R8", w.delete("ann", got[1].ID), "delete of what took its place", 204)
			w.holds("R8", "ann", "d/a", "d/z")
		}
	}
}
