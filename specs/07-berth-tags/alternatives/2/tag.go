// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

// Package tag brings the tags of berths into one form.
package tag

import "errors"

// Errors of Canon.
var (
	ErrShort = errors.New("tag: ends too early")
	ErrByte  = errors.New("tag: byte that no tag has")
	ErrPlace = errors.New("tag: byte out of place")
	ErrRange = errors.New("tag: number not from 1 to 9999")
	ErrCheck = errors.New("tag: wrong check letter")
)

// letters holds the check letters by their index.
const letters = "KTVBXMEARZHDWPCYGNJSFQL"

// steps holds, for each state, the states to which a letter, a digit and a separator lead; x leads nowhere.
const steps = "1xx" + // 0: nothing read yet
	"2xx" + // 1: one letter of the quay
	"365" + // 2: two letters
	"465" + // 3: three letters
	"x65" + // 4: four letters
	"x65" + // 5: separators behind the quay
	"867" + // 6: digits
	"8x7" + // 7: separators behind the number
	"xxx" // 8: check letter, the end

// A form is a tag as far as it has been read.
type form struct {
	state  byte
	text   [11]byte // quay, later the whole canonical form
	length int      // of text
	sum    int      // over text
	digits int      // index of the number's first digit
	value  int      // of the number, 10000 if it is greater
	check  byte     // the last byte, when the tag is whole
}

// Canon appends the canonical form of the berth tag src to dst.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	f := form{state: '0'}
	for pos = 0; f.goesOn(src, pos); pos++ {
		err = f.read(src[pos], pos)
		if err != nil {
			return dst, pos, err
		}
	}
	return f.end(dst, pos)
}

// end closes a tag that goes to the byte before pos.
func (f *form) end(dst []byte, pos int) (out []byte, at int, err error) {
	if f.state != '8' {
		return dst, pos, ErrShort
	}
	if f.value < 1 || f.value > 9999 {
		return dst, f.digits, ErrRange
	}
	if f.finish() != f.check {
		return dst, pos - 1, ErrCheck
	}
	// All of the tag has been read: it does no harm if it is overwritten now.
	return append(dst, f.text[:f.length]...), pos, nil
}

func (f *form) goesOn(src []byte, pos int) bool {
	return pos < len(src) && src[pos] != ','
}

// read takes the byte c at index pos.
func (f *form) read(c byte, pos int) error {
	class := classOf(c)
	if class < 0 {
		return ErrByte
	}
	next := steps[3*int(f.state-'0')+class]
	if next == 'x' {
		return ErrPlace
	}
	if next == '6' {
		f.count(c, pos)
	}
	if next < '5' {
		f.put(upper(c))
	}
	f.check = upper(c)
	f.state = next
	return nil
}

// count takes a digit.
func (f *form) count(c byte, pos int) {
	if f.state != '6' {
		f.digits = pos
	}
	f.value = min(10*f.value+int(c-'0'), 10000)
}

// finish completes the canonical form and returns its check letter.
func (f *form) finish() byte {
	f.put('-')
	f.put('0' + byte(f.value/1000))
	f.put('0' + byte(f.value/100%10))
	f.put('0' + byte(f.value/10%10))
	f.put('0' + byte(f.value%10))
	f.put('-')
	check := letters[f.sum]
	f.put(check)
	return check
}

func (f *form) put(c byte) {
	f.text[f.length] = c
	f.length++
	f.sum = (7*f.sum + int(c)) % len(letters)
}

// classOf returns 0 for a letter, 1 for a digit, 2 for a separator, and -1 for any other byte.
func classOf(c byte) int {
	if '0' <= c && c <= '9' {
		return 1
	}
	if 'A' <= upper(c) && upper(c) <= 'Z' {
		return 0
	}
	return marks(c)
}

func marks(c byte) int {
	if c == ' ' || c == '.' || c == '-' || c == '/' {
		return 2
	}
	return -1
}

// upper returns the capital of a letter; no other byte becomes one.
func upper(c byte) byte {
	return c &^ 0x20
}
