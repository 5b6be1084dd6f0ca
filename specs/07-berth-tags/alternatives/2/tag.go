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
	digits int      // index of the number's first digit
	value  int      // of the number, 10000 if it is greater
	check  byte
}

// Canon appends the canonical form of the berth tag src to dst.
func Canon(dst, src []byte) (out []byte, pos int, err error) {
	f := form{state: '0'}
	for pos = 0; pos < len(src); pos++ {
		err = f.read(src[pos], pos)
		if err != nil {
			return dst, pos, err
		}
	}
	if f.state != '8' {
		return dst, pos, ErrShort
	}
	if f.value < 1 || f.value > 9999 {
		return dst, f.digits, ErrRange
	}
	if f.finish() != f.check {
		return dst, pos - 1, ErrCheck
	}
	// All of src has been read: it does no harm if it is overwritten now.
	return append(dst, f.text[:f.length]...), pos, nil
}

// read takes the byte c at index pos.
func (f *form) read(c byte, pos int) error {
	class := classOf(c)
	if class < 0 {
		return ErrByte
	}
	next := steps[3*int(f.state-'0')+class]
	switch next {
	case 'x':
		return ErrPlace
	case '1', '2', '3', '4':
		f.put(upper(c))
	case '6':
		if f.state != '6' {
			f.digits = pos
		}
		f.value = min(10*f.value+int(c-'0'), 10000)
	case '8':
		f.check = upper(c)
	}
	f.state = next
	return nil
}

// finish completes the canonical form and returns its check letter.
func (f *form) finish() byte {
	f.put('-')
	f.put('0' + byte(f.value/1000))
	f.put('0' + byte(f.value/100%10))
	f.put('0' + byte(f.value/10%10))
	f.put('0' + byte(f.value%10))
	f.put('-')
	s := 0
	for i := 0; i < f.length; i++ {
		s = (7*s + int(f.text[i])) % len(letters)
	}
	f.put(letters[s])
	return letters[s]
}

func (f *form) put(c byte) {
	f.text[f.length] = c
	f.length++
}

// classOf returns 0 for a letter, 1 for a digit, 2 for a separator, and -1 for any other byte.
func classOf(c byte) int {
	switch c {
	case ' ', '.', '-', '/':
		return 2
	}
	if '0' <= c && c <= '9' {
		return 1
	}
	if 'A' <= upper(c) && upper(c) <= 'Z' {
		return 0
	}
	return -1
}

// upper returns the capital of a letter; no other byte becomes one.
func upper(c byte) byte {
	return c &^ 0x20
}
