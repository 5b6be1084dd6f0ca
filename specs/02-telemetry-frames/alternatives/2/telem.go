// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

// Package telem packs samples of tank gauges into frames and reads frames back.
package telem

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Errors of Decode.
var (
	ErrTruncated = errors.New("telem: frame is cut off")
	ErrChecksum  = errors.New("telem: checksum does not fit")
	ErrRange     = errors.New("telem: number not in shortest form or level out of range")
)

// A Sample is one reading of a gauge.
type Sample struct {
	Tick  int64
	Level int32
}

// Append appends the frame of s to dst and returns the extended slice, as the built-in append does.
func Append(dst []byte, s []Sample) []byte {
	start := len(dst)
	dst = appendNumber(dst, uint64(len(s)))
	var last Sample
	var before pair
	run := -1 // repeats counted so far, -1 outside a run
	for _, x := range s {
		now := pair{x.Tick - last.Tick, int64(x.Level) - int64(last.Level)}
		last = x
		if run >= 0 && now == before {
			run++
			continue
		}
		if run >= 0 {
			dst = appendNumber(dst, uint64(run))
			run = -1
		}
		dst = appendNumber(appendNumber(dst, fold(now.tick)), fold(now.level))
		if now == before {
			run = 0
		}
		before = now
	}
	if run >= 0 {
		dst = appendNumber(dst, uint64(run))
	}
	return binary.BigEndian.AppendUint16(dst, checksum(dst[start:]))
}

// Longest returns the length of the longest frame of n samples: pairs that come twice each, with a repeat of none.
func Longest(n int) int {
	return len(appendNumber(nil, uint64(n))) + 14*n + n/2 + 2
}

// Pack appends s in as few frames of up to size bytes as there can be. Going forward, it keeps for each sample the best
// way to end a frame before it.
func Pack(dst []byte, s []Sample, size int) []byte {
	type way struct{ frames, from int }
	best := make([]way, len(s)+1)
	for i := range s {
		g := growing{run: -1}
		for j := i; j < len(s) && g.add(s[j], j-i+1) <= size; j++ {
			if w := best[j+1]; w.frames == 0 || w.frames > best[i].frames+1 {
				best[j+1] = way{best[i].frames + 1, i}
			}
		}
	}
	return appendUpTo(dst, s, func(i int) int { return best[i].from })
}

func appendUpTo(dst []byte, s []Sample, from func(int) int) []byte {
	if len(s) == 0 {
		return dst
	}
	i := from(len(s))
	return Append(appendUpTo(dst, s[:i], from), s[i:])
}

type growing struct {
	last   Sample
	before pair
	bytes  int
	run    int // as in Append
}

func (g *growing) add(x Sample, n int) int {
	now := pair{x.Tick - g.last.Tick, int64(x.Level) - int64(g.last.Level)}
	if g.run >= 0 && now == g.before {
		g.run++
	} else {
		g.bytes, g.run = g.bytes+g.tail()+2+following(fold(now.tick))+following(fold(now.level)), -1
		if now == g.before {
			g.run = 0
		}
	}
	g.last, g.before = x, now
	return 1 + following(uint64(n)) + g.bytes + g.tail() + 2
}

func (g *growing) tail() int {
	if g.run < 0 {
		return 0
	}
	return 1 + following(uint64(g.run))
}

// Decode reads the frame that src begins with. rest is what follows the frame.
//
// It goes over the frame twice: memory for the samples is asked for only once the frame has proved to be good.
func Decode(src []byte) (s []Sample, rest []byte, err error) {
	n := 0
	end, err := scan(src, func(Sample) { n++ })
	if err != nil {
		return nil, src, err
	}
	if len(src)-end < 2 {
		return nil, src, ErrTruncated
	}
	if binary.BigEndian.Uint16(src[end:]) != checksum(src[:end]) {
		return nil, src, ErrChecksum
	}
	s = make([]Sample, 0, n)
	scan(src, func(x Sample) { s = append(s, x) })
	return s, src[end+2:], nil
}

// A pair is the differences of two samples.
type pair struct{ tick, level int64 }

// limit is how many samples a frame may hold.
const limit = 1000000

// inRange tells whether the level after p fits. A sum that wraps around is far outside int32, too.
func inRange(last Sample, p pair) bool {
	level := int64(last.Level) + p.level
	return level == int64(int32(level))
}

// scan reads the frame that src begins with up to its checksum, which begins at end, and calls visit for each sample.
func scan(src []byte, visit func(Sample)) (end int, err error) {
	r := reader{src: src}
	var last Sample
	var before pair
	counted, again := false, uint64(0)
	n := r.number()
	if n > limit {
		r.err = ErrRange
	}
	for ; n > 0 && r.err == nil; n-- {
		same := again > 0
		if same {
			again--
		} else {
			now := pair{unfold(r.number()), unfold(r.number())}
			same = r.err == nil && now == before
			if same && counted {
				r.err = ErrRange
			}
			before, counted = now, same
			if same && inRange(last, before) {
				again = r.number()
				if again >= n {
					r.err = ErrRange
				}
			}
		}
		if r.err == nil && !inRange(last, before) {
			r.err = ErrRange
		}
		if r.err == nil {
			last = Sample{last.Tick + before.tick, last.Level + int32(before.level)}
			visit(last)
		}
	}
	return r.pos, r.err
}

// A reader takes numbers from src until the first error, which sticks.
type reader struct {
	src []byte
	pos int
	err error
}

// number returns the next number, 0 after an error.
func (r *reader) number() uint64 {
	if r.err != nil {
		return 0
	}
	left := r.src[r.pos:]
	if len(left) == 0 {
		r.err = ErrTruncated
		return 0
	}
	more := bits.LeadingZeros8(^left[0])
	if len(left) <= more {
		r.err = ErrTruncated
		return 0
	}
	v := uint64(left[0] & (0xff >> (more + 1)))
	for _, b := range left[1 : 1+more] {
		v = v<<8 | uint64(b)
	}
	if more != following(v) {
		r.err = ErrRange
		return 0
	}
	r.pos += 1 + more
	return v
}

func appendNumber(dst []byte, v uint64) []byte {
	more := following(v)
	dst = append(dst, byte(0xff<<(8-more))|byte(v>>(8*more)))
	for i := more - 1; i >= 0; i-- {
		dst = append(dst, byte(v>>(8*i)))
	}
	return dst
}

// following returns how many bytes follow the first one in the shortest form of v.
func following(v uint64) int {
	return min((bits.Len64(v|1)-1)/7, 8)
}

func fold(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unfold(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

const polynomial = 0x8BB7

// table holds the remainders of all bytes.
var table = func() (t [256]uint16) {
	for i := range t {
		r := uint16(i) << 8
		for range 8 {
			carry := r >> 15
			r = r<<1 ^ carry*polynomial
		}
		t[i] = r
	}
	return t
}()

func checksum(p []byte) uint16 {
	r := uint16(0x52C7)
	for _, b := range p {
		r = r<<8 ^ table[byte(r>>8)^b]
	}
	return r
}
