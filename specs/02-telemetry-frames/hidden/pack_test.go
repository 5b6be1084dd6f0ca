// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"telem"
)

// bulky returns n samples whose pairs are as long as they can be and come twice each.
func bulky(n int) []telem.Sample {
	samples := make([]telem.Sample, n)
	var last telem.Sample
	for i := range samples {
		tick, rise := int64(math.MaxInt64), int32(1<<28)
		if i/2%2 == 1 {
			tick, rise = math.MinInt64, -1<<28
		}
		last = telem.Sample{Tick: last.Tick + tick, Level: last.Level + rise}
		samples[i] = last
	}
	return samples
}

func TestLongest(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 100, 127, 128, 129, 16383, 16384} {
		samples := bulky(n)
		if got, frame := telem.Longest(n), len(telem.Append(nil, samples)); got != frame {
			t.Errorf("R9: Longest(%d) = %d, but there is a frame of %d bytes", n, got, frame)
		}
	}
	if got := telem.Longest(1000000); got != 3+14*1000000+500000+2 {
		t.Errorf("R9: Longest(1000000) = %d, want 14500005", got)
	}
	random := rand.New(rand.NewPCG(6, 1))
	for range 500 {
		batch := make([]telem.Sample, random.IntN(6))
		for i := range batch {
			batch[i] = telem.Sample{Tick: int64(random.Uint64()), Level: int32(random.Uint32())}
		}
		if got, frame := telem.Longest(len(batch)), len(telem.Append(nil, batch)); got < frame {
			t.Fatalf("R9: Longest(%d) = %d, but the frame of %v has %d bytes", len(batch), got, batch, frame)
		}
	}
}

// fewest returns how many frames samples need, by the lengths of all frames that there can be.
func fewest(samples []telem.Sample, size int) int {
	need := make([]int, len(samples)+1)
	for i := len(samples) - 1; i >= 0; i-- {
		need[i] = math.MaxInt
		for j := i + 1; j <= len(samples); j++ {
			if len(telem.Append(nil, slices.Clone(samples[i:j]))) <= size {
				need[i] = min(need[i], 1+need[j])
			}
		}
	}
	return need[0]
}

// packs checks what Pack makes of samples and returns the number of frames.
func packs(t *testing.T, samples []telem.Sample, size int) int {
	t.Helper()
	frames, all := 0, []telem.Sample(nil)
	for data := telem.Pack(nil, slices.Clone(samples), size); len(data) > 0; frames++ {
		some, _, err := telem.Decode(data)
		frame := telem.Append(nil, slices.Clone(some))
		if err != nil || len(some) == 0 || len(frame) > size {
			t.Fatalf("R10: Pack of %d samples into %d bytes: frame %d has %d samples in %d bytes, %v",
				len(samples), size, frames, len(some), len(frame), err)
		}
		if !bytes.HasPrefix(data, frame) {
			t.Fatalf("R10: Pack makes another frame of %v than Append", clipSamples(some))
		}
		all, data = append(all, some...), data[len(frame):]
	}
	if !slices.Equal(all, samples) {
		t.Fatalf("R10: Pack of %v into %d bytes holds %v", clipSamples(samples), size, clipSamples(all))
	}
	return frames
}

func clipSamples(s []telem.Sample) []telem.Sample { return s[:min(len(s), 12)] }

func packsInFewest(t *testing.T, samples []telem.Sample, size int) {
	t.Helper()
	if got, want := packs(t, samples, size), fewest(samples, size); got != want {
		t.Errorf("R10: Pack of %v into %d bytes makes %d frames, %d suffice", clipSamples(samples), size, got, want)
	}
}

func TestPackOfFew(t *testing.T) {
	for size := 17; size < 40; size += 3 {
		for _, n := range []int{0, 1, 2, 3, 7, 16} {
			packsInFewest(t, bulky(n), size)
			packsInFewest(t, make([]telem.Sample, n), size)
		}
	}
	for _, n := range []int{127, 128, 131} {
		whole := len(telem.Append(nil, steady(n, 60, -1)))
		for size := whole - 1; size <= whole; size++ {
			packsInFewest(t, steady(n, 60, -1), size)
		}
	}
}

// steady returns n samples with equal differences but the first.
func steady(n int, tick int64, rise int32) []telem.Sample {
	samples := make([]telem.Sample, n)
	for i := range samples {
		samples[i] = telem.Sample{Tick: 1<<60 + int64(i)*tick, Level: 5000 + int32(i)*rise}
	}
	return samples
}

// restarts are samples of a gauge whose clock and level begin anew from time to time, some of them at 0.
func restarts(random *rand.Rand) []telem.Sample {
	var batch []telem.Sample
	for range 1 + random.IntN(5) {
		var last telem.Sample
		if random.IntN(3) == 0 {
			last = telem.Sample{Tick: random.Int64N(1 << 50), Level: random.Int32N(1 << 20)}
		}
		step, rise := 1+random.Int64N(1<<(3+random.IntN(58))), random.Int32N(1<<random.IntN(20))
		for range 1 + random.IntN(7) {
			last.Tick, last.Level = last.Tick+step, last.Level+rise
			if random.IntN(8) == 0 {
				last.Level -= random.Int32N(300)
			}
			batch = append(batch, last)
		}
	}
	return batch
}

func TestPackOfRestarts(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 5))
	for range 200 {
		packsInFewest(t, restarts(random), 17+random.IntN(40))
	}
}

func TestPackOfMany(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	long := make([]telem.Sample, 5000)
	for i := range long {
		long[i] = telem.Sample{Tick: 1700000000 + int64(i)*60 + random.Int64N(9), Level: random.Int32N(1000)}
	}
	if got := packs(t, long, 120); got > 200 {
		t.Errorf("R10: Pack of 5000 samples of three to four bytes makes %d frames of up to 120", got)
	}
	if got := packs(t, steady(1500, 60, 2), 40); got != 1 {
		t.Errorf("R10: Pack of 1500 steady samples makes %d frames", got)
	}
}
