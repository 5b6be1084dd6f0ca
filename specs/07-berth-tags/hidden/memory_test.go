// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

package tag_test

import (
	"bytes"
	"strings"
	"testing"

	"tag"
)

var faulty = []string{
	"", "K", "KLM", "KLM42", "KLM42/", "!", "KLM!", "KLM42\xff", "KLMNO42F", "KLM-/42F ", "KLM42FF", "KLM0F", "KLM12345F", "KLM42G", "klm 000042 - a",
}

// What is judged here is what an error leaves behind, not whether there has to be one.
func TestErrorLeavesDst(t *testing.T) {
	for _, src := range faulty {
		for _, shape := range [][2]int{{0, 0}, {0, 40}, {3, 3}, {3, 5}, {3, 40}, {40, 40}} {
			array := filled(64)
			dst := array[:shape[0]:shape[1]]
			out, _, err := tag.Canon(dst, []byte(src))
			if err == nil {
				continue
			}
			if !same(out, dst) {
				t.Errorf("R6: Canon of %q: out is not dst", src)
			}
			if !bytes.Equal(array, filled(64)) {
				t.Errorf("R6: Canon of %q has changed the array of dst", src)
			}
		}
		if out, _, err := tag.Canon(nil, []byte(src)); err != nil && out != nil {
			t.Errorf("R6: Canon of %q with a nil dst gives %q, want nil", src, out)
		}
	}
}

func TestErrorInPlace(t *testing.T) {
	for _, text := range faulty {
		src := []byte(text)
		if _, _, err := tag.Canon(src[:0], src); err != nil && string(src) != text {
			t.Errorf("R6: Canon(src[:0], src) has changed %q to %q", text, src)
		}
	}
}

func TestAppend(t *testing.T) {
	for _, text := range []string{"klm 42/f", "KLM.000042F", "be9999-g"} {
		want := judge(text).text
		for room := range 15 {
			array, src := filled(40), []byte(text)
			out, _, _ := tag.Canon(array[:5:5+room], src)
			if string(out) != "#####"+want {
				t.Errorf("R7: Canon of %q appended to %q is %q", text, "#####", out)
			}
			if string(src) != text {
				t.Errorf("R7: Canon has changed src from %q to %q", text, src)
			}
			fits := room >= len(want)
			if fits != (len(out) > 0 && &out[0] == &array[0]) {
				t.Errorf("R7: %d bytes into a room of %d: in the same array is %v", len(want), room, !fits)
			}
			if fits && !bytes.Equal(array[5+len(want):], filled(35-len(want))) {
				t.Errorf("R7: bytes behind the result have changed: %q", array)
			}
			if !bytes.Equal(array[:5], filled(5)) || !fits && !bytes.Equal(array, filled(40)) {
				t.Errorf("R7: bytes of dst have changed: %q", array)
			}
		}
	}
}

func TestSharedMemory(t *testing.T) {
	for _, text := range []string{"klm 42/f", "KLM42F", "klm.000042F", "be9999-g", spell("abcd", "", "1", ""), spell("AB", "", "7", ""), spell("xyz", "- -", "00305", "./")} {
		want := judge(text).text
		for at := range 20 {
			for _, used := range []int{0, 2, 9} {
				array := append(append(filled(at), text...), filled(60)...)
				before := bytes.Clone(array)
				out, pos, err := tag.Canon(array[:used:50], array[at:at+len(text)])
				if err != nil || pos != len(text) || string(out) != string(before[:used])+want {
					t.Errorf("R8: Canon of %q at %d, appended to the %d bytes before, is %q, %d, %v", text, at, used, out, pos, err)
				}
				after := used + len(want)
				if !bytes.Equal(array[:used], before[:used]) || !bytes.Equal(array[after:], before[after:]) {
					t.Errorf("R7: Canon of %q at %d has changed other bytes than those it appended: %q", text, at, array)
				}
			}
		}
	}
}

func checkAllocations(t *testing.T, dst []byte, text string) {
	t.Helper()
	src := []byte(text)
	if _, _, err := tag.Canon(dst, src); err == nil && dst == nil {
		return
	}
	if count := testing.AllocsPerRun(50, func() { tag.Canon(dst, src) }); count != 0 {
		t.Errorf("R9: Canon of %s allocates %v times, want 0", show(text), count)
	}
}

func TestNoAllocation(t *testing.T) {
	for _, text := range []string{"klm 42/f", "KLM.000042F", "be9999-g", spell("wxyz", "", "9999", "")} {
		checkAllocations(t, make([]byte, 0, 11), text)
		checkAllocations(t, make([]byte, 30, 41), text)
		checkAllocations(t, make([]byte, 0, 4000), text)
	}
	for _, size := range []int{100, 5000, 100000} {
		checkAllocations(t, make([]byte, 0, 11), spell("wxyz", strings.Repeat(".", size), "1", strings.Repeat(" ", size)))
		checkAllocations(t, make([]byte, 0, 11), spell("wxyz", "", strings.Repeat("0", size)+"95", ""))
	}
}

func TestNoAllocationForErrors(t *testing.T) {
	for _, text := range faulty {
		checkAllocations(t, nil, text)
		checkAllocations(t, make([]byte, 0, 11), text)
	}
	for _, size := range []int{100, 5000, 100000} {
		checkAllocations(t, nil, "KLM"+strings.Repeat("0", size)+"F")
		checkAllocations(t, nil, "KLM"+strings.Repeat("8", size)+"F")
		checkAllocations(t, nil, "KLM"+strings.Repeat("-", size)+"8")
		checkAllocations(t, nil, strings.Repeat("K", size))
	}
}
