// canary: 3106ece3-24a1-4b54-b736-47ca06fc3ddf

package drop_test

import (
	"net/url"
	"strings"
	"testing"
)

// altered is a link with other parameters: name, value, name, value.
func altered(w *world, link string, changes ...string) string {
	w.t.Helper()
	at, err := url.Parse(link)
	if err != nil {
		w.t.Fatalf("R10: link %q: %v", link, err)
	}
	query := at.Query()
	for i := 0; i < len(changes); i += 2 {
		if query.Get(changes[i]) == "" {
			w.t.Fatalf("R10: %q has no parameter %s", link, changes[i])
		}
		query.Set(changes[i], changes[i+1])
	}
	return "/download?" + query.Encode()
}

func until(w *world, link string) string {
	at, _ := url.Parse(link)
	return at.Query().Get("until")
}

func TestPartsMoveOver(t *testing.T) {
	w := newWorld(t)
	type owned struct{ user, path string }
	pairs := [][2]owned{{{"ann", "ax/y"}, {"anna", "x/y"}}, {{"a", "b"}, {"ab", "b"}}, {{"ann", "1"}, {"ann1", "1"}}, {{"x", "/y"[1:]}, {"xy", "y"}}}
	for _, mark := range []string{"|", ":", ",", ";", " ", "&", "=", ".", "-", "_", "\"", "%", "%2F", "+", "\\0", "#", "?", "\" \""} {
		if !strings.Contains(mark, "/") && !strings.Contains(mark, "\\") {
			pairs = append(pairs, [2]owned{{"ann", "b" + mark + "c"}, {"ann" + mark + "b", "c"}}, [2]owned{{"b" + mark + "ann", "c"}, {"ann", "c" + mark + "b"}})
		}
	}
	for _, pair := range pairs {
		var links [2]string
		for i, one := range pair {
			links[i] = w.link(one.user, w.upload(one.user, one.path, "of "+one.user+", "+one.path).ID)
		}
		for i, one := range pair {
			w.leadsTo("R10", links[i], "of "+one.user+", "+one.path)
			other := pair[1-i]
			w.isRefused("R10", altered(w, links[i], "user", other.user, "path", other.path), "a link of "+one.user+" to "+one.path+" for "+other.path+" of "+other.user)
		}
	}
}

// An id that counts upwards may end with what another user's name begins with.
func TestIdsMoveOver(t *testing.T) {
	w := newWorld(t)
	first := w.upload("2a", "p", "theirs")
	link := w.link("2a", first.ID)
	for range 40 {
		if second := w.upload("a", "p", "mine"); second.ID == first.ID*10+2 {
			w.isRefused("R10", altered(w, link, "user", "a"), "a link with the beginning of its user moved to the id")
			w.isRefused("R10", altered(w, w.link("a", second.ID), "user", "2a"), "a link with the end of its id moved to the user")
			break
		}
	}
	w.leadsTo("R10", link, "theirs")
}

func TestTimesMoveOver(t *testing.T) {
	w := newWorld(t)
	for _, mark := range []string{"", "|", ":", ".", "-", "\n", " ", "+", "&"} {
		long, short := w.upload("ann", "report"+mark+"9", "long"), w.upload("ann", "report", "short")
		link := w.link("ann", long.ID)
		end := until(w, link)
		w.isRefused("R10", altered(w, link, "path", "report", "until", "9"+mark+end), "a link with the end of its path moved to the time")
		w.isRefused("R10", altered(w, link, "path", "report", "until", "9"+end), "a link with the end of its path moved to the time")
		link = w.link("ann", short.ID)
		w.isRefused("R10", altered(w, link, "path", "report"+mark+"9", "until", end), "a link for another path")
		w.isRefused("R10", altered(w, link, "user", "ann9"), "a link for another user")
		w.isRefused("R10", altered(w, link, "until", "9"+end), "a link for a longer time")
		w.isRefused("R10", altered(w, link, "until", end+"0"), "a link for a longer time")
	}
	// A digit more before the user than behind the path, for those that sign the time first.
	end := until(w, w.link("ann", w.upload("ann", "x", "x").ID))
	w.upload("9ann", "x", "theirs")
	link := w.link("9ann", w.upload("9ann", "x", "theirs").ID)
	w.upload("ann", "x", "mine")
	w.isRefused("R10", altered(w, link, "user", "ann", "until", end+"9"), "a link with the beginning of its user moved to the time")
}

func TestMadeUpLinks(t *testing.T) {
	w := newWorld(t)
	f := w.upload("ann", "a", "content")
	link := w.link("ann", f.ID)
	at, _ := url.Parse(link)
	for name := range at.Query() {
		query := at.Query()
		query.Del(name)
		w.isRefused("R10", "/download?"+query.Encode(), "a link without "+name)
		if name != "user" && name != "path" && name != "until" {
			query.Set(name, "")
			w.isRefused("R10", "/download?"+query.Encode(), "a link with an empty "+name)
			query.Set(name, at.Query().Get(name)+"0")
			w.isRefused("R10", "/download?"+query.Encode(), "a link with another "+name)
		}
	}
}

func TestLinkEndsWithItsFile(t *testing.T) {
	for name, replace := range map[string]func(w *world, f file){
		"deleted":              func(w *world, f file) { w.delete("ann", f.ID) },
		"deleted and uploaded": func(w *world, f file) { w.delete("ann", f.ID); w.upload("ann", "d/a", "content") },
		"uploaded once more":   func(w *world, f file) { w.upload("ann", "d/a", "content") },
		"uploaded by another":  func(w *world, f file) { w.delete("ann", f.ID); w.upload("ben", "d/a", "content") },
		"replaced by an archive": func(w *world, f file) {
			w.unpack("ann", w.upload("ann", "pack", zipped(entry{name: "a", content: "content"})).ID, "into=d&drop=1")
		},
	} {
		w := newWorld(t)
		f, other := w.upload("ann", "d/a", "content"), w.upload("ann", "d/b", "another")
		first, beside := w.link("ann", f.ID), w.link("ann", other.ID)
		w.leadsTo("R11", first, "content")
		replace(w, f)
		w.isRefused("R11", first, "a link to a file that was "+name)
		w.leadsTo("R11", beside, "another")
		for _, now := range w.list("ann") {
			if now.Path == "d/a" {
				again := w.link("ann", now.ID)
				w.leadsTo("R11", again, "content")
				w.isRefused("R11", first, "a link to a file that was "+name+", after a new link to that path")
			}
		}
	}
}

func TestLinkEndsWithItsArchive(t *testing.T) {
	w := newWorld(t)
	content := tarred(entry{name: "x", content: "1"})
	archive := w.upload("ann", "pack", content)
	link := w.link("ann", archive.ID)
	w.unpack("ann", archive.ID, "into=out")
	w.leadsTo("R11", link, content)
	w.unpack("ann", archive.ID, "into=out&drop=1")
	w.isRefused("R11", link, "a link to an archive that was dropped")
	w.upload("ann", "pack", content)
	w.isRefused("R11", link, "a link to an archive that was dropped and uploaded again")

	archive = w.upload("ann", "d/self", zipped(entry{name: "self", content: "within"}))
	link = w.link("ann", archive.ID)
	got := w.unpack("ann", archive.ID, "into=d")
	w.isRefused("R11", link, "a link to an archive with a file of its own path in it")
	w.leadsTo("R11", w.link("ann", got[0].ID), "within")
}
