// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

package tag_test

import (
	"errors"
	"math/rand"
	"strings"
	"testing"

	"tag"
)

var sentinels = map[string]error{
	"ErrShort": tag.ErrShort, "ErrByte": tag.ErrByte, "ErrPlace": tag.ErrPlace, "ErrRange": tag.ErrRange, "ErrCheck": tag.ErrCheck,
}

func TestErrorsDiffer(t *testing.T) {
	for name, one := range sentinels {
		if one == nil {
			t.Fatalf("R1: %s is nil", name)
		}
		for other, two := range sentinels {
			if name != other && errors.Is(one, two) {
				t.Errorf("R1: %s matches %s", name, other)
			}
		}
		if errors.Is(one, errors.New("another")) {
			t.Errorf("R1: %s matches an error that it has nothing to do with", name)
		}
	}
}

func TestOneErrorAtATime(t *testing.T) {
	for _, src := range []string{"", "KLM", "K!", "KLMNO1F", "KLM0F", "KLM42G"} {
		_, _, err := tag.Canon(nil, []byte(src))
		found := 0
		for _, one := range sentinels {
			if errors.Is(err, one) {
				found++
			}
		}
		if found != 1 {
			t.Errorf("R1: the error of %q matches %d of the five errors, want 1", src, found)
		}
	}
}

// roots are tags of every shape, the last ones with faults that show only at the end.
var roots = []string{
	"klm 42/f", "KLM.000042F", "be9999-g", "KLM-0042-F", "be-/. 9999 G", "abcd1x", "ab1x", "AbC  00  x", "abcd-10000-x", "be9999-h",
}

func TestCutTags(t *testing.T) {
	for _, root := range roots {
		for size := range len(root) {
			checkInvalid(t, "R3", root[:size])
		}
	}
	checkInvalid(t, "R3", "KLM42"+strings.Repeat(" ", 5000))
	checkInvalid(t, "R3", strings.Repeat("K", 5000))
}

func TestEveryByteEverywhere(t *testing.T) {
	for _, root := range roots {
		for at := range len(root) + 1 {
			for c := range 256 {
				checkInvalid(t, "R3", root[:at]+string([]byte{byte(c)})+root[at:])
				if at < len(root) {
					checkInvalid(t, "R3", root[:at]+string([]byte{byte(c)})+root[at+1:])
				}
			}
		}
	}
}

func TestMadeUpTags(t *testing.T) {
	random := rand.New(rand.NewSource(1907))
	const bytes = "aZkQ0019. -/@[`{:\x00\xc1\xe1,"
	for range 60000 {
		src := make([]byte, random.Intn(14))
		for i := range src {
			src[i] = bytes[random.Intn(len(bytes))]
			if random.Intn(3) > 0 {
				src[i] = bytes[random.Intn(12)]
			}
		}
		checkInvalid(t, "R3", string(src))
	}
}

func TestNumbersOutOfRange(t *testing.T) {
	numbers := []string{
		"0", "0000", "00000", "10000", "0010000", "12345", "99999", "100000", "65537", "65536", "4294967297", "4294967296",
		"18446744073709551617", "18446744073709551616", "9223372036854775809", "340282366920938463463374607431768211457",
		"1" + strings.Repeat("0", 64), strings.Repeat("0", 300), strings.Repeat("7", 300),
	}
	for _, number := range numbers {
		for _, c := range letters {
			checkInvalid(t, "R4", "QU"+number+string(c))
			checkInvalid(t, "R4", "quay-. "+number+" / "+string(c|0x20))
		}
	}
}

func TestFormBeforeRangeBeforeCheck(t *testing.T) {
	for _, src := range []string{"KLM0", "KLM0!", "KLM0FF", "KLM12345 ", "KLM12345F.", "KLM00000F\x00", "KLM42GG", "KLM42G ", "KLM42G7", "KLM0 7F", "K0F", "KLMNO0F"} {
		checkInvalid(t, "R3", src)
	}
}

func TestWrongCheckLetters(t *testing.T) {
	for c := byte('A'); c <= 'Z'; c++ {
		for _, front := range []string{"klm 42/", "be9999-", "KLM.00042", "ZZZZ1", "aa  1000  "} {
			checkInvalid(t, "R5", front+string(c))
			checkInvalid(t, "R5", front+string(c|0x20))
		}
	}
}
