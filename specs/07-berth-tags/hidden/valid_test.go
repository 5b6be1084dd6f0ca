// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

package tag_test

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"tag"
)

func TestExamples(t *testing.T) {
	for src, want := range map[string]string{
		"klm 42/f":     "KLM-0042-F",
		"KLM.000042F":  "KLM-0042-F",
		"be9999-g":     "BE-9999-G",
		"KLM-0042-F":   "KLM-0042-F",
		"be-/. 9999 G": "BE-9999-G",
	} {
		out, pos, err := tag.Canon(nil, []byte(src))
		if string(out) != want || pos != len(src) || err != nil {
			t.Errorf("R2: Canon(%q) = %q, %d, %v; want %q, %d, nil", src, out, pos, err, want, len(src))
		}
	}
}

func TestEveryLetter(t *testing.T) {
	for c := byte('A'); c <= 'Z'; c++ {
		for _, quay := range []string{string(c) + "Q", "x" + string(c), "Ab" + string(c|0x20), "zZyY"[:3] + string(c|0x20)} {
			checkValid(t, "R2", spell(quay, "", "17", ""))
			checkValid(t, "R2", strings.ToLower(spell(quay, "-", "9", "/")))
		}
	}
}

func TestEveryNumber(t *testing.T) {
	for value := 1; value <= 9999; value++ {
		checkValid(t, "R2", spell("DoK", "", fmt.Sprint(value), " "))
	}
}

func TestZerosInFront(t *testing.T) {
	for zeros := range 40 {
		for _, number := range []string{"1", "10", "907", "9999", "1000"} {
			checkValid(t, "R2", spell("np", ".", strings.Repeat("0", zeros)+number, ""))
		}
	}
	checkValid(t, "R2", spell("np", "", strings.Repeat("0", 70000)+"80", ""))
}

func TestSeparators(t *testing.T) {
	random := rand.New(rand.NewSource(71))
	gap := func() string {
		text := ""
		for range random.Intn(5) {
			text += string(" .-/"[random.Intn(4)])
		}
		return text
	}
	for range 2000 {
		checkValid(t, "R2", spell("wxyz"[:2+random.Intn(3)], gap(), fmt.Sprint(1+random.Intn(9999)), gap()))
	}
	long := strings.Repeat("/. -", 20000)
	checkValid(t, "R2", spell("PQ", long, "3", long))
}
