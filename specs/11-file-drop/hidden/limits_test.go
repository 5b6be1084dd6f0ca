// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"fmt"
	"math/rand"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// bombs are small archives of 24 MiB each, more than the disk of the tests holds.
var bombs = sync.OnceValue(func() map[string]string {
	zeros := strings.Repeat("\x00", 24*mib)
	part := zeros[:3*mib/2]
	var parts []entry
	for i := range 16 {
		parts = append(parts, entry{name: fmt.Sprintf("part-%d", i), content: part})
	}
	return map[string]string{"zip of one file": zipped(entry{name: "z", content: zeros}), "tar.gz of one file": tarred(entry{name: "z", content: zeros}),
		"zip of 16 files": zipped(parts...), "zip that lies": lying("z", zeros, 10), "tar.gz of 16 files": tarred(parts...)}
})

// modest fails if a request takes far more memory than unpacking a MiB does.
func modest(w *world, what string, request func()) {
	w.t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	request()
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 40*mib {
		w.t.Fatalf("R6: %s: %d MiB of memory are taken, of an archive that may have 1 MiB", what, taken/mib)
	}
}

func TestBombs(t *testing.T) {
	for name, bomb := range bombs() {
		w := newWorld(t)
		w.upload("ann", "a", "a")
		archive := w.upload("ann", "pack", bomb)
		statuses := []int{413}
		if name == "zip that lies" {
			statuses = []int{400, 413}
		}
		w.unchanged("R9", func() {
			modest(w, name, func() { w.want("R6", w.tryUnpack("ann", archive.ID, "into=x"), "unpack of a "+name, statuses...) })
		})
	}
}

func noise(size int) string {
	out := make([]byte, size)
	rand.New(rand.NewSource(int64(size))).Read(out)
	return string(out)
}

func TestLimitIsExact(t *testing.T) {
	full := strings.Repeat("x", mib)
	for kind, pack := range packers {
		w := newWorld(t)
		for name, entries := range map[string][]entry{
			"one file":         {{name: "a", content: full}},
			"three files":      {{name: "a", content: full[:400*kib]}, {name: "b", content: full[:400*kib]}, {name: "c", content: full[:224*kib]}},
			"one, and nothing": {{name: "a", content: full}, {name: "b/"}, {name: "b/c", content: ""}},
		} {
			archive := w.upload("ann", "pack", pack(entries...))
			w.want("R6", w.tryUnpack("ann", archive.ID, ""), kind+" with all that it may have in "+name, 201)
			for _, f := range w.list("ann") {
				w.delete("ann", f.ID)
			}
			archive = w.upload("ann", "pack", pack(append(entries, entry{name: "more", content: "x"})...))
			w.unchanged("R9", func() {
				w.want("R6", w.tryUnpack("ann", archive.ID, ""), kind+" with one byte more than it may have in "+name, 413)
			})
		}
	}
}

// An archive that compresses nothing is larger than what is in it, and no bound but that of uploads is on it.
func TestArchiveLargerThanItsFiles(t *testing.T) {
	content := noise(mib)
	for kind, archive := range map[string]string{"zip": stored("a", content), "tar.gz": tarred(entry{name: "a", content: content})} {
		w := newWorld(t)
		w.unpack("ann", w.upload("ann", "pack", archive).ID, "")
		w.reads("R6", "ann", "a", content)
		w.holds("R6", "ann", "a", "pack")
		w = newWorld(t, 2*mib, mib, 2*mib+mib/2)
		w.want("R7", w.tryUnpack("ann", w.upload("ann", "pack", archive).ID, ""), kind+" that has room beside its files", 201)
	}
	w := newWorld(t, 400, 2000, 3000)
	w.unpack("ann", w.upload("ann", "pack", zipped(entry{name: "a", content: strings.Repeat("x", 2000)})).ID, "")
	w.holds("R3", "ann", "a", "pack")
}

// refusals are archives that begin with files that are all right, replace one that is there, and are refused then.
func refusals() map[string]struct {
	archive string
	status  int
} {
	start := []entry{{name: "fresh/deep/a", content: "fresh"}, {name: "keep", content: "another keep"}, {name: "hollow/"}}
	type refusal = struct {
		archive string
		status  int
	}
	all := map[string]refusal{}
	for kind, pack := range packers {
		then := func(more ...entry) string { return pack(append(append([]entry{}, start...), more...)...) }
		all[kind+" with too much"] = refusal{then(entry{name: "z", content: strings.Repeat("x", mib)}), 413}
		all[kind+" with a path twice"] = refusal{then(entry{name: "t", content: "1"}, entry{name: "t", content: "2"}), 400}
		all[kind+" with a path in two spellings"] = refusal{then(entry{name: "t", content: "1"}, entry{name: "./t", content: "2"}), 400}
		all[kind+" with a file below a file"] = refusal{then(entry{name: "f", content: "1"}, entry{name: "f/g", content: "2"}), 409}
		all[kind+" with a file above a file"] = refusal{then(entry{name: "f/g", content: "1"}, entry{name: "f", content: "2"}), 409}
		all[kind+" with a file below one that is there"] = refusal{then(entry{name: "block/x", content: "1"}), 409}
		all[kind+" with a file above one that is there"] = refusal{then(entry{name: "tree", content: "1"}), 409}
		all[kind+" with a file below itself"] = refusal{then(entry{name: "pack/x", content: "1"}), 409}
	}
	long := noise(100 * kib)
	whole := tarred(append(start, entry{name: "n", content: long})...)
	all["tar.gz that breaks off"] = refusal{whole[:60*kib], 400}
	all["tar.gz that breaks off early"] = refusal{whole[:60], 400}
	crc := []byte(stored("keep", long))
	crc[50*kib] ^= 1
	all["zip with a wrong sum"] = refusal{string(crc), 400}
	all["zip packed in an unknown way"] = refusal{strings.ReplaceAll(stored("keep", "content"), "\x14\x00\x08\x00\x00\x00", "\x14\x00\x08\x00\x63\x00"), 400}
	all["zip that has less than it says"] = refusal{lying("keep", "12345", 10), 400}
	return all
}

func TestRefusedArchiveLeavesNothing(t *testing.T) {
	for name, refusal := range refusals() {
		w := newWorld(t)
		keep := w.upload("ann", "keep", "kept")
		w.upload("ann", "block", "b")
		w.upload("ann", "tree/x/y", "y")
		archive := w.upload("ann", "pack", refusal.archive)
		toKeep, toArchive := w.link("ann", keep.ID), w.link("ann", archive.ID)
		for _, query := range []string{"", "drop=1"} {
			if query != "" && strings.HasSuffix(name, "below itself") {
				continue
			}
			w.unchanged("R9", func() { w.want("R5", w.tryUnpack("ann", archive.ID, query), "unpack of a "+name, refusal.status) })
			w.leadsTo("R9", toKeep, "kept")
			w.leadsTo("R9", toArchive, refusal.archive)
		}
		for _, path := range []string{"fresh", "hollow"} {
			w.want("R4", w.tryUpload("ann", path, "x"), "upload of "+path+", after a "+name+" was refused", 201)
		}
		w.want("R9", w.delete("ann", keep.ID), "delete after a refusal", 204)
		w.holds("R9", "ann", "block", "fresh", "hollow", "pack", "tree/x/y")
	}
}

func TestRefusedArchiveTakesNoRoom(t *testing.T) {
	for kind, pack := range packers {
		w := newWorld(t, 10*kib, 100*kib, 50*kib)
		big := strings.Repeat("x", 20*kib)
		archive := w.upload("ann", "pack", pack(entry{name: "a", content: big}, entry{name: "b", content: big}, entry{name: "c", content: big}))
		for range 3 {
			w.unchanged("R7", func() { w.want("R7", w.tryUnpack("ann", archive.ID, ""), "unpack of a "+kind+" beyond the quota", 413) })
		}
		for i := range 4 {
			w.upload("ann", fmt.Sprint("fill-", i), big[:10*kib])
		}
		w.upload("ann", "rest", big[:10*kib-int(archive.Size)])
		w.want("R7", w.tryUpload("ann", "one more", "x"), "upload beyond the quota", 413)
	}
}

// What an archive replaces makes room for it.
func TestUnpackReplacesWithinQuota(t *testing.T) {
	for kind, pack := range packers {
		w := newWorld(t, 100*kib, 100*kib, 100*kib)
		big := strings.Repeat("x", 90*kib)
		w.upload("ann", "a", big)
		archive := w.upload("ann", "pack", pack(entry{name: "b", content: big[:40*kib]}, entry{name: "a", content: big[:50*kib]}))
		w.want("R7", w.tryUnpack("ann", archive.ID, ""), "unpack of a "+kind+" that replaces what takes the room", 201)
		w.holds("R7", "ann", "a", "b", "pack")
		w.unpack("ann", archive.ID, "")
		left := 100*kib - 90*kib - int(archive.Size)
		w.want("R7", w.tryUpload("ann", "c", big[:left+1]), "upload beyond the quota", 413)
		w.upload("ann", "c", big[:left])
	}
}

// A folder in an archive stores nothing, so nothing is in anybody's way.
func TestFoldersAreNotInTheWay(t *testing.T) {
	for kind, pack := range packers {
		w := newWorld(t)
		archive := w.upload("ann", "pack", pack(entry{name: "empty/"}, entry{name: "docs/"}, entry{name: "docs/sub/"}, entry{name: "docs/a", content: "1"}))
		w.unpack("ann", archive.ID, "")
		w.want("R4", w.tryUpload("ann", "empty", "x"), "upload in the place of an empty folder of a "+kind, 201)
		w.want("R4", w.tryUpload("ann", "docs/sub", "x"), "upload in the place of an empty folder of a "+kind, 201)
		w.want("R4", w.tryUnpack("ann", w.upload("ann", "next", pack(entry{name: "deep/down/"}, entry{name: "deep", content: "file"})).ID, ""), kind+" with a folder below a file", 201)
		w.holds("R4", "ann", "deep", "docs/a", "docs/sub", "empty", "next", "pack")
		w.want("R4", w.tryUnpack("ann", archive.ID, ""), kind+" with folders where files are", 201)
		w.holds("R4", "ann", "deep", "docs/a", "docs/sub", "empty", "next", "pack")
	}
}
