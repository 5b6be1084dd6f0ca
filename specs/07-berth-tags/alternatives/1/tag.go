package tag

import "errors"

var (
	ErrShort = errors.New("short tag")
	ErrByte  = errors.New("foreign byte")
	ErrPlace = errors.New("misplaced byte")
	ErrRange = errors.New("number out of range")
	ErrCheck = errors.New("check letter does not match")
)

// step leads from a state (row) by a class of bytes (column: letter, digit, separator, other) to the next state. Upper
// case letters are states, '!' is a misplaced byte and '?' a foreign one.
//
//	A nothing yet; B C D E one to four letters; F after the quay; G in the number; H after the number; I whole
const step = "B!!?" + "C!!?" + "DGF?" + "EGF?" + "!GF?" + "!GF?" + "IGH?" + "I!H?" + "!!!?"

// reader is what is known of a tag while it is read.
type reader struct {
	text   [11]byte
	length int
	state  byte
	digit  int
	value  int
}

// Canon appends the canonical form of src to dst; it is built aside, so dst and src may overlap.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	r := reader{state: 'A', digit: -1}
	for i := 0; i < len(src); i++ {
		next := step[4*int(r.state-'A')+column(src[i])]
		switch next {
		case '!':
			return dst, i, ErrPlace
		case '?':
			return dst, i, ErrByte
		}
		r.take(next, src[i], i)
	}
	if r.state != 'I' {
		return dst, len(src), ErrShort
	}
	if r.value < 1 || r.value > 9999 {
		return dst, r.digit, ErrRange
	}
	check := src[len(src)-1] &^ ' '
	if r.finish() != check {
		return dst, len(src) - 1, ErrCheck
	}
	return append(dst, r.text[:r.length]...), len(src), nil
}

// take goes to the next state with a byte that may stand where it does.
func (r *reader) take(next, c byte, at int) {
	if next >= 'B' && next <= 'E' {
		r.put(c &^ ' ')
	}
	if next == 'G' {
		r.value = min(10*r.value+int(c-'0'), 10000)
	}
	if next == 'G' && r.digit < 0 {
		r.digit = at
	}
	r.state = next
}

// finish adds the number and the check letter, which it returns.
func (r *reader) finish() byte {
	r.put('-')
	r.put(byte('0' + r.value/1000))
	r.put(byte('0' + r.value/100%10))
	r.put(byte('0' + r.value/10%10))
	r.put(byte('0' + r.value%10))
	r.put('-')
	sum := 0
	for i := 0; i < r.length; i++ {
		sum = (sum*7 + int(r.text[i])) % 23
	}
	check := "KTVBXMEARZHDWPCYGNJSFQL"[sum]
	r.put(check)
	return check
}

func (r *reader) put(c byte) {
	r.text[r.length] = c
	r.length++
}

func column(c byte) int {
	switch c {
	case ' ', '.', '-', '/':
		return 2
	}
	if c-'0' < 10 {
		return 1
	}
	if c&^' '-'A' < 26 {
		return 0
	}
	return 3
}
