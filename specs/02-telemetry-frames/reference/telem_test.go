// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"telem"
)

// long writes a number with a count of bytes behind the first that need not be the least.
func long(value uint64, following int) []byte {
	field := make([]byte, 1+following)
	for i := following; i > 0; i-- {
		field[i] = byte(value)
		value >>= 8
	}
	field[0] = ^byte(0xff>>following) | byte(value)
	return field
}

// diff is the differences of a tick and of a level.
type diff struct{ tick, level int64 }

// put writes the fields of a frame one after another: numbers, differences, and what is written already.
func put(fields ...any) (frame []byte) {
	for _, field := range fields {
		switch f := field.(type) {
		case []byte:
			frame = append(frame, f...)
		case int:
			frame = append(frame, shortest(uint64(f))...)
		case uint64:
			frame = append(frame, shortest(f)...)
		case diff:
			frame = append(append(frame, shortest(fold(f.tick))...), shortest(fold(f.level))...)
		}
	}
	return frame
}

func shortest(value uint64) []byte {
	following := 0
	for following < 8 && value>>(7*following+7) > 0 {
		following++
	}
	return long(value, following)
}

func fold(v int64) uint64 {
	if v < 0 {
		return uint64(-(v+1))*2 + 1
	}
	return uint64(v) * 2
}

// sum puts the checksum behind a frame. It divides bit by bit.
func sum(frame []byte) []byte {
	rest := uint16(0x52c7)
	for _, b := range frame {
		for bit := 7; bit >= 0; bit-- {
			odd := rest>>15 != uint16(b>>bit&1)
			rest <<= 1
			if odd {
				rest ^= 0x8bb7
			}
		}
	}
	return append(bytes.Clone(frame), byte(rest>>8), byte(rest))
}

func same(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// read decodes src and looks at all that Decode promises of its results.
func read(t *testing.T, src []byte) ([]telem.Sample, error) {
	t.Helper()
	before := bytes.Clone(src)
	s, rest, err := telem.Decode(src)
	found := 0
	for _, one := range []error{telem.ErrTruncated, telem.ErrChecksum, telem.ErrRange} {
		if errors.Is(err, one) {
			found++
		}
	}
	switch {
	case !bytes.Equal(src, before):
		t.Fatalf("Decode made % x of % x", src, before)
	case err == nil && (len(rest) > len(src) || !same(rest, src[len(src)-len(rest):])):
		t.Fatalf("behind the frame of % x Decode finds % x, or a copy", src, rest)
	case err != nil && (s != nil || !same(rest, src) || found != 1):
		t.Fatalf("Decode of % x returns %v, % x and %v", src, s, rest, err)
	}
	return s, err
}

func refuse(t *testing.T, src []byte, want error) {
	t.Helper()
	if s, err := read(t, src); !errors.Is(err, want) {
		t.Errorf("Decode of % x returns %v, %v, want %v", src[:min(len(src), 40)], s, err, want)
	}
}

func TestErrorsDiffer(t *testing.T) {
	all := []error{telem.ErrTruncated, telem.ErrChecksum, telem.ErrRange}
	for i, a := range all {
		for k, b := range all {
			if a == nil || errors.Is(a, b) != (i == k) {
				t.Errorf("error %d is %v, error %d is %v", i, a, k, b)
			}
		}
	}
}

func TestFrames(t *testing.T) {
	run := make([]telem.Sample, 20_000)
	for i := range run {
		run[i] = telem.Sample{Tick: int64(i+1) * -3, Level: int32(5 * i)}
	}
	for _, c := range []struct {
		s    []telem.Sample
		body []byte
	}{
		{nil, put(0)},
		{[]telem.Sample{{1000, -3}, {1005, 200}}, []byte{2, 0x87, 0xd0, 5, 0x0a, 0x81, 0x96}},
		{[]telem.Sample{{10, 5}, {20, 10}, {30, 15}, {40, 20}}, []byte{4, 0x14, 0x0a, 0x14, 0x0a, 2}},
		{make([]telem.Sample, 1), put(1, 0, 0, 0)},
		{make([]telem.Sample, 129), put(129, 0, 0, 128)},
		{run, put(20_000, diff{-3, 0}, diff{-3, 5}, diff{-3, 5}, 19_997)},
		{[]telem.Sample{{5, 1}, {10, 2}, {15, 2}, {20, 2}}, put(4, diff{5, 1}, diff{5, 1}, 0, diff{5, 0}, diff{5, 0}, 0)},
		{[]telem.Sample{{60, 0}, {120, math.MinInt32}, {180, 0}}, put(3, diff{60, 0}, diff{60, math.MinInt32}, diff{60, -math.MinInt32})},
		{[]telem.Sample{{1, math.MaxInt32}, {2, math.MinInt32}, {3, math.MaxInt32}}, put(3, diff{1, math.MaxInt32}, diff{1, -math.MaxUint32}, diff{1, math.MaxUint32})},
		{[]telem.Sample{{math.MinInt64, 0}, {math.MaxInt64, 0}, {math.MinInt64, 0}, {0, 0}}, put(4, diff{math.MinInt64, 0}, diff{-1, 0}, diff{1, 0}, diff{math.MinInt64, 0})},
	} {
		frame := sum(c.body)
		if got := telem.Append([]byte("before"), c.s); string(got) != "before"+string(frame) {
			t.Errorf("the frame of %v is % x, want % x", c.s[:min(len(c.s), 9)], got[:min(len(got), 99)], frame)
		}
		if got, err := read(t, append(frame, "behind"...)); err != nil || !slices.Equal(got, c.s) {
			t.Errorf("% x is read as %v, %v", frame, got[:min(len(got), 9)], err)
		}
	}
}

func TestWidths(t *testing.T) {
	for bits := 1; bits < 64; bits++ {
		for _, tick := range []int64{1<<bits - 1, 1 << bits, -1 << bits, -1<<bits - 1} {
			want := sum(put(1, diff{tick, int64(int32(tick))}))
			got := telem.Append(nil, []telem.Sample{{tick, int32(tick)}})
			if s, err := read(t, want); !bytes.Equal(got, want) || err != nil || s[0] != (telem.Sample{tick, int32(tick)}) {
				t.Errorf("the frame of tick %d is % x, want % x, which is read as %v, %v", tick, got, want, s, err)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	const most, half, low = 1_000_000, math.MaxInt32/2 + 1, math.MinInt32/2 - 1
	for _, c := range []struct {
		want error // if nothing follows
		body []byte
	}{
		{telem.ErrTruncated, nil},
		{telem.ErrTruncated, put(most)},
		{telem.ErrRange, put(most + 1)},
		{telem.ErrRange, put(uint64(math.MaxUint64))},
		{telem.ErrTruncated, put(1, diff{7, math.MaxInt32})},
		{telem.ErrRange, put(9, diff{7, math.MaxInt32 + 1})},
		{telem.ErrRange, put(9, diff{7, math.MinInt64})},
		{telem.ErrRange, put(9, diff{7, -5}, diff{7, math.MinInt32 + 4})},
		{telem.ErrRange, put(9, diff{7, half}, diff{7, half})},
		{telem.ErrRange, put(9, diff{7, low}, diff{7, low})},
		{telem.ErrTruncated, put(9, diff{7, half - 1}, diff{7, half - 1})},
		{telem.ErrTruncated, put(9, diff{7, 1}, diff{7, 1}, 7)},
		{telem.ErrRange, put(9, diff{7, 1}, diff{7, 1}, 8)},
		{telem.ErrRange, put(9, diff{7, 1}, diff{7, 1}, uint64(math.MaxUint64))},
		{telem.ErrRange, put(9, diff{7, half / 2}, diff{7, half / 2}, 2)},
		{telem.ErrRange, put(9, diff{7, low / 2}, diff{7, low / 2}, 3)},
		{telem.ErrRange, put(9, diff{7, 1}, diff{7, 1}, 3, diff{7, 1})},
		{telem.ErrRange, put(9, diff{7, 1}, diff{7, 1}, 0, diff{7, 1})},
		{telem.ErrRange, put(9, diff{0, 0}, 0, diff{0, 0})},
	} {
		refuse(t, c.body, c.want)
		refuse(t, slices.Clip(c.body), c.want)
		if c.want == telem.ErrRange {
			refuse(t, sum(put(c.body, make([]byte, 20))), telem.ErrRange)
			refuse(t, c.body[:len(c.body)-1], telem.ErrTruncated)
		}
	}
}

func TestLongForms(t *testing.T) {
	for following := 1; following <= 8; following++ {
		for _, start := range [][]byte{nil, put(5), put(5, 2), put(5, diff{3, 1}, diff{3, 1})} {
			least := uint64(1)<<(7*following) - 1
			for _, value := range []uint64{0, 1, least} {
				body := put(start, long(value, following))
				refuse(t, body, telem.ErrRange)
				refuse(t, sum(put(body, make([]byte, 30))), telem.ErrRange)
				for cut := range body {
					refuse(t, body[:cut], telem.ErrTruncated)
				}
			}
		}
	}
}

func TestDamagedFrames(t *testing.T) {
	frame := telem.Append(nil, walk(rand.New(rand.NewPCG(1, 1)), 40))
	for cut := range frame {
		refuse(t, frame[:cut], telem.ErrTruncated)
	}
	for bit := range 16 {
		wrong := bytes.Clone(frame)
		wrong[len(wrong)-1-bit/8] ^= 1 << (bit % 8)
		refuse(t, wrong, telem.ErrChecksum)
	}
}

// walk returns samples of which some are equal steps, some make the largest ones.
func walk(r *rand.Rand, n int) []telem.Sample {
	levels := []int32{math.MinInt32, math.MinInt32 + 1, -1, 0, 1, math.MaxInt32}
	s := make([]telem.Sample, n)
	var last telem.Sample
	tick, rise := int64(0), int32(0)
	for i := range s {
		switch r.IntN(4) {
		case 0:
			tick, rise = int64(r.Uint64()>>r.IntN(64)), int32(r.Uint32()>>(12+r.IntN(20)))
		case 1:
			last = telem.Sample{Tick: r.Int64N(3), Level: levels[r.IntN(len(levels))]}
		}
		last.Tick, last.Level = last.Tick+tick, last.Level+rise
		s[i] = last
	}
	return s
}

func TestSamplesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for n := 0; n < 200; n += 1 + n/20 {
		want := walk(r, n)
		given := slices.Clone(want)
		got, err := read(t, telem.Append(nil, given))
		if err != nil || !slices.Equal(got, want) || !slices.Equal(given, want) {
			t.Fatalf("%v come back as %v, %v; Append was given %v", want, got, err, given)
		}
	}
}

func TestSamplesAreTheCallers(t *testing.T) {
	for _, n := range []int{0, 1, 2, 30, 63, 64, 65, 300, 1500} {
		a, b := walk(rand.New(rand.NewPCG(8, 8)), n), walk(rand.New(rand.NewPCG(9, 9)), max(3, n-9))
		first, _ := read(t, telem.Append(nil, a))
		second, _ := read(t, telem.Append(nil, b))
		_ = append(first, telem.Sample{Tick: 1}, telem.Sample{Tick: 2})
		if !slices.Equal(first, a) || !slices.Equal(second, b) {
			t.Fatalf("samples of frames of %d and %d are others when both have been read", len(a), len(b))
		}
	}
}

// TestRoom has frames written into the midst of an array that holds something else.
func TestRoom(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 4))
	for n := range 30 {
		s := walk(r, n)
		for _, pack := range []func(dst []byte) []byte{
			func(dst []byte) []byte { return telem.Append(dst, s) },
			func(dst []byte) []byte { return telem.Pack(dst, s, 24) },
		} {
			want := pack(nil)
			all := bytes.Repeat([]byte{0xa5}, len(want)+40)
			got := pack(all[:10])
			if rest := bytes.Trim(all[10+len(want):], "\xa5"); !bytes.Equal(got[10:], want) || len(rest) > 0 || bytes.Count(all[:10], []byte{0xa5}) != 10 {
				t.Fatalf("behind ten bytes the frames % x of %v have become % x in % x", want, s, got, all)
			}
		}
	}
}

func TestMemory(t *testing.T) {
	cases := [][]byte{put(1 << 60), put(1_000_000, 2, 2), put(1_000_000, 2, 0, 4, 0), make([]byte, 2<<20)}
	for _, count := range []uint64{66_000, 80_000, 200_000} {
		cases = append(cases, put(count), put(count, 0, 0, count-1), append(put(count, 0, 0, count-1), 1, 2), append(put(count, 2, 2), 3))
	}
	for _, src := range cases {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := telem.Decode(src)
		runtime.ReadMemStats(&after)
		if spent := after.TotalAlloc - before.TotalAlloc; err == nil || spent > 1<<20 {
			t.Errorf("Decode of % x… allocates %d bytes and returns %v", src[:min(len(src), 12)], spent, err)
		}
	}
}

func TestLongest(t *testing.T) {
	for n := range 130 {
		s := make([]telem.Sample, n)
		var last telem.Sample
		for i := range s { // pairs of nine and five bytes, each twice
			sign := 1 - i/2%2*2
			last = telem.Sample{Tick: last.Tick + int64(sign)*math.MaxInt64, Level: last.Level + int32(sign)<<28}
			s[i] = last
		}
		if got, want := telem.Longest(n), len(telem.Append(nil, s)); got != want {
			t.Errorf("Longest(%d) = %d, but there is a frame of %d bytes", n, got, want)
		}
	}
	for n, count := range map[int]int{16_382: 2, 16_383: 2, 16_384: 3, 999_999: 3, 1_000_000: 3} {
		if got, want := telem.Longest(n), count+14*n+n/2+2; got != want {
			t.Errorf("Longest(%d) = %d, want %d", n, got, want)
		}
	}
}

// fewest returns how many frames s needs, by the lengths of all frames that there can be.
func fewest(s []telem.Sample, size int) int {
	need := make([]int, len(s)+1)
	for i := len(s) - 1; i >= 0; i-- {
		need[i] = math.MaxInt
		for j := i + 1; j <= len(s) && len(telem.Append(nil, s[i:j])) <= size; j++ {
			need[i] = min(need[i], 1+need[j])
		}
	}
	return need[0]
}

func checkPack(t *testing.T, s []telem.Sample, size, want int) {
	t.Helper()
	data := telem.Pack([]byte("before"), s, size)
	if !bytes.HasPrefix(data, []byte("before")) {
		t.Fatalf("Pack makes % x of what was there", data)
	}
	var all []telem.Sample
	frames := 0
	for data = data[6:]; len(data) > 0; frames++ {
		some, _, err := telem.Decode(data)
		frame := telem.Append(nil, some)
		if err != nil || len(some) == 0 || len(frame) > size || !bytes.HasPrefix(data, frame) {
			t.Fatalf("frame %d of Pack of %v by %d is % x, %v", frames, s, size, frame, err)
		}
		all, data = append(all, some...), data[len(frame):]
	}
	if frames != want || !slices.Equal(all, s) {
		t.Fatalf("Pack of %v by %d makes %d frames, want %d, of %v", s, size, frames, want, all)
	}
}

func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	for n := 0; n < 40; n += 3 {
		s := walk(r, n)
		for _, size := range []int{17, 21, 30, 47} {
			checkPack(t, s, size, fewest(s, size))
		}
	}
	long := walk(r, 1500)
	checkPack(t, long, 23, fewest(long, 23))
	some := []telem.Sample{{1, 1}, {1 << 40, 2}, {3, 3}}
	checkPack(t, some, math.MaxInt, 1)
	for _, n := range []int{128, 130, 131} {
		s := make([]telem.Sample, n)
		for i := range s {
			s[i] = telem.Sample{Tick: math.MaxInt64 - int64(i), Level: math.MaxInt32 - int32(i)}
		}
		whole := len(telem.Append(nil, s))
		checkPack(t, s, whole, 1)
		checkPack(t, s, whole-1, 2)
	}
}
