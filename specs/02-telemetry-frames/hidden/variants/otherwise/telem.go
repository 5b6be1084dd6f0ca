// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

var (
	ErrTruncated = errors.New("frame is cut off")
	ErrChecksum  = errors.New("frame is damaged")
	ErrRange     = errors.New("frame is malformed")
)

type Sample struct {
	Tick  int64
	Level int32
}

const (
	trailer    = 2
	maxSamples = 1_000_000
)

// fits tells whether a level that rises by step, so many times, stays within int32. A first rise that does bounds step.
func fits(level int32, step, times int64) bool {
	end := int64(level) + step
	if times > 1 {
		end = int64(level) + step*times
	}
	return end == int64(int32(end))
}

var crcTable = func() (table [256]uint16) {
	for i := range table {
		r := uint16(i) << 8
		for bit := 0; bit < 8; bit++ {
			if r&0x8000 != 0 {
				r = r<<1 ^ 0x8BB7
			} else {
				r <<= 1
			}
		}
		table[i] = r
	}
	return table
}()

func crc(data []byte) uint16 {
	r := uint16(0x52C7)
	for _, b := range data {
		r = r<<8 ^ crcTable[byte(r>>8)^b]
	}
	return r
}

func zigzag(v int64) uint64 {
	if v < 0 {
		return ^uint64(v << 1)
	}
	return uint64(v) << 1
}

func unzigzag(u uint64) int64 {
	v := int64(u >> 1)
	if u&1 == 1 {
		return ^v
	}
	return v
}

// size is the number of bytes that v takes.
func size(v uint64) int {
	for n := 1; n <= 8; n++ {
		if v>>(7*n) == 0 {
			return n
		}
	}
	return 9
}

func putNumber(dst []byte, v uint64) []byte {
	n := size(v)
	if n == 9 {
		return binary.BigEndian.AppendUint64(append(dst, 0xFF), v)
	}
	var buffer [8]byte
	binary.BigEndian.PutUint64(buffer[:], v)
	field := buffer[8-n:]
	field[0] |= ^(byte(0xFF) >> (n - 1))
	return append(dst, field...)
}

func takeNumber(src []byte) (v uint64, rest []byte, err error) {
	if len(src) == 0 {
		return 0, nil, ErrTruncated
	}
	n := 1
	for n < 9 && src[0]<<(n-1)&0x80 != 0 {
		n++
	}
	if len(src) < n {
		return 0, nil, ErrTruncated
	}
	if n == 9 {
		v = binary.BigEndian.Uint64(src[1:])
	} else {
		for _, b := range src[:n] {
			v = v<<8 + uint64(b)
		}
		v &= 1<<(7*n) - 1
	}
	if size(v) < n {
		return 0, nil, fmt.Errorf("%w: %d takes %d bytes, not %d", ErrRange, v, size(v), n)
	}
	return v, src[n:], nil
}

func Append(dst []byte, s []Sample) []byte {
	begin := len(dst)
	dst = putNumber(dst, uint64(len(s)))
	difference := func(i int) (d [2]uint64) {
		var last Sample
		if i > 0 {
			last = s[i-1]
		}
		return [2]uint64{zigzag(s[i].Tick - last.Tick), zigzag(int64(s[i].Level) - int64(last.Level))}
	}
	var previous [2]uint64
	for i := 0; i < len(s); i++ {
		d := difference(i)
		dst = putNumber(putNumber(dst, d[0]), d[1])
		if d == previous {
			first := i
			for i+1 < len(s) && difference(i+1) == d {
				i++
			}
			dst = putNumber(dst, uint64(i-first))
		}
		previous = d
	}
	return binary.BigEndian.AppendUint16(dst, crc(dst[begin:]))
}

// Longest counts nine and five bytes for a pair, and one for the repeat that every other sample may have at most.
func Longest(n int) int {
	const pair = 9 + 5
	return size(uint64(n)) + n*pair + n/2 + trailer
}

// measure returns, for each k, the length of the frame of s[:k], as far as that is not above most.
func measure(s []Sample, most int) (lengths []int) {
	var last Sample
	var previous [2]uint64
	done, open, run := 0, false, uint64(0)
	for i, x := range s {
		d := [2]uint64{zigzag(x.Tick - last.Tick), zigzag(int64(x.Level) - int64(last.Level))}
		last = x
		switch {
		case open && d == previous:
			run++
		case open:
			done += size(run)
			fallthrough
		default:
			done += size(d[0]) + size(d[1])
			open, run = d == previous, 0
		}
		previous = d
		total := size(uint64(i+1)) + done + trailer
		if open {
			total += size(run)
		}
		if total > most {
			break
		}
		lengths = append(lengths, total)
	}
	return lengths
}

// Pack finds the shortest way from the first sample to beyond the last, where a frame is a step.
func Pack(dst []byte, s []Sample, size int) []byte {
	from := make([]int, len(s)+1)
	for i := range from {
		from[i] = -1
	}
	for wave := []int{0}; from[len(s)] < 0 && len(s) > 0; {
		var next []int
		for _, i := range wave {
			for k := range measure(s[i:], size) {
				if j := i + k + 1; from[j] < 0 {
					from[j] = i
					next = append(next, j)
				}
			}
		}
		wave = next
	}
	var cuts []int
	for i := len(s); i > 0; i = from[i] {
		cuts = append(cuts, i)
	}
	for i, k := 0, len(cuts)-1; k >= 0; k-- {
		dst = Append(dst, s[i:cuts[k]])
		i = cuts[k]
	}
	return dst
}

// each calls visit for every sample of the frame and returns what follows the last of them.
func each(src []byte, visit func(Sample)) ([]byte, error) {
	count, rest, err := takeNumber(src)
	if err != nil {
		return nil, err
	}
	if count > maxSamples {
		return nil, fmt.Errorf("%w: %d samples", ErrRange, count)
	}
	var current Sample
	var previous [2]uint64
	closed := false
	for count > 0 {
		var fields [2]uint64
		for i := range fields {
			if fields[i], rest, err = takeNumber(rest); err != nil {
				return nil, err
			}
		}
		same, times := fields == previous, uint64(1)
		tick, level := unzigzag(fields[0]), unzigzag(fields[1])
		if (same && closed) || !fits(current.Level, level, 1) {
			return nil, fmt.Errorf("%w: pair %v", ErrRange, fields)
		}
		if same {
			if times, rest, err = takeNumber(rest); err != nil {
				return nil, err
			}
			if times >= count || !fits(current.Level, level, int64(times)+1) {
				return nil, fmt.Errorf("%w: %d repeats", ErrRange, times)
			}
			times++
		}
		count -= times
		for ; times > 0; times-- {
			current = Sample{Tick: current.Tick + tick, Level: int32(int64(current.Level) + level)}
			visit(current)
		}
		previous, closed = fields, same
	}
	return rest, nil
}

func Decode(src []byte) ([]Sample, []byte, error) {
	total := 0
	rest, err := each(src, func(Sample) { total++ })
	if err != nil {
		return nil, src, err
	}
	if len(rest) < trailer {
		return nil, src, ErrTruncated
	}
	body := src[:len(src)-len(rest)]
	if binary.BigEndian.Uint16(rest) != crc(body) {
		return nil, src, ErrChecksum
	}
	samples := make([]Sample, 0, total)
	_, _ = each(src, func(s Sample) { samples = append(samples, s) })
	return samples, rest[trailer:], nil
}
