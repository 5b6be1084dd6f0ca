// canary: 7d0f3c1e-52aa-4b86-9e37-1c6f08b4d2a9

package tag_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tag"
)

// behind are the bytes that may follow a tag, none of which counts.
var behind = []string{",", ",,", ",KLM42F", ", be9999-g", ",\x00\xff", ",-", ",9", ",F", ",," + strings.Repeat("~", 3000)}

func TestCommaEndsATag(t *testing.T) {
	for _, text := range []string{"klm 42/f", "KLM.000042F", "be9999-g", spell("wxyz", "", "0001", " ")} {
		for _, rest := range behind {
			want := judge(text)
			out, pos, err := tag.Canon(nil, []byte(text+rest))
			if err != nil || string(out) != want.text || pos != len(text) {
				t.Fatalf("R2: Canon of %s = %q, %d, %v; want %q, %d, nil", show(text+rest), out, pos, err, want.text, len(text))
			}
		}
	}
}

func TestErrorsBeforeAComma(t *testing.T) {
	whole := "klm-/0042 .F"
	texts := []string{"klm.0F", "klm 00000 f", "klm70000f", "KLM42G", "klm 42/k", "KLM42!F", "klm42FF", "k", "", "klmno1F", "klm42F "}
	for i := range whole {
		texts = append(texts, whole[:i], whole[:i]+"?"+whole[i:], whole[:i]+"-"+whole[i:], whole[:i]+"5"+whole[i:])
	}
	for _, text := range texts {
		want := judge(text)
		if want.err == nil {
			continue
		}
		for _, rest := range behind {
			_, pos, err := tag.Canon(nil, []byte(text+rest))
			if pos != want.pos || !errors.Is(err, want.err) {
				t.Fatalf("R3: Canon of %s gives %d, %v; want %d, %v as for %q alone", show(text+rest), pos, err, want.pos, want.err, text)
			}
		}
	}
}

// A message is read tag by tag; results are collected in the array of the message or beside it.
func TestMessageInOneArray(t *testing.T) {
	tags := []string{"klm 42/f", spell("AB", "", "7", ""), "be9999-g", "KLM.000042F", spell("wxyz", "", "12", "")}
	message := strings.Join(tags, ",")
	src := []byte(message)
	dst, forms := make([]byte, 0, 100), ""
	at := 0
	for i, one := range tags {
		out, pos, err := tag.Canon(dst, src[at:])
		if err != nil || pos != len(one) {
			t.Fatalf("R2: tag %d of %q: %d, %v", i, message, pos, err)
		}
		forms += judge(one).text
		if string(out) != forms || string(src) != message {
			t.Fatalf("R7: after tag %d of %q the result is %q, the message %q", i, message, out, src)
		}
		dst, at = out, at+pos+1
	}
	for used := range 12 {
		for start := range 30 {
			array := append(append(filled(start), "klm.000042F,be9999-g"...), filled(30)...)
			before := bytes.Clone(array)
			out, pos, err := tag.Canon(array[:used], array[start:])
			if err != nil || pos != 11 || string(out) != string(before[:used])+"KLM-0042-F" {
				t.Fatalf("R8: Canon of a message at %d, appended to the %d bytes before, is %q, %d, %v", start, used, out, pos, err)
			}
			if after := used + 10; !bytes.Equal(array[:used], before[:used]) || !bytes.Equal(array[after:], before[after:]) {
				t.Fatalf("R7: Canon of a message at %d has changed other bytes than those it appended: %q", start, array)
			}
			wrong := append(append(filled(start), "klm.000042G,be9999-g"...), filled(30)...)
			before = bytes.Clone(wrong)
			if out, pos, err = tag.Canon(wrong[:used], wrong[start:]); err != nil && (!same(out, wrong[:used]) || !bytes.Equal(wrong, before)) {
				t.Fatalf("R6: Canon of a message with a wrong tag is %q, %d, %v and leaves %q, want %q", out, pos, err, wrong, before)
			}
		}
	}
	for _, text := range []string{message, "klm 42/g," + message, "k," + message, "klm0f,", ","} {
		checkAllocations(t, make([]byte, 0, 11), text)
	}
}
