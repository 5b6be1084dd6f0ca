// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

// Package telem packs samples of a tank gauge into frames and reads them back.
package telem

import (
	"errors"
	"math"
	"math/bits"
)

// Errors of Decode.
var (
	ErrTruncated = errors.New("telem: the frame goes on beyond the data")
	ErrChecksum  = errors.New("telem: the checksum does not fit the frame")
	ErrRange     = errors.New("telem: a field holds what it may not hold")
)

// most is how many samples a frame may hold.
const most = 1_000_000

// A Sample is one reading of a gauge.
type Sample struct {
	Tick  int64
	Level int32
}

// Append appends the frame of s to dst and returns the extended slice.
func Append(dst []byte, s []Sample) []byte {
	start := len(dst)
	dst = appendNumber(dst, uint64(len(s)))
	var last Sample
	var before step
	for len(s) > 0 {
		next := between(last, s[0])
		dst = appendNumber(dst, fold(next.tick))
		dst = appendNumber(dst, fold(next.level))
		last, s = s[0], s[1:]
		if next == before {
			more := 0
			for more < len(s) && between(last, s[more]) == next {
				last = s[more]
				more++
			}
			dst = appendNumber(dst, uint64(more))
			s = s[more:]
		}
		before = next
	}
	sum := checksum(dst[start:])
	return append(dst, byte(sum>>8), byte(sum))
}

// Longest returns how long the longest frame of n samples is. A pair takes at most nine and five bytes. Of two equal pairs
// the second one has a repeat of one byte more, but the pair behind that must be another one.
func Longest(n int) int {
	return 1 + following(uint64(n)) + 14*n + n/2 + 2
}

// Pack appends frames of up to size bytes. To fill each of them as far as it goes is not enough: a frame that ends
// before a jump may leave the next one a cheaper beginning.
func Pack(dst []byte, s []Sample, size int) []byte {
	fewest := make([]int, len(s)+1) // frames that the samples from an index on need
	end := make([]int, len(s))      // where the first of these ends
	for i := len(s) - 1; i >= 0; i-- {
		fewest[i] = math.MaxInt
		m := meter{run: -1}
		for j := i; j < len(s) && m.with(s[j]) <= size; j++ {
			if 1+fewest[j+1] < fewest[i] {
				fewest[i], end[i] = 1+fewest[j+1], j+1
			}
		}
	}
	for i := 0; i < len(s); i = end[i] {
		dst = Append(dst, s[i:end[i]])
	}
	return dst
}

// A meter measures a frame that grows.
type meter struct {
	samples, pairs int // how many samples there are, and how many bytes pairs and finished repeats take
	last           Sample
	before         step
	run            int // repeats of before so far, -1 if it has none
}

// with takes one more sample and returns the length of the frame. It never shrinks.
func (m *meter) with(s Sample) int {
	m.samples++
	next := between(m.last, s)
	m.last = s
	if m.run >= 0 && next == m.before {
		m.run++
	} else {
		m.pairs += m.repeat() + 2 + following(fold(next.tick)) + following(fold(next.level))
		m.run = -1
		if next == m.before {
			m.run = 0
		}
	}
	m.before = next
	return 1 + following(uint64(m.samples)) + m.pairs + m.repeat() + 2
}

// repeat returns how many bytes the repeat at the end takes.
func (m *meter) repeat() int {
	if m.run < 0 {
		return 0
	}
	return 1
}

// Decode reads the frame that src begins with. It goes through the frame twice, so that nothing is allocated before
// the frame has been found whole and sound.
func Decode(src []byte) (s []Sample, rest []byte, err error) {
	count, size, err := scan(src)
	if err != nil {
		return nil, src, err
	}
	s = make([]Sample, count)
	walk := reader{data: src}
	_, _ = walk.count()
	for i := range s {
		s[i], _ = walk.sample()
	}
	return s, src[size:], nil
}

// scan checks the frame at the beginning of src and returns its number of samples and its length in bytes.
func scan(src []byte) (count uint64, size int, err error) {
	walk := reader{data: src}
	if count, err = walk.count(); err != nil {
		return 0, 0, err
	}
	for range count {
		if _, err = walk.sample(); err != nil {
			return 0, 0, err
		}
	}
	if len(src)-walk.position < 2 {
		return 0, 0, ErrTruncated
	}
	stored := uint16(src[walk.position])<<8 | uint16(src[walk.position+1])
	if stored != checksum(src[:walk.position]) {
		return 0, 0, ErrChecksum
	}
	return count, walk.position + 2, nil
}

// A reader walks through the fields of a frame.
type reader struct {
	data     []byte
	position int
	left     uint64 // samples that are still to come
	last     Sample
	before   step   // leads to last
	counted  bool   // before has had its repeats counted
	repeats  uint64 // of before that are still to come
}

// A step is what leads from one sample to the next.
type step struct{ tick, level int64 }

func between(a, b Sample) step {
	return step{b.Tick - a.Tick, int64(b.Level) - int64(a.Level)}
}

// count reads how many samples the frame holds.
func (r *reader) count() (uint64, error) {
	count, err := r.number()
	if err == nil && count > most {
		err = ErrRange
	}
	r.left = count
	return count, err
}

// sample takes the next step, which is read or repeated.
func (r *reader) sample() (Sample, error) {
	r.left--
	if r.repeats > 0 {
		r.repeats--
		return r.last, r.climb()
	}
	tick, err := r.number()
	if err != nil {
		return Sample{}, err
	}
	rise, err := r.number()
	if err != nil {
		return Sample{}, err
	}
	next := step{unfold(tick), unfold(rise)}
	again := next == r.before
	if again && r.counted {
		return Sample{}, ErrRange
	}
	r.before, r.counted = next, again
	if err = r.climb(); err == nil && again {
		err = r.repeat()
	}
	return r.last, err
}

// climb takes the step once.
func (r *reader) climb() error {
	level := int64(r.last.Level) + r.before.level
	if level < math.MinInt32 || level > math.MaxInt32 {
		return ErrRange
	}
	r.last = Sample{Tick: r.last.Tick + r.before.tick, Level: int32(level)}
	return nil
}

// repeat reads how many samples more the step leads to.
func (r *reader) repeat() error {
	repeats, err := r.number()
	if err == nil && repeats > r.left {
		err = ErrRange
	}
	r.repeats = repeats
	return err
}

// number reads one number, which must be in its shortest form.
func (r *reader) number() (uint64, error) {
	rest := r.data[r.position:]
	if len(rest) == 0 {
		return 0, ErrTruncated
	}
	more := bits.LeadingZeros8(^rest[0])
	if len(rest) <= more {
		return 0, ErrTruncated
	}
	value := uint64(rest[0]) & (0x7f >> more)
	for _, b := range rest[1 : 1+more] {
		value = value<<8 | uint64(b)
	}
	if following(value) != more {
		return 0, ErrRange
	}
	r.position += 1 + more
	return value, nil
}

// following returns how many bytes follow the first one in the shortest form of value.
func following(value uint64) int {
	return min(max(bits.Len64(value)-1, 0)/7, 8)
}

func appendNumber(dst []byte, value uint64) []byte {
	more := following(value)
	first := ^(byte(0xff) >> more)
	if more < 8 {
		first |= byte(value >> (8 * more))
	}
	dst = append(dst, first)
	for i := more - 1; i >= 0; i-- {
		dst = append(dst, byte(value>>(8*i)))
	}
	return dst
}

// fold maps 0, -1, 1, -2, … to 0, 1, 2, 3, …
func fold(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

func unfold(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// checksum is a CRC of 16 bits, most significant bit first.
func checksum(data []byte) uint16 {
	sum := uint16(0x52c7)
	for _, b := range data {
		sum ^= uint16(b) << 8
		for range 8 {
			carry := sum >> 15
			sum = sum<<1 ^ carry*0x8bb7
		}
	}
	return sum
}
