// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"telem"
)

// refuses checks that Decode refuses data with exactly the error wanted.
func refuses(t *testing.T, name string, data []byte, want error) {
	t.Helper()
	_, _, err := telem.Decode(slices.Clone(data))
	for _, known := range []error{telem.ErrTruncated, telem.ErrChecksum, telem.ErrRange} {
		if errors.Is(err, known) != (known == want) {
			t.Fatalf("R6: %s: Decode(% x) returns error %q, want %q", name, clip(data), text(err), text(want))
		}
	}
}

func text(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

func TestCutFrames(t *testing.T) {
	for _, batch := range batches() {
		frame := telem.Append(nil, batch)
		for length := range len(frame) {
			refuses(t, "cut frame", frame[:length], telem.ErrTruncated)
		}
	}
}

func TestFlippedFrames(t *testing.T) {
	for _, batch := range batches() {
		frame := telem.Append(nil, batch)
		for bit := range 8 * len(frame) {
			flipped := slices.Clone(frame)
			flipped[bit/8] ^= 0x80 >> (bit % 8)
			refuses(t, "frame with a flipped bit", flipped, expected(flipped))
		}
	}
}

func TestLongForms(t *testing.T) {
	for _, value := range []uint64{0, 1, 2, 127, 128, 16383, 16384, 1<<21 - 1, 1<<28 - 1, 1<<28 + 5, 1<<33 - 1} {
		for following := len(shortest(value)); following <= 8; following++ {
			long := number(value, following)
			tick := slices.Concat(shortest(1), long, shortest(0))
			refuses(t, "tick in a long form", withChecksum(tick), telem.ErrRange)
			refuses(t, "tick in a long form, cut within", tick[:len(long)], telem.ErrTruncated)
			refuses(t, "tick in a long form, cut behind", tick[:1+len(long)], telem.ErrRange)
			if value < 1<<31 {
				refuses(t, "level in a long form", withChecksum(slices.Concat(shortest(1), shortest(9), long)), telem.ErrRange)
			}
		}
	}
	for following := 1; following <= 8; following++ {
		refuses(t, "count in a long form", withChecksum(number(0, following)), telem.ErrRange)
		refuses(t, "count in a long form", withChecksum(append(number(1, following), 2, 2)), telem.ErrRange)
	}
	for following := 1; following <= 7; following++ {
		largest := number(widths[following]-1, following+1)
		refuses(t, "largest value of a shorter form", withChecksum(slices.Concat(shortest(1), largest, shortest(0))), telem.ErrRange)
	}
}

func TestLevelsOutOfRange(t *testing.T) {
	steps := [][]int64{
		{math.MaxInt32 + 1},
		{math.MinInt32 - 1},
		{math.MaxInt32, 1},
		{math.MinInt32, -1},
		{math.MinInt32, math.MaxUint32 + 1},
		{1 << 32},
		{1<<32 + 1},
		{7, -1 << 40},
		{1, math.MaxInt64},
		{-1, math.MinInt64},
		{math.MinInt64},
		{math.MaxInt64},
	}
	for _, list := range steps {
		body := shortest(uint64(len(list)) + 1)
		for _, step := range list {
			body = slices.Concat(body, shortest(folded(5)), shortest(folded(step)))
		}
		refuses(t, "level outside int32, cut behind", body, telem.ErrRange)
		refuses(t, "level outside int32, then a sample", withChecksum(append(body, 0, 0)), telem.ErrRange)
	}
}

func TestFirstFaultDecides(t *testing.T) {
	wide := shortest(folded(1 << 31))
	long := number(3, 2)
	refuses(t, "empty data", nil, telem.ErrTruncated)
	refuses(t, "long form, then level outside int32", slices.Concat(shortest(2), long, wide), telem.ErrRange)
	refuses(t, "level outside int32, then cut number", slices.Concat(shortest(2), shortest(0), wide, []byte{0xc0}), telem.ErrRange)
	refuses(t, "long count, then nothing", number(90, 1), telem.ErrRange)
	refuses(t, "cut number of which the bytes present are zero", []byte{1, 0xff, 0, 0, 0}, telem.ErrTruncated)
	refuses(t, "wrong checksum, more data behind", append(flipLast(frameOf([]telem.Sample{{3, 4}})), 1, 2, 3), telem.ErrChecksum)
	refuses(t, "one byte of a wrong checksum", []byte{0, 0x11}, telem.ErrTruncated)
	refuses(t, "long form in the first of two samples, wrong checksum", slices.Concat([]byte{2}, long, []byte{0, 0, 0, 0, 0}), telem.ErrRange)
}

// repeated is a pair, the same pair again, and a repeat.
func repeated(tick, level int64, repeat uint64) []byte {
	return slices.Concat(pair(tick, level), pair(tick, level), shortest(repeat))
}

func TestRepeatsThatCannotBe(t *testing.T) {
	for _, left := range []uint64{0, 1, 2, 500} {
		count := shortest(2 + left)
		for _, more := range []uint64{left + 1, left + 2, 1000000, 1 << 32, 1<<63 - 1, 1 << 63, 1<<64 - 2, 1<<64 - 1} {
			body := slices.Concat(count, repeated(60, 1, more))
			refuses(t, "repeat beyond the count", withChecksum(body), telem.ErrRange)
			refuses(t, "repeat beyond the count, cut behind", body, telem.ErrRange)
			refuses(t, "repeat beyond the count, cut within", body[:len(body)-1], telem.ErrTruncated)
		}
	}
	again := slices.Concat(shortest(9), repeated(60, 1, 3), pair(60, 1))
	refuses(t, "the same pair behind its repeat, cut behind", again, telem.ErrRange)
	refuses(t, "the same pair behind its repeat, cut within", again[:len(again)-1], telem.ErrTruncated)
	refuses(t, "the same pair behind its repeat, and all that may follow", withChecksum(slices.Concat(again, shortest(3))), telem.ErrRange)
	refuses(t, "the same pair behind a repeat of none", withChecksum(slices.Concat(shortest(3), repeated(60, 1, 0), pair(60, 1), shortest(0))), telem.ErrRange)
	refuses(t, "pairs of zeros behind a repeat of zeros", slices.Concat(shortest(4), pair(0, 0), shortest(1), pair(0, 0)), telem.ErrRange)
	refuses(t, "last pair without its repeat", slices.Concat(shortest(2), pair(60, 1), pair(60, 1)), telem.ErrTruncated)
	refuses(t, "repeat in a long form", slices.Concat(shortest(5), pair(60, 1), pair(60, 1), number(3, 1)), telem.ErrRange)
	for _, rise := range []int64{1<<30 - 1, -1 << 30, 1 << 20, math.MaxInt32 / 3, -715827883} {
		fit := uint64(0)
		for level := 3 * rise; level == int64(int32(level)); level += rise {
			fit++
		}
		body := slices.Concat(shortest(1000000), repeated(0, rise, fit+1))
		refuses(t, "repeat that leads to a level outside int32, cut behind", body, telem.ErrRange)
		far := slices.Concat(shortest(1000000), repeated(0, rise, 999998))
		refuses(t, "long repeat that leads to a level outside int32", withChecksum(far), telem.ErrRange)
		sound := slices.Concat(shortest(2+fit), repeated(0, rise, fit))
		refuses(t, "repeat up to the last level of int32, no checksum", sound, telem.ErrTruncated)
		refuses(t, "repeat up to the last level of int32, wrong checksum", flipLast(withChecksum(sound)), telem.ErrChecksum)
	}
	for _, count := range []uint64{1000001, 1 << 40, 1<<64 - 1} {
		refuses(t, "too large a count", shortest(count), telem.ErrRange)
		refuses(t, "too large a count, then a repeat", withChecksum(slices.Concat(shortest(count), pair(0, 0), shortest(count-1))), telem.ErrRange)
	}
	refuses(t, "largest count, then nothing", shortest(1000000), telem.ErrTruncated)
}

func flipLast(frame []byte) []byte {
	frame[len(frame)-1] ^= 0x40
	return frame
}

const allowed = 1 << 20

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// decoded returns the error of Decode and stops the test if it panics.
func decoded(t *testing.T, data []byte) error {
	t.Helper()
	defer func() {
		if problem := recover(); problem != nil {
			t.Fatalf("R7: Decode(% x) panics: %v", clip(data), problem)
		}
	}()
	_, _, err := telem.Decode(data)
	return err
}

// costsLittle checks what Decode allocates for data and returns its error.
func costsLittle(t *testing.T, name string, data []byte) error {
	t.Helper()
	var err error
	spent := allocated(func() { err = decoded(t, data) })
	if err != nil && spent > allowed {
		t.Errorf("R8: %s: Decode of %d bytes allocated %d bytes before it failed with %q, allowed are %d", name, len(data), spent, err, allowed)
	}
	return err
}

func TestHostileCounts(t *testing.T) {
	for _, count := range []uint64{1 << 60, 1 << 63, 1<<63 - 1, 1<<64 - 1, 1<<62 + 1, 1 << 59, 1 << 48, 1<<32 + 1, 1 << 31, 1 << 27, 1 << 20, 100000} {
		for _, zeros := range []int{0, 1, 2, 40, 4000} {
			data := append(shortest(count), make([]byte, zeros)...)
			if err := costsLittle(t, "hostile count", data); err == nil {
				t.Errorf("R6: Decode accepts a frame of %d bytes that claims %d samples", len(data), count)
			}
		}
	}
}

func TestLongFramesWithLateFaults(t *testing.T) {
	const samples = 540000
	body := shortest(samples)
	for range samples / 2 {
		body = append(body, 2, 0, 4, 0)
	}
	frame := withChecksum(body)
	costsLittle(t, "long frame without its last byte", frame[:len(frame)-1])
	costsLittle(t, "long frame without its last difference", body[:len(body)-1])
	costsLittle(t, "long frame with a wrong checksum", flipLast(slices.Clone(frame)))
	late := slices.Concat(body[:len(body)-2], number(0, 1), shortest(0))
	costsLittle(t, "long frame with a long form at its end", withChecksum(late))
	wide := slices.Concat(body[:len(body)-1], shortest(folded(1<<31)))
	costsLittle(t, "long frame with a level outside int32 at its end", withChecksum(wide))
	claim := append(shortest(samples+200000), body[len(shortest(samples)):]...)
	costsLittle(t, "long frame that claims more samples", claim)
	for _, body := range [][]byte{
		slices.Concat(shortest(1000000), pair(0, 0), shortest(999999)),
		slices.Concat(shortest(1000000), repeated(60, 0, 499998), repeated(61, 1, 499998)),
		slices.Concat(shortest(1000000), repeated(60, 0, 499998), repeated(61, 1, 499997)),
	} {
		costsLittle(t, "few bytes that stand for many samples, wrong checksum", flipLast(withChecksum(body)))
		costsLittle(t, "few bytes that stand for many samples, no checksum", body)
	}
	honest := make([]telem.Sample, 30000)
	if got, _, err := telem.Decode(telem.Append(nil, honest)); err != nil || !slices.Equal(got, honest) {
		t.Errorf("R3: a long frame came back as %d samples, %v; want %d", len(got), err, len(honest))
	}
}

func TestHostileRepeats(t *testing.T) {
	for _, count := range []uint64{2, 3, 100, 1000000} {
		for _, more := range []uint64{count - 1, count, 1 << 31, 1 << 32, 1 << 60, 1<<63 - 1, 1 << 63, 1<<64 - 3, 1<<64 - 2, 1<<64 - 1} {
			for _, rise := range []int64{0, -1, 1 << 30} {
				body := slices.Concat(shortest(count), repeated(60, rise, more))
				for _, data := range [][]byte{body, withChecksum(body), append(body, make([]byte, 3000)...)} {
					if err := costsLittle(t, "hostile repeat", data); err == nil {
						t.Errorf("R6: Decode accepts a frame of %d samples of which %d repeat one", count, more)
					}
				}
			}
		}
	}
}

func TestMutatedFrames(t *testing.T) {
	random := rand.New(rand.NewPCG(60, 2))
	sources := batches()
	const rounds, each = 200, 50
	for range rounds {
		var data [each][]byte
		for i := range data {
			data[i] = mutated(random, frameOf(sources[random.IntN(len(sources))]))
		}
		spent := allocated(func() {
			for _, d := range data {
				_ = decoded(t, d)
			}
		})
		if spent <= allowed {
			continue
		}
		for _, d := range data {
			var err error
			if spent := allocated(func() { err = decoded(t, d) }); err != nil && spent > allowed {
				t.Fatalf("R8: Decode(% x) allocated %d bytes, allowed are %d", clip(d), spent, allowed)
			}
		}
	}
}

// mutated changes some bytes of frame: flips, replacements, cuts, insertions.
func mutated(random *rand.Rand, frame []byte) []byte {
	for range 1 + random.IntN(4) {
		if len(frame) == 0 {
			return frame
		}
		at := random.IntN(len(frame))
		switch random.IntN(6) {
		case 0:
			frame[at] ^= 1 << random.IntN(8)
		case 1:
			frame[at] = 0xff
		case 2:
			frame[at] = byte(random.IntN(256))
		case 3:
			frame = frame[:at]
		case 4:
			frame = slices.Insert(frame, at, 0xff, byte(random.IntN(256)))
		case 5:
			frame = slices.Concat(shortest(random.Uint64()>>random.IntN(64)), frame[1:])
		}
	}
	return frame
}
