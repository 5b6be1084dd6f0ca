// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"bytes"
	"slices"
	"testing"

	"telem"
)

func TestAppendKeepsDst(t *testing.T) {
	for _, batch := range batches() {
		frame := telem.Append(nil, batch)
		if len(frame) == 0 {
			t.Fatalf("R2: Append(nil, %v) is empty", batch)
		}
		for _, prefix := range [][]byte{{}, {0x52}, []byte("some bytes that were there before")} {
			for _, spare := range []int{0, 1, 500} {
				dst := append(make([]byte, 0, len(prefix)+spare), prefix...)
				got := telem.Append(dst, batch)
				if !bytes.HasPrefix(got, prefix) || !bytes.Equal(dst, prefix) {
					t.Fatalf("R4: Append changed the bytes of dst from % x to % x", prefix, clip(got))
				}
				if !bytes.Equal(got[len(prefix):], frame) {
					t.Fatalf("R4: behind %d bytes Append wrote % x, behind none % x", len(prefix), clip(got[len(prefix):]), clip(frame))
				}
			}
		}
	}
}

func TestAppendLeavesSamples(t *testing.T) {
	for _, batch := range batches() {
		before := slices.Clone(batch)
		telem.Append(nil, batch)
		if !slices.Equal(batch, before) {
			t.Errorf("R4: Append changed the samples from %v to %v", before, batch)
		}
	}
}

func TestPackKeepsWhatItGets(t *testing.T) {
	for _, batch := range batches() {
		before := slices.Clone(batch)
		dst := append(make([]byte, 0, 500), "before"...)
		got := telem.Pack(dst, batch, 40)
		if !slices.Equal(batch, before) {
			t.Errorf("R4: Pack changed the samples from %v to %v", before, batch)
		}
		if !bytes.HasPrefix(got, []byte("before")) || string(dst) != "before" {
			t.Errorf("R4: Pack changed the bytes of dst to % x", clip(got))
		}
		if alone := telem.Pack(nil, batch, 40); !bytes.HasSuffix(got, alone) || len(got) != len("before")+len(alone) {
			t.Errorf("R4: behind six bytes Pack wrote % x, behind none % x", clip(got), clip(alone))
		}
	}
}

// sameMemory reports whether a and b are the same bytes at the same place.
func sameMemory(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func TestRest(t *testing.T) {
	for _, batch := range batches() {
		frame := telem.Append(nil, batch)
		for _, tail := range [][]byte{nil, {0}, {0xff, 0xff, 0xff}, []byte("what follows"), frame} {
			src := slices.Concat(frame, tail)
			before := slices.Clone(src)
			_, rest, err := telem.Decode(src)
			if err != nil {
				t.Fatalf("R3: Decode of a packed frame: %v", err)
			}
			if !sameMemory(rest, src[len(frame):]) {
				t.Fatalf("R5: rest is % x, want the part of src that follows the frame: % x", clip(rest), clip(tail))
			}
			if !bytes.Equal(src, before) {
				t.Fatalf("R5: Decode changed src from % x to % x", clip(before), clip(src))
			}
		}
	}
}

func TestStreamOfFrames(t *testing.T) {
	var stream []byte
	for _, batch := range batches() {
		stream = telem.Append(stream, batch)
	}
	for i, batch := range batches() {
		got, rest, err := telem.Decode(stream)
		if err != nil || !slices.Equal(got, batch) {
			t.Fatalf("R5: frame %d of a stream = %v, %v; want %v", i, got, err, batch)
		}
		stream = rest
	}
	if len(stream) != 0 {
		t.Errorf("R5: %d bytes are left behind the last frame", len(stream))
	}
}

func TestResultOfErrors(t *testing.T) {
	for _, batch := range batches() {
		frame := telem.Append(nil, batch)
		for length := range len(frame) {
			src := slices.Clone(frame[:length])
			s, rest, err := telem.Decode(src)
			if err == nil {
				t.Fatalf("R6: Decode of a frame cut after %d bytes returns no error", length)
			}
			if s != nil || !sameMemory(rest, src) {
				t.Fatalf("R5: after an error Decode returns samples %v and rest % x, want nil and src: % x", s, clip(rest), clip(src))
			}
			if !bytes.Equal(src, frame[:length]) {
				t.Fatalf("R5: Decode changed src although it failed")
			}
		}
	}
}

func TestNothingBehindFrames(t *testing.T) {
	for _, batch := range batches() {
		for name, write := range map[string]func(dst []byte) []byte{
			"Append": func(dst []byte) []byte { return telem.Append(dst, slices.Clone(batch)) },
			"Pack":   func(dst []byte) []byte { return telem.Pack(dst, slices.Clone(batch), 40) },
		} {
			want := write(nil)
			buffer := bytes.Repeat([]byte{0x5a}, 7+len(want)+60)
			got := write(buffer[:7])
			if !bytes.Equal(got[7:], want) {
				t.Fatalf("R4: %s into a buffer in use makes % x, into a new one % x", name, clip(got[7:]), clip(want))
			}
			if behind := buffer[7+len(want):]; bytes.Count(behind, []byte{0x5a}) != len(behind) {
				t.Fatalf("R4: %s of a frame of %d bytes wrote behind it: % x", name, len(want), clip(behind))
			}
		}
	}
}

func TestSamplesOfFramesAreApart(t *testing.T) {
	for _, a := range batches() {
		for _, b := range batches()[:8] {
			first, _, _ := telem.Decode(telem.Append(nil, slices.Clone(a)))
			second, _, _ := telem.Decode(telem.Append(nil, slices.Clone(b)))
			_ = append(first, telem.Sample{Tick: 1, Level: 2}, telem.Sample{Tick: 3, Level: 4})
			if !slices.Equal(second, b) {
				t.Fatalf("R5: samples appended to those of one frame made %v of those of another, which were %v", second, b)
			}
			for i := range second {
				second[i] = telem.Sample{Tick: 5, Level: 6}
			}
			if !slices.Equal(first, a) {
				t.Fatalf("R5: writing to the samples of one frame made %v of those of another, which were %v", first, a)
			}
		}
	}
}
