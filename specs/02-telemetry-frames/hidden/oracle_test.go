// canary: 1ed8c512-fa53-4d46-9692-a400acd48f6a

package telem_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"telem"
)

// widths[n] is the first value that n following bytes cannot hold; the last one is never reached.
var widths = [9]uint64{1 << 7, 1 << 14, 1 << 21, 1 << 28, 1 << 35, 1 << 42, 1 << 49, 1 << 56, 1<<64 - 1}

// number writes value with the given count of following bytes; -1 asks for the shortest form.
func number(value uint64, following int) []byte {
	if following < 0 {
		following = 0
		for following < 8 && value >= widths[following] {
			following++
		}
	}
	field := make([]byte, 1+following)
	for i := following; i >= 1; i-- {
		field[i] = byte(value)
		value >>= 8
	}
	marks := [9]byte{0, 0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe, 0xff}
	field[0] = marks[following] | byte(value)
	return field
}

func shortest(value uint64) []byte { return number(value, -1) }

func folded(v int64) uint64 {
	if v < 0 {
		return 2*uint64(-(v+1)) + 1
	}
	return 2 * uint64(v)
}

// remainders are what each first byte leaves of itself in sixteen bits.
var remainders = func() (table [256]uint16) {
	for first := range table {
		remainder := uint16(first) << 8
		for range 8 {
			out := remainder >> 15
			remainder = remainder<<1 ^ out*0x8bb7
		}
		table[first] = remainder
	}
	return table
}()

func withChecksum(body []byte) []byte {
	remainder := uint16(0x52c7)
	for _, b := range body {
		remainder = remainder<<8 ^ remainders[byte(remainder>>8)^b]
	}
	return append(slices.Clone(body), byte(remainder>>8), byte(remainder))
}

// pair is two differences as they stand in a frame.
func pair(tick, level int64) []byte {
	return slices.Concat(shortest(folded(tick)), shortest(folded(level)))
}

// bodyOf is the frame of samples without its checksum.
func bodyOf(samples []telem.Sample) []byte {
	body := shortest(uint64(len(samples)))
	steps := make([][2]int64, 1, len(samples)+1)
	var tick int64
	var level int64
	for _, s := range samples {
		steps = append(steps, [2]int64{s.Tick - tick, int64(s.Level) - level})
		tick, level = s.Tick, int64(s.Level)
	}
	for at := 1; at < len(steps); at++ {
		body = append(body, pair(steps[at][0], steps[at][1])...)
		if steps[at] != steps[at-1] {
			continue
		}
		end := at + 1
		for end < len(steps) && steps[end] == steps[at] {
			end++
		}
		body = append(body, shortest(uint64(end-at-1))...)
		at = end - 1
	}
	return body
}

func frameOf(samples []telem.Sample) []byte { return withChecksum(bodyOf(samples)) }

// expected says how Decode must refuse data, if the checksum of its frame is taken to be wrong.
func expected(data []byte) error {
	next := func() (uint64, error) {
		if len(data) == 0 {
			return 0, telem.ErrTruncated
		}
		size := 1
		for mask := byte(0x80); mask != 0 && data[0]&mask != 0; mask >>= 1 {
			size++
		}
		if len(data) < size {
			return 0, telem.ErrTruncated
		}
		value := uint64(0)
		if size < 8 {
			value = uint64(data[0] & (1<<(8-size) - 1))
		}
		for _, b := range data[1:size] {
			value = value*256 + uint64(b)
		}
		if size > 1 && value < widths[size-2] {
			return 0, telem.ErrRange
		}
		data = data[size:]
		return value, nil
	}
	count, err := next()
	if err != nil {
		return err
	}
	if count > 1000000 {
		return telem.ErrRange
	}
	level := int64(0)
	var lastTick, lastStep uint64
	afterRepeat := false
	for count > 0 {
		tick, err := next()
		if err != nil {
			return err
		}
		step, err := next()
		if err != nil {
			return err
		}
		if step > 1<<33 {
			return telem.ErrRange
		}
		rise := int64(step / 2)
		if step%2 == 1 {
			rise = -rise - 1
		}
		level += rise
		count--
		equal := tick == lastTick && step == lastStep
		if level != int64(int32(level)) || equal && afterRepeat {
			return telem.ErrRange
		}
		if equal {
			repeat, err := next()
			if err != nil {
				return err
			}
			if repeat > count {
				return telem.ErrRange
			}
			count -= repeat
			level += int64(repeat) * rise
			if level != int64(int32(level)) {
				return telem.ErrRange
			}
		}
		lastTick, lastStep, afterRepeat = tick, step, equal
	}
	if len(data) < 2 {
		return telem.ErrTruncated
	}
	return telem.ErrChecksum
}

// batches are samples as gauges send them; no difference of ticks leaves int64.
func batches() [][]telem.Sample {
	random := rand.New(rand.NewPCG(20, 31))
	result := [][]telem.Sample{
		nil,
		{{Tick: 0, Level: 0}},
		{{Tick: 63, Level: -64}},
		{{Tick: 64, Level: 64}, {Tick: 64, Level: -64}},
		{{Tick: 1 << 40, Level: 1 << 20}, {Tick: 1<<40 + 60, Level: 1<<20 - 5}, {Tick: 1<<40 + 121, Level: 12}},
	}
	steady := []telem.Sample{{Tick: 500, Level: 7}}
	for range 9 {
		steady = append(steady, telem.Sample{Tick: steady[len(steady)-1].Tick + 60, Level: steady[len(steady)-1].Level - 3})
	}
	result = append(result, steady, append(slices.Clone(steady), steady...), make([]telem.Sample, 3), make([]telem.Sample, 150))
	for size := range 12 {
		var batch []telem.Sample
		tick := random.Int64N(1 << 41)
		for range size {
			tick += random.Int64N(1 << (1 + random.IntN(30)))
			batch = append(batch, telem.Sample{Tick: tick, Level: int32(random.Int64N(1<<(1+random.IntN(31)))) - 1000})
		}
		result = append(result, batch)
	}
	return result
}

func decodesTo(t *testing.T, requirement, name string, frame []byte, want []telem.Sample) {
	t.Helper()
	got, _, err := telem.Decode(slices.Clone(frame))
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%s: %s: Decode(% x) = %v, %v; want %v", requirement, name, clip(frame), got, err, want)
	}
}

func clip(data []byte) []byte { return data[:min(len(data), 48)] }
