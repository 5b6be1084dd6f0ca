// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"telem"
)

func TestInterface(t *testing.T) {
	var pack func([]byte, []telem.Sample) []byte = telem.Append
	var unpack func([]byte) ([]telem.Sample, []byte, error) = telem.Decode
	var longest func(int) int = telem.Longest
	var divide func([]byte, []telem.Sample, int) []byte = telem.Pack
	var sample = struct {
		Tick  int64
		Level int32
	}(telem.Sample{Tick: 5, Level: 6})
	if pack == nil || unpack == nil || longest == nil || divide == nil || sample.Tick != 5 || sample.Level != 6 {
		t.Error("R1: Append, Decode, Longest, Pack or Sample is missing")
	}
}

func TestErrorsDiffer(t *testing.T) {
	all := map[string]error{"ErrTruncated": telem.ErrTruncated, "ErrChecksum": telem.ErrChecksum, "ErrRange": telem.ErrRange}
	for name, err := range all {
		if err == nil {
			t.Fatalf("R1: %s is nil", name)
		}
		if errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("R1: %s matches an error that has nothing to do with it", name)
		}
		for other, target := range all {
			if name != other && errors.Is(err, target) {
				t.Errorf("R1: %s matches %s", name, other)
			}
		}
	}
}

func TestKnownFrames(t *testing.T) {
	cases := []struct {
		samples []telem.Sample
		frame   string
	}{
		{nil, "00d797"},
		{[]telem.Sample{{1000, -3}, {1005, 200}}, "0287d0050a8196c4ae"},
		{[]telem.Sample{{0, 0}}, "010000003fc0"},
		{[]telem.Sample{{10, 5}, {20, 10}, {30, 15}, {40, 20}}, "04140a140a02a630"},
		{[]telem.Sample{{7, 1}, {14, 2}}, "020e020e020083ce"},
		{[]telem.Sample{{0, 0}, {0, 0}, {0, 0}, {5, 5}, {5, 5}, {5, 5}}, "060000020a0a000000000026f3"},
		{[]telem.Sample{{-1, -1}, {-1, -1}}, "0201010000beea"},
		{[]telem.Sample{{63, -64}, {127, 0}}, "027e7f808080803925"},
		{[]telem.Sample{{64, 64}, {8255, -8128}}, "0280808080bffebfff1d69"},
		{[]telem.Sample{{8192, 8191}, {1056767, -1}}, "02c04000bffedffffebfff6a7e"},
		{[]telem.Sample{{1048576, 1048576}, {135266303, 0}}, "02e0200000e0200000effffffedfffffe900"},
		{[]telem.Sample{{134217728, -2147483648}, {17314086911, 2147483647}}, "02f010000000f0fffffffff7fffffffef1fffffffe4afa"},
		{[]telem.Sample{{17179869184, 5}, {2216203124736, 5}}, "02f808000000000afc04000000000000cc55"},
		{[]telem.Sample{{281474976710656, 5}, {36310271995674623, 6}}, "02fe020000000000000afefffffffffffffe020f7a"},
		{[]telem.Sample{{36028797018963968, 0}, {36028797018963967, 0}}, "02ff01000000000000000001008dbb"},
		{[]telem.Sample{{9223372036854775807, 2147483647}}, "01fffffffffffffffffef0fffffffee4af"},
		{[]telem.Sample{{-9223372036854775808, -2147483648}}, "01fffffffffffffffffff0ffffffff44bb"},
		{[]telem.Sample{{5, 5}, {3, 9}, {3, -9}, {4611686018427387904, 0}, {7, 0}}, "050a0a03080023ff7ffffffffffffffa12ff7ffffffffffffff100956e"},
	}
	for _, c := range cases {
		frame, err := hex.DecodeString(c.frame)
		if err != nil {
			t.Fatalf("R2: broken case %s", c.frame)
		}
		if got := telem.Append(nil, slices.Clone(c.samples)); !bytes.Equal(got, frame) {
			t.Errorf("R2: Append(nil, %v) = % x, want % x", c.samples, got, frame)
		}
		decodesTo(t, "R2", "known frame", frame, c.samples)
	}
}

func TestGeneratedFrames(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 7))
	for width := range 63 {
		for range 6 {
			var batch []telem.Sample
			for range random.IntN(5) {
				tick := random.Int64N(1 << width)
				if random.IntN(2) == 0 {
					tick = -tick
				}
				batch = append(batch, telem.Sample{Tick: tick, Level: int32(random.Uint32()) >> random.IntN(32)})
			}
			if width < 58 && random.IntN(2) == 0 {
				batch = prolonged(random, batch)
			}
			frame := frameOf(batch)
			if got := telem.Append(nil, slices.Clone(batch)); !bytes.Equal(got, frame) {
				t.Fatalf("R2: Append(nil, %v) = % x, want % x", batch, clip(got), clip(frame))
			}
			decodesTo(t, "R2", "generated frame", frame, batch)
		}
	}
	long := make([]telem.Sample, 20000)
	for i := range long {
		long[i] = telem.Sample{Tick: int64(i) * 60, Level: int32(i % 97)}
	}
	if !bytes.Equal(telem.Append(nil, slices.Clone(long)), frameOf(long)) {
		t.Error("R2: Append of 20000 samples differs from the frame described")
	}
}

// prolonged is batch with some of its differences taken several times.
func prolonged(random *rand.Rand, batch []telem.Sample) []telem.Sample {
	var result []telem.Sample
	var last, before telem.Sample
	for _, s := range batch {
		for range 1 + random.IntN(5) {
			last.Tick += s.Tick - before.Tick
			last.Level += (s.Level - before.Level) >> 4
			result = append(result, last)
		}
		before = s
	}
	return result
}

func roundTrip(t *testing.T, batch []telem.Sample) {
	t.Helper()
	got, _, err := telem.Decode(telem.Append(nil, slices.Clone(batch)))
	if err != nil || !slices.Equal(got, batch) {
		t.Fatalf("R3: %v came back as %v, %v", batch[:min(len(batch), 4)], got[:min(len(got), 4)], err)
	}
}

func TestRoundTripOfExtremes(t *testing.T) {
	ticks := []int64{math.MinInt64, math.MinInt64 + 1, -1 << 62, -1, 0, 1, 1 << 62, math.MaxInt64 - 1, math.MaxInt64}
	levels := []int32{math.MinInt32, -1, 0, 1, math.MaxInt32}
	roundTrip(t, nil)
	for _, first := range ticks {
		for _, second := range ticks {
			for _, low := range levels {
				for _, high := range levels {
					roundTrip(t, []telem.Sample{{first, low}, {second, high}, {first, high}})
				}
			}
		}
	}
}

func TestRoundTripOfRepeats(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 8))
	for range 300 {
		var batch []telem.Sample
		for range 1 + random.IntN(4) {
			batch = append(batch, telem.Sample{Tick: int64(random.Uint64()) >> random.IntN(64), Level: int32(random.Uint32()) >> random.IntN(32)})
		}
		roundTrip(t, prolonged(random, prolonged(random, batch)))
	}
	for _, tick := range []int64{math.MinInt64, math.MaxInt64, 1 << 62, -1, 0} {
		var batch []telem.Sample
		for i := range int64(300) {
			batch = append(batch, telem.Sample{Tick: tick * i, Level: math.MinInt32 + int32(i)*14000000})
		}
		roundTrip(t, batch)
		roundTrip(t, batch[1:])
	}
	roundTrip(t, make([]telem.Sample, 100000))
}

func TestRoundTripOfWideSamples(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 1))
	for size := range 200 {
		batch := make([]telem.Sample, size)
		for i := range batch {
			batch[i] = telem.Sample{Tick: int64(random.Uint64()), Level: int32(random.Uint32())}
		}
		roundTrip(t, batch)
	}
}
