// Package tag brings berth tags into one form.
package tag

import "errors"

// Errors of Canon.
var (
	ErrShort = errors.New("tag: ends too early")
	ErrByte  = errors.New("tag: neither letter nor digit nor separator")
	ErrPlace = errors.New("tag: cannot stand here")
	ErrRange = errors.New("tag: number is not from 1 to 9999")
	ErrCheck = errors.New("tag: wrong check letter")
)

const (
	checkLetters = "KTVBXMEARZHDWPCYGNJSFQL"
	shortestQuay = 2
	longestQuay  = 4
	digits       = 4
	longest      = longestQuay + digits + 3
)

// Kinds of bytes, to be joined to sets.
const (
	zero = 1 << iota
	nonzero
	letter
	separator
)

// parts holds where the parts of a tag begin and end.
type parts struct {
	quay        int // end of the quay
	number      int // first digit
	significant int // first digit that is not a zero in front
	end         int // end of the number
	check       int // the check letter
}

// text is a canonical form as far as it has been written, and the sum over it.
type text struct {
	array [longest]byte
	size  int
	sum   int
}

func (t *text) put(c byte) {
	t.array[t.size] = c
	t.size++
	t.sum = (7*t.sum + int(c)) % len(checkLetters)
}

// putSome puts up to four bytes, letters as capitals.
func (t *text) putSome(some []byte) {
	if len(some) > 0 {
		t.put(upper(some[0]))
	}
	if len(some) > 1 {
		t.put(upper(some[1]))
	}
	if len(some) > 2 {
		t.put(upper(some[2]))
	}
	if len(some) > 3 {
		t.put(upper(some[3]))
	}
}

// Canon appends the canonical form of the berth tag src to dst.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	found, pos := split(src)
	if !ends(src, pos) || found.check >= pos {
		return dst, pos, fault(src, pos)
	}
	number := src[found.significant:found.end]
	if len(number) == 0 || len(number) > digits {
		return dst, found.number, ErrRange
	}
	var t text
	t.putSome(src[:found.quay])
	t.put('-')
	var zeros [digits]byte
	t.putSome(append(zeros[:0], "0000"[len(number):]...))
	t.putSome(number)
	t.put('-')
	t.put(checkLetters[t.sum])
	if upper(src[found.check]) != t.array[t.size-1] {
		return dst, found.check, ErrCheck
	}
	return append(dst, t.array[:t.size]...), pos, nil
}

// ends tells whether a tag that has come as far as i ends there.
func ends(src []byte, i int) bool {
	return i == len(src) || src[i] == ','
}

// split finds the parts and how far src has the form of a tag. Only a whole tag has a check letter before that place.
func split(src []byte) (found parts, pos int) {
	found.check = len(src)
	found.quay = min(skip(src, 0, letter), longestQuay)
	if found.quay < shortestQuay {
		return found, found.quay
	}
	found.number = skip(src, found.quay, separator)
	found.significant = skip(src, found.number, zero)
	found.end = skip(src, found.significant, zero|nonzero)
	if found.number == found.end {
		return found, found.number
	}
	last := skip(src, found.end, separator)
	if last == len(src) || kind(src[last]) != letter {
		return found, last
	}
	found.check = last
	return found, last + 1
}

// skip returns the index of the first byte from i on that is of none of these kinds.
func skip(src []byte, i, kinds int) int {
	for i < len(src) && kind(src[i])&kinds != 0 {
		i++
	}
	return i
}

func kind(c byte) int {
	if c == '0' {
		return zero
	}
	if c-'1' < 9 {
		return nonzero
	}
	if c&^0x20-'A' < 26 {
		return letter
	}
	return mark(c)
}

func mark(c byte) int {
	if c == ' ' || c == '.' || c == '-' || c == '/' {
		return separator
	}
	return 0
}

func upper(c byte) byte {
	if kind(c) == letter {
		return c &^ 0x20
	}
	return c
}

func fault(src []byte, pos int) error {
	if ends(src, pos) {
		return ErrShort
	}
	if kind(src[pos]) == 0 {
		return ErrByte
	}
	return ErrPlace
}
