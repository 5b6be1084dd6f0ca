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
	sum    int
	check  byte // the last byte, if it is a letter as a capital
}

// Canon appends the canonical form of src to dst; it is built aside, so dst and src may overlap.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	r := reader{state: 'A', digit: -1}
	for i := 0; i < len(src); i++ {
		if src[i] == ',' {
			return r.end(dst, i)
		}
		err = r.take(src[i], i)
		if err != nil {
			return dst, i, err
		}
	}
	return r.end(dst, len(src))
}

// end closes a tag that ends before the given place.
func (r *reader) end(dst []byte, pos int) ([]byte, int, error) {
	if r.state != 'I' {
		return dst, pos, ErrShort
	}
	if r.value < 1 || r.value > 9999 {
		return dst, r.digit, ErrRange
	}
	if r.finish() != r.check {
		return dst, pos - 1, ErrCheck
	}
	return append(dst, r.text[:r.length]...), pos, nil
}

// take goes to the next state with a byte that may stand where it does.
func (r *reader) take(c byte, at int) error {
	next := step[4*int(r.state-'A')+column(c)]
	if next == '!' {
		return ErrPlace
	}
	if next == '?' {
		return ErrByte
	}
	r.state, r.check = next, c&^' '
	if next <= 'E' {
		r.put(r.check)
	}
	if next == 'G' {
		r.count(int(c-'0'), at)
	}
	return nil
}

func (r *reader) count(digit, at int) {
	r.value = min(10*r.value+digit, 10000)
	if r.digit < 0 {
		r.digit = at
	}
}

// finish adds the number and the check letter, which it returns.
func (r *reader) finish() byte {
	r.put('-')
	r.put(byte('0' + r.value/1000))
	r.put(byte('0' + r.value/100%10))
	r.put(byte('0' + r.value/10%10))
	r.put(byte('0' + r.value%10))
	r.put('-')
	check := "KTVBXMEARZHDWPCYGNJSFQL"[r.sum]
	r.put(check)
	return check
}

func (r *reader) put(c byte) {
	r.text[r.length] = c
	r.length++
	r.sum = (r.sum*7 + int(c)) % 23
}

func column(c byte) int {
	if c == ' ' || c-'-' < 3 {
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
