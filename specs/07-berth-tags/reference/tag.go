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
	blank        = "-0000-"
	longest      = longestQuay + len(blank) + 1
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

// Canon appends the canonical form of the berth tag src to dst.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	found, pos := split(src)
	if pos < len(src) || found.check >= len(src) {
		return dst, pos, fault(src, pos)
	}
	number := src[found.significant:found.end]
	if len(number) == 0 || len(number) > digits {
		return dst, found.number, ErrRange
	}
	var text [longest]byte
	size := found.quay + len(blank)
	copy(text[:], src[:found.quay])
	copy(text[found.quay:], blank)
	copy(text[size-1-len(number):], number)
	sum := 0
	for i := 0; i < size; i++ {
		text[i] = upper(text[i])
		sum = (7*sum + int(text[i])) % len(checkLetters)
	}
	text[size] = checkLetters[sum]
	if upper(src[found.check]) != text[size] {
		return dst, found.check, ErrCheck
	}
	return append(dst, text[:size+1]...), len(src), nil
}

// split finds the parts and how far src has the form of a tag. A whole tag reaches to the end and has a check letter.
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
	if '1' <= c && c <= '9' {
		return nonzero
	}
	if 'A' <= c&^0x20 && c&^0x20 <= 'Z' {
		return letter
	}
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
	if pos == len(src) {
		return ErrShort
	}
	if kind(src[pos]) == 0 {
		return ErrByte
	}
	return ErrPlace
}
