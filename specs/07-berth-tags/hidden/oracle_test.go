// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

package tag_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tag"
)

type outcome struct {
	text string
	pos  int
	err  error
}

// class sorts bytes: letter, digit, separator, or 0.
func class(c byte) byte {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		return 'L'
	case c >= '0' && c <= '9':
		return 'D'
	case strings.IndexByte(" .-/", c) >= 0:
		return 'S'
	}
	return 0
}

// moves says for each state which state a class of bytes leads to. States: quay of 0 to 4 letters, separators after it,
// number, separators after it, whole.
var moves = [...]map[byte]int{
	{'L': 1}, {'L': 2},
	{'L': 3, 'S': 5, 'D': 6}, {'L': 4, 'S': 5, 'D': 6}, {'S': 5, 'D': 6},
	{'S': 5, 'D': 6},
	{'D': 6, 'S': 7, 'L': 8},
	{'S': 7, 'L': 8},
	{},
}

const letters = "KTVBXMEARZHDWPCYGNJSFQL"

func checkLetter(front string) byte {
	sum := 0
	for _, c := range []byte(front) {
		sum = (7*sum + int(c)) % 23
	}
	return letters[sum]
}

// judge says what a tag comes to, from the states alone.
func judge(src string) outcome {
	src, _, _ = strings.Cut(src, ",")
	state, first, value := 0, 0, 0
	quay := ""
	for i := range len(src) {
		next, ok := moves[state][class(src[i])]
		if !ok && class(src[i]) == 0 {
			return outcome{"", i, tag.ErrByte}
		}
		if !ok {
			return outcome{"", i, tag.ErrPlace}
		}
		if next <= 4 {
			quay += strings.ToUpper(src[i : i+1])
		}
		if next == 6 && state != 6 {
			first = i
		}
		if next == 6 {
			value = min(10*value+int(src[i]-'0'), 10000)
		}
		state = next
	}
	if state != 8 {
		return outcome{"", len(src), tag.ErrShort}
	}
	if value < 1 || value > 9999 {
		return outcome{"", first, tag.ErrRange}
	}
	front := fmt.Sprintf("%s-%04d-", quay, value)
	if checkLetter(front) != strings.ToUpper(src[len(src)-1:])[0] {
		return outcome{"", len(src) - 1, tag.ErrCheck}
	}
	return outcome{front + string(checkLetter(front)), len(src), nil}
}

// spell writes a tag with its right check letter.
func spell(quay, gap, number, gap2 string) string {
	value := 0
	fmt.Sscan(strings.TrimLeft(number, "0"), &value)
	return quay + gap + number + gap2 + string(checkLetter(fmt.Sprintf("%s-%04d-", strings.ToUpper(quay), value)))
}

func show(src string) string {
	if len(src) > 60 {
		return fmt.Sprintf("%q… (%d bytes)", src[:60], len(src))
	}
	return fmt.Sprintf("%q", src)
}

func checkValid(t *testing.T, requirement, src string) {
	t.Helper()
	want := judge(src)
	out, pos, err := tag.Canon(nil, []byte(src))
	if err != nil || string(out) != want.text || pos != want.pos {
		t.Fatalf("%s: Canon of %s = %q, %d, %v; want %q, %d, nil", requirement, show(src), out, pos, err, want.text, want.pos)
	}
}

// checkInvalid looks at nothing where src is a tag after all, and never at out.
func checkInvalid(t *testing.T, requirement, src string) {
	t.Helper()
	want := judge(src)
	if want.err == nil {
		return
	}
	_, pos, err := tag.Canon(nil, []byte(src))
	if pos != want.pos || !errors.Is(err, want.err) {
		t.Fatalf("%s: Canon of %s gives %d, %v; want %d, %v", requirement, show(src), pos, err, want.pos, want.err)
	}
}

// same tells whether two slices have the same length, capacity and array.
func same(a, b []byte) bool {
	if len(a) != len(b) || cap(a) != cap(b) || (a == nil) != (b == nil) {
		return false
	}
	return cap(a) == 0 || &a[:1][0] == &b[:1][0]
}

func filled(size int) []byte { return bytes.Repeat([]byte{'#'}, size) }
