// canary: a6030516-88a3-4373-be07-fa4e8a413244

package berth_test

import (
	"berth"
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var contractErrors = []error{berth.ErrLength, berth.ErrMoored, berth.ErrUnknown, berth.ErrOutside, berth.ErrNoRoom}

// kind returns the error of the contract that err is, nil for nil; ok is false if err is none of them or several.
func kind(err error) (found error, ok bool) {
	if err == nil {
		return nil, true
	}
	n := 0
	for _, e := range contractErrors {
		if errors.Is(err, e) {
			found, n = e, n+1
		}
	}
	return found, n == 1
}

func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if got, ok := kind(err); !ok || got != want {
		t.Fatalf("%s: got error %v, want %v", what, err, want)
	}
}

func newQuay(t *testing.T, length, clearance int) *berth.Quay {
	t.Helper()
	q, err := berth.New(length, clearance)
	if err != nil || q == nil {
		t.Fatalf("New(%d, %d): %v", length, clearance, err)
	}
	return q
}

func moor(t *testing.T, q *berth.Quay, name string, length, from, ticket int) {
	t.Helper()
	got, err := q.Moor(berth.Ship{Name: name, Length: length})
	want := berth.Mooring{Ship: name, From: from, To: from + length, Ticket: ticket}
	if err != nil || got != want {
		t.Fatalf("Moor(%q, %d): got %v, %v, want %v", name, length, got, err, want)
	}
}

func shift(t *testing.T, q *berth.Quay, name string, from int) {
	t.Helper()
	if err := q.Shift(name, from); err != nil {
		t.Fatalf("Shift(%q, %d): %v", name, from, err)
	}
}

func leave(t *testing.T, q *berth.Quay, name string) {
	t.Helper()
	if err := q.Leave(name); err != nil {
		t.Fatalf("Leave(%q): %v", name, err)
	}
}

func byTicket(a, b berth.Mooring) int { return cmp.Compare(a.Ticket, b.Ticket) }

func wantMoorings(t *testing.T, q *berth.Quay, want ...berth.Mooring) {
	t.Helper()
	got := slices.SortedFunc(slices.Values(q.Moorings()), byTicket)
	want = slices.SortedFunc(slices.Values(want), byTicket)
	if !slices.Equal(got, want) {
		t.Fatalf("moorings: got %v, want %v", got, want)
	}
}

// model is the contract in its plainest form: a heap of moorings, out of which everything is worked out anew.
type model struct {
	length, clearance, tickets int
	moored                     []berth.Mooring
}

func (m *model) index(name string) int {
	return slices.IndexFunc(m.moored, func(x berth.Mooring) bool { return x.Ship == name })
}

// stretch returns where the stretch ends that begins at start; ok is false if the metre there is taken.
func (m *model) stretch(start int) (end int, ok bool) {
	end = m.length
	for _, x := range m.moored {
		if x.From-m.clearance <= start && start < x.To+m.clearance {
			return 0, false
		}
		if x.From-m.clearance > start {
			end = min(end, x.From-m.clearance)
		}
	}
	return end, start < end
}

func (m *model) place(s berth.Ship) (berth.Mooring, error) {
	best, room := -1, 0
	try := func(start int) {
		end, ok := m.stretch(start)
		if !ok || end-start < s.Length {
			return
		}
		if best < 0 || end-start < room || end-start == room && start < best {
			best, room = start, end-start
		}
	}
	try(0)
	for _, x := range m.moored {
		try(x.To + m.clearance)
	}
	if best < 0 {
		return berth.Mooring{}, berth.ErrNoRoom
	}
	m.tickets++
	x := berth.Mooring{Ship: s.Name, From: best, To: best + s.Length, Ticket: m.tickets}
	m.moored = append(m.moored, x)
	return x, nil
}

func (m *model) moorAll(ships []berth.Ship) ([]berth.Mooring, error) {
	for _, s := range ships {
		if s.Length < 1 {
			return nil, berth.ErrLength
		}
	}
	for i, s := range ships {
		if m.index(s.Name) >= 0 || slices.ContainsFunc(ships[:i], func(o berth.Ship) bool { return o.Name == s.Name }) {
			return nil, berth.ErrMoored
		}
	}
	before, tickets := slices.Clone(m.moored), m.tickets
	result := make([]berth.Mooring, len(ships))
	done := make([]bool, len(ships))
	for range ships {
		next := -1
		for i, s := range ships {
			if !done[i] && (next < 0 || s.Length > ships[next].Length) {
				next = i
			}
		}
		done[next] = true
		x, err := m.place(ships[next])
		if err != nil {
			m.moored, m.tickets = before, tickets
			return nil, err
		}
		result[next] = x
	}
	return result, nil
}

func (m *model) moor(s berth.Ship) (berth.Mooring, error) {
	if s.Length < 1 {
		return berth.Mooring{}, berth.ErrLength
	}
	if m.index(s.Name) >= 0 {
		return berth.Mooring{}, berth.ErrMoored
	}
	return m.place(s)
}

func (m *model) shift(name string, from int) error {
	i := m.index(name)
	if i < 0 {
		return berth.ErrUnknown
	}
	x := m.moored[i]
	length := x.To - x.From
	if from < 0 || from > m.length-length {
		return berth.ErrOutside
	}
	for j, o := range m.moored {
		if j != i && from < o.To+m.clearance && from+length > o.From-m.clearance {
			return berth.ErrNoRoom
		}
	}
	m.moored[i].From, m.moored[i].To = from, from+length
	return nil
}

func (m *model) leave(name string) error {
	i := m.index(name)
	if i < 0 {
		return berth.ErrUnknown
	}
	m.moored = slices.Delete(m.moored, i, i+1)
	return nil
}

// pair is a quay and its model, driven together.
type pair struct {
	t   *testing.T
	r   *rand.Rand
	q   *berth.Quay
	m   *model
	ops []string // so far
}

func newPair(t *testing.T, r *rand.Rand, length, clearance int) *pair {
	t.Helper()
	return &pair{t: t, r: r, q: newQuay(t, length, clearance), m: &model{length: length, clearance: clearance}}
}

func (p *pair) fatal(got, want any) {
	p.t.Helper()
	p.t.Fatalf("quay %d, clearance %d: %s\ngot  %v\nwant %v",
		p.m.length, p.m.clearance, strings.Join(p.ops[max(0, len(p.ops)-20):], "; "), got, want)
}

func (p *pair) errs(got, want error) {
	p.t.Helper()
	if k, ok := kind(got); !ok || k != want {
		p.fatal(got, want)
	}
}

func (p *pair) moor(s berth.Ship) {
	p.t.Helper()
	p.ops = append(p.ops, fmt.Sprintf("Moor(%v)", s))
	got, err := p.q.Moor(s)
	want, wantErr := p.m.moor(s)
	p.errs(err, wantErr)
	if err == nil && got != want {
		p.fatal(got, want)
	}
}

func (p *pair) moorAll(ships []berth.Ship) {
	p.t.Helper()
	p.ops = append(p.ops, fmt.Sprintf("MoorAll(%v)", ships))
	passed := slices.Clone(ships)
	got, err := p.q.MoorAll(passed)
	if !slices.Equal(passed, ships) {
		p.fatal(passed, ships)
	}
	want, wantErr := p.m.moorAll(ships)
	p.errs(err, wantErr)
	if err == nil && !slices.Equal(got, want) {
		p.fatal(got, want)
	}
}

func (p *pair) shift(name string, from int) {
	p.t.Helper()
	p.ops = append(p.ops, fmt.Sprintf("Shift(%q, %d)", name, from))
	p.errs(p.q.Shift(name, from), p.m.shift(name, from))
}

func (p *pair) leave(name string) {
	p.t.Helper()
	p.ops = append(p.ops, fmt.Sprintf("Leave(%q)", name))
	p.errs(p.q.Leave(name), p.m.leave(name))
}

func (p *pair) compare() {
	p.t.Helper()
	got := slices.SortedFunc(slices.Values(p.q.Moorings()), byTicket)
	want := slices.SortedFunc(slices.Values(p.m.moored), byTicket)
	if !slices.Equal(got, want) {
		p.fatal(got, want)
	}
}

// name picks one of n names; the first is empty.
func (p *pair) name(n int) string {
	return strings.Repeat("s", p.r.IntN(n))
}

// moored picks the name of a moored ship, mostly.
func (p *pair) moored(n int) string {
	if len(p.m.moored) == 0 || p.r.IntN(12) == 0 {
		return p.name(n)
	}
	return p.m.moored[p.r.IntN(len(p.m.moored))].Ship
}

// step does something at random with ships up to longest.
func (p *pair) step(names, longest int) {
	p.t.Helper()
	ship := func() berth.Ship {
		length := 1 + p.r.IntN(longest)
		if p.r.IntN(40) == 0 {
			length = []int{0, -1, p.m.length, p.m.length + 1}[p.r.IntN(4)]
		}
		return berth.Ship{Name: p.name(names), Length: length}
	}
	switch p.r.IntN(10) {
	case 0, 1, 2, 3:
		p.moor(ship())
	case 4:
		ships := make([]berth.Ship, p.r.IntN(5))
		for i := range ships {
			ships[i] = ship()
		}
		p.moorAll(ships)
	case 5, 6, 7:
		name := p.moored(names)
		from := p.r.IntN(p.m.length+2) - 1
		if i := p.m.index(name); i >= 0 && p.r.IntN(2) == 0 {
			from = p.m.moored[i].From + p.r.IntN(7) - 3
		}
		if len(p.m.moored) > 0 && p.r.IntN(3) == 0 {
			from = p.m.moored[p.r.IntN(len(p.m.moored))].To + p.m.clearance - p.r.IntN(2)
		}
		p.shift(name, from)
	default:
		p.leave(p.moored(names))
	}
}

func TestNewLimits(t *testing.T) {
	for _, c := range []struct {
		length, clearance int
		ok                bool
	}{
		{1, 0, true}, {1, 1, true}, {2, 0, true}, {1, berth.Longest, true}, {berth.Longest, 0, true},
		{berth.Longest, berth.Longest, true}, {berth.Longest - 1, berth.Longest - 1, true}, {50, 10, true},
		{0, 0, false}, {0, 5, false}, {-1, 0, false}, {berth.Longest + 1, 0, false}, {1, -1, false},
		{1, berth.Longest + 1, false}, {-1, -1, false}, {math.MaxInt, 0, false}, {math.MinInt, 0, false},
		{1, math.MaxInt, false}, {1, math.MinInt, false}, {10, -5, false}, {1 << 32, 0, false}, {1<<32 + 5, 0, false},
		{5, 1 << 32, false},
	} {
		q, err := berth.New(c.length, c.clearance)
		if c.ok && (err != nil || q == nil) {
			t.Errorf("New(%d, %d): %v", c.length, c.clearance, err)
		}
		if got, ok := kind(err); !c.ok && (!ok || got != berth.ErrLength) {
			t.Errorf("New(%d, %d): got error %v, want ErrLength", c.length, c.clearance, err)
		}
	}
}

func TestLongest(t *testing.T) {
	if berth.Longest != 100_000 {
		t.Errorf("Longest is %d", berth.Longest)
	}
}

func TestErrorsDiffer(t *testing.T) {
	for i, a := range contractErrors {
		for j, b := range contractErrors {
			if errors.Is(a, b) != (i == j) {
				t.Errorf("errors %d and %d", i, j)
			}
		}
	}
}

func TestNewQuayIsEmpty(t *testing.T) {
	q := newQuay(t, 10, 2)
	if got := q.Moorings(); len(got) != 0 {
		t.Errorf("moorings of a new quay: %v", got)
	}
	wantErr(t, "Leave", q.Leave(""), berth.ErrUnknown)
	wantErr(t, "Shift", q.Shift("", 0), berth.ErrUnknown)
}

func TestMoorFillsTheQuay(t *testing.T) {
	for _, length := range []int{1, 2, 3, 50, 255, 256, 257, 4096, 65_535, 65_536, berth.Longest} {
		for _, clearance := range []int{0, 1, 7, length, berth.Longest} {
			q := newQuay(t, length, clearance)
			_, err := q.Moor(berth.Ship{Name: "a", Length: length + 1})
			wantErr(t, "too long", err, berth.ErrNoRoom)
			moor(t, q, "a", length, 0, 1)
			_, err = q.Moor(berth.Ship{Name: "b", Length: 1})
			wantErr(t, "full quay", err, berth.ErrNoRoom)
			wantMoorings(t, q, berth.Mooring{Ship: "a", From: 0, To: length, Ticket: 1})
		}
	}
}

func TestMoorLengths(t *testing.T) {
	q := newQuay(t, 10, 0)
	for _, length := range []int{0, -1, -10, math.MinInt} {
		_, err := q.Moor(berth.Ship{Name: "a", Length: length})
		wantErr(t, fmt.Sprint(length), err, berth.ErrLength)
	}
	for _, length := range []int{11, berth.Longest + 1, 1 << 32, 1<<32 + 1, math.MaxInt - 1, math.MaxInt} {
		_, err := q.Moor(berth.Ship{Name: "a", Length: length})
		wantErr(t, fmt.Sprint(length), err, berth.ErrNoRoom)
	}
	moor(t, q, "a", 1, 0, 1)
	_, err := q.Moor(berth.Ship{Name: "b", Length: math.MaxInt})
	wantErr(t, "longest ship", err, berth.ErrNoRoom)
}

func TestMoorClearance(t *testing.T) {
	q := newQuay(t, 22, 4)
	moor(t, q, "a", 5, 0, 1)
	moor(t, q, "b", 5, 9, 2)
	moor(t, q, "c", 4, 18, 3)
	_, err := q.Moor(berth.Ship{Name: "d", Length: 1})
	wantErr(t, "full", err, berth.ErrNoRoom)
	leave(t, q, "b")
	_, err = q.Moor(berth.Ship{Name: "d", Length: 6})
	wantErr(t, "one too long", err, berth.ErrNoRoom)
	moor(t, q, "d", 5, 9, 4)
}

func TestMoorWithoutClearance(t *testing.T) {
	q := newQuay(t, 10, 0)
	moor(t, q, "a", 3, 0, 1)
	moor(t, q, "b", 3, 3, 2)
	moor(t, q, "c", 4, 6, 3)
	leave(t, q, "b")
	moor(t, q, "d", 1, 3, 4)
	moor(t, q, "e", 2, 4, 5)
}

func TestMoorTakesShortestStretch(t *testing.T) {
	// Stretches of 20, 10, 6, 10 and 26 metres.
	build := func() *berth.Quay {
		q := newQuay(t, 100, 3)
		names := []string{"a", "b", "c", "d"}
		for i, name := range names {
			moor(t, q, name, 1, 4*i, i+1)
		}
		for i, from := range []int{70, 53, 40, 23} {
			shift(t, q, names[3-i], from)
		}
		return q
	}
	for _, c := range []struct{ length, from int }{
		{1, 44}, {5, 44}, {6, 44}, {7, 27}, {10, 27}, {11, 0}, {13, 0}, {20, 0}, {21, 74}, {26, 74},
	} {
		q := build()
		moor(t, q, "x", c.length, c.from, 5)
	}
	_, err := build().Moor(berth.Ship{Name: "x", Length: 27})
	wantErr(t, "longer than every stretch", err, berth.ErrNoRoom)
}

func TestMoorTakesFirstOfEqualStretches(t *testing.T) {
	q := newQuay(t, 34, 0)
	for i, from := range []int{10, 21, 32} { // 10, 10, 10, 1 metres
		name := string(rune('a' + i))
		moor(t, q, name, 1, 0, i+1)
		shift(t, q, name, from)
	}
	moor(t, q, "x", 10, 0, 4)
	moor(t, q, "y", 2, 11, 5)
	moor(t, q, "z", 9, 22, 6)
	moor(t, q, "u", 1, 31, 7)
	moor(t, q, "v", 1, 33, 8)
	moor(t, q, "w", 8, 13, 9)
}

func TestNames(t *testing.T) {
	names := []string{"", " ", "  ", "a", "A", "a ", " a", "a\x00", "\x00", "ab", "é", "e\u0301", "É", "\xff", "\xfe", "\ufffd",
		"0", "00", "ß", "ss", "K", "\u212a", "a\n", "a,b", "-1", "nil",
		strings.Repeat("x", 300), strings.Repeat("x", 300) + "y", strings.Repeat("x", 300) + "z"}
	q := newQuay(t, len(names), 0)
	for i, name := range names {
		wantErr(t, fmt.Sprintf("Leave(%q)", name), q.Leave(name), berth.ErrUnknown)
		moor(t, q, name, 1, i, i+1)
		_, err := q.Moor(berth.Ship{Name: name, Length: 1})
		wantErr(t, fmt.Sprintf("second Moor(%q)", name), err, berth.ErrMoored)
	}
	for i, name := range names {
		leave(t, q, name)
		moor(t, q, name, 1, i, len(names)+i+1)
	}
	many := newQuay(t, len(names), 0)
	ships := make([]berth.Ship, len(names))
	for i, name := range names {
		ships[i] = berth.Ship{Name: name, Length: 1}
	}
	got, err := many.MoorAll(ships)
	if err != nil || len(got) != len(names) {
		t.Fatalf("MoorAll: %v, %v", got, err)
	}
	for i, m := range got {
		if want := (berth.Mooring{Ship: names[i], From: i, To: i + 1, Ticket: i + 1}); m != want {
			t.Errorf("MoorAll: got %v, want %v", m, want)
		}
	}
}

func TestMoorErrorOrder(t *testing.T) {
	q := newQuay(t, 10, 0)
	moor(t, q, "a", 10, 0, 1)
	_, err := q.Moor(berth.Ship{Name: "a", Length: 0})
	wantErr(t, "moored, no length", err, berth.ErrLength)
	_, err = q.Moor(berth.Ship{Name: "a", Length: 20})
	wantErr(t, "moored, no room", err, berth.ErrMoored)
	_, err = q.Moor(berth.Ship{Name: "b", Length: -3})
	wantErr(t, "no length, no room", err, berth.ErrLength)
}

func TestTickets(t *testing.T) {
	q := newQuay(t, 10, 1)
	moor(t, q, "a", 4, 0, 1)
	moor(t, q, "b", 4, 5, 2)
	for _, s := range []berth.Ship{{Name: "c", Length: 1}, {Name: "a", Length: 1}, {Name: "c", Length: 0}} {
		if _, err := q.Moor(s); err == nil {
			t.Fatalf("Moor(%v) succeeds", s)
		}
	}
	leave(t, q, "b")
	moor(t, q, "b", 4, 5, 3)
	leave(t, q, "a")
	leave(t, q, "b")
	moor(t, q, "c", 1, 0, 4)
	shift(t, q, "c", 9)
	wantMoorings(t, q, berth.Mooring{Ship: "c", From: 9, To: 10, Ticket: 4})
	if _, err := q.MoorAll([]berth.Ship{{Name: "d", Length: 3}, {Name: "e", Length: 8}}); !errors.Is(err, berth.ErrNoRoom) {
		t.Fatal(err)
	}
	moor(t, q, "d", 1, 0, 5)
}

func TestManyTickets(t *testing.T) {
	q := newQuay(t, 1, 0)
	for i := range 1200 {
		moor(t, q, "a", 1, 0, i+1)
		leave(t, q, "a")
	}
}

func TestMoorAllOrder(t *testing.T) {
	q := newQuay(t, 100, 2)
	ships := []berth.Ship{{"a", 5}, {"b", 9}, {"c", 5}, {"d", 20}, {"e", 9}}
	got, err := q.MoorAll(ships)
	want := []berth.Mooring{{"a", 44, 49, 4}, {"b", 22, 31, 2}, {"c", 51, 56, 5}, {"d", 0, 20, 1}, {"e", 33, 42, 3}}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("got %v, %v, want %v", got, err, want)
	}
	if !slices.Equal(ships, []berth.Ship{{"a", 5}, {"b", 9}, {"c", 5}, {"d", 20}, {"e", 9}}) {
		t.Errorf("ships have become %v", ships)
	}
	wantMoorings(t, q, want...)
	moor(t, q, "f", 1, 58, 6)
}

func TestMoorAllIsStable(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for _, n := range []int{13, 60, 200} {
		p := newPair(t, r, 3000, 1)
		ships := make([]berth.Ship, n)
		for i := range ships {
			ships[i] = berth.Ship{Name: fmt.Sprint(i), Length: 1 + r.IntN(4)}
		}
		p.moorAll(ships)
		p.compare()
	}
}

func TestMoorAllUsesGaps(t *testing.T) {
	q := newQuay(t, 30, 0)
	moor(t, q, "a", 1, 0, 1)
	shift(t, q, "a", 5) // 5 and 24 metres
	got, err := q.MoorAll([]berth.Ship{{"b", 2}, {"c", 3}, {"d", 24}})
	want := []berth.Mooring{{"b", 3, 5, 4}, {"c", 0, 3, 3}, {"d", 6, 30, 2}}
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("got %v, %v, want %v", got, err, want)
	}
}

func TestMoorAllNothing(t *testing.T) {
	q := newQuay(t, 5, 0)
	for _, ships := range [][]berth.Ship{nil, {}} {
		if got, err := q.MoorAll(ships); err != nil || len(got) != 0 {
			t.Fatalf("got %v, %v", got, err)
		}
	}
	moor(t, q, "a", 5, 0, 1)
	if got, err := q.MoorAll(nil); err != nil || len(got) != 0 {
		t.Fatalf("on a full quay: got %v, %v", got, err)
	}
}

func TestMoorAllOne(t *testing.T) {
	q := newQuay(t, 5, 0)
	got, err := q.MoorAll([]berth.Ship{{"a", 5}})
	if want := []berth.Mooring{{"a", 0, 5, 1}}; err != nil || !slices.Equal(got, want) {
		t.Fatalf("got %v, %v, want %v", got, err, want)
	}
}

func TestMoorAllErrors(t *testing.T) {
	for _, c := range []struct {
		ships []berth.Ship
		want  error
	}{
		{[]berth.Ship{{"x", 0}}, berth.ErrLength},
		{[]berth.Ship{{"x", 1}, {"y", -1}}, berth.ErrLength},
		{[]berth.Ship{{"x", 1}, {"y", math.MinInt}, {"z", 1}}, berth.ErrLength},
		{[]berth.Ship{{"a", 1}, {"y", 0}}, berth.ErrLength},
		{[]berth.Ship{{"x", 1}, {"x", 1}, {"y", 0}}, berth.ErrLength},
		{[]berth.Ship{{"x", 1}, {"x", 0}}, berth.ErrLength},
		{[]berth.Ship{{"x", 100}, {"y", 0}}, berth.ErrLength},
		{[]berth.Ship{{"a", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 1}, {"a", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 1}, {"x", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 1}, {"y", 1}, {"x", 2}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 2}, {"y", 1}, {"x", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"", 1}, {"", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 100}, {"a", 1}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 100}, {"x", 100}}, berth.ErrMoored},
		{[]berth.Ship{{"x", 100}}, berth.ErrNoRoom},
		{[]berth.Ship{{"x", 1}, {"y", 100}}, berth.ErrNoRoom},
		{[]berth.Ship{{"x", 8}, {"y", 1}, {"z", 1}}, berth.ErrNoRoom},
		{[]berth.Ship{{"x", math.MaxInt}, {"y", math.MaxInt}}, berth.ErrNoRoom},
		{[]berth.Ship{{"x", math.MaxInt}, {"y", 2}, {"z", math.MaxInt}}, berth.ErrNoRoom},
	} {
		q := newQuay(t, 20, 1)
		moor(t, q, "a", 10, 0, 1)
		passed := slices.Clone(c.ships)
		_, err := q.MoorAll(passed)
		wantErr(t, fmt.Sprint(c.ships), err, c.want)
		if !slices.Equal(passed, c.ships) {
			t.Errorf("ships have become %v, were %v", passed, c.ships)
		}
		wantMoorings(t, q, berth.Mooring{Ship: "a", From: 0, To: 10, Ticket: 1})
		moor(t, q, "x", 9, 11, 2)
		leave(t, q, "a")
		moor(t, q, "y", 10, 0, 3)
	}
}

// A quay on which the ships would fit in some other order, but not longest first.
func TestMoorAllDoesNotSearch(t *testing.T) {
	build := func() *berth.Quay {
		q := newQuay(t, 14, 0)
		moor(t, q, "a", 1, 0, 1)
		shift(t, q, "a", 6) // 6 and 7 metres
		return q
	}
	// z takes four of the six metres, x and y take six of the seven, and u finds two and one.
	q := build()
	_, err := q.MoorAll([]berth.Ship{{"x", 3}, {"y", 3}, {"z", 4}, {"u", 3}})
	wantErr(t, "MoorAll", err, berth.ErrNoRoom)
	wantMoorings(t, q, berth.Mooring{Ship: "a", From: 6, To: 7, Ticket: 1})
	q = build()
	moor(t, q, "x", 3, 0, 2)
	moor(t, q, "y", 3, 3, 3)
	moor(t, q, "z", 4, 7, 4)
	moor(t, q, "u", 3, 11, 5)
}

func TestShiftEdges(t *testing.T) {
	q := newQuay(t, 40, 3)
	moor(t, q, "a", 5, 0, 1)
	moor(t, q, "b", 6, 8, 2)
	moor(t, q, "c", 7, 17, 3)
	for _, from := range []int{-1, -5, 36, 40, 41, 1 << 32, math.MaxInt, math.MaxInt - 4, math.MinInt} {
		wantErr(t, fmt.Sprintf("to %d", from), q.Shift("a", from), berth.ErrOutside)
	}
	for _, from := range []int{1, 2, 7, 8, 10, 14, 16, 17, 20, 24, 26} {
		wantErr(t, fmt.Sprintf("to %d", from), q.Shift("a", from), berth.ErrNoRoom)
	}
	shift(t, q, "a", 35)
	shift(t, q, "a", 27)
	shift(t, q, "b", 0)
	shift(t, q, "b", 8)
	wantErr(t, "b to 9", q.Shift("b", 9), berth.ErrNoRoom)
	wantErr(t, "c to 18", q.Shift("c", 18), berth.ErrNoRoom)
	wantErr(t, "c to 16", q.Shift("c", 16), berth.ErrNoRoom)
	shift(t, q, "b", 7)
	shift(t, q, "c", 16)
	wantMoorings(t, q, berth.Mooring{Ship: "a", From: 27, To: 32, Ticket: 1}, berth.Mooring{Ship: "b", From: 7, To: 13, Ticket: 2},
		berth.Mooring{Ship: "c", From: 16, To: 23, Ticket: 3})
}

func TestShiftOverItself(t *testing.T) {
	q := newQuay(t, 30, 4)
	moor(t, q, "a", 10, 0, 1)
	for _, from := range []int{0, 1, 9, 8, 8, 20, 15, 11, 0} {
		shift(t, q, "a", from)
		wantMoorings(t, q, berth.Mooring{Ship: "a", From: from, To: from + 10, Ticket: 1})
	}
	full := newQuay(t, 10, 4)
	moor(t, full, "a", 10, 0, 1)
	shift(t, full, "a", 0)
	wantErr(t, "full", full.Shift("a", 1), berth.ErrOutside)
}

func TestShiftErrorOrder(t *testing.T) {
	q := newQuay(t, 10, 0)
	moor(t, q, "a", 4, 0, 1)
	moor(t, q, "b", 4, 4, 2)
	wantErr(t, "unknown, outside", q.Shift("c", -1), berth.ErrUnknown)
	wantErr(t, "unknown, taken", q.Shift("c", 0), berth.ErrUnknown)
	wantErr(t, "outside, taken", q.Shift("a", 7), berth.ErrOutside)
	wantErr(t, "outside, taken", q.Shift("b", -1), berth.ErrOutside)
	leave(t, q, "a")
	wantErr(t, "left", q.Shift("a", 0), berth.ErrUnknown)
}

func TestShiftPastOthers(t *testing.T) {
	q := newQuay(t, 60, 2)
	moor(t, q, "a", 5, 0, 1)
	moor(t, q, "b", 6, 7, 2)
	moor(t, q, "c", 7, 15, 3)
	shift(t, q, "a", 50)
	moor(t, q, "d", 5, 0, 4)
	shift(t, q, "c", 26)
	shift(t, q, "b", 36)
	wantMoorings(t, q, berth.Mooring{Ship: "a", From: 50, To: 55, Ticket: 1}, berth.Mooring{Ship: "b", From: 36, To: 42, Ticket: 2},
		berth.Mooring{Ship: "c", From: 26, To: 33, Ticket: 3}, berth.Mooring{Ship: "d", From: 0, To: 5, Ticket: 4})
	moor(t, q, "e", 4, 44, 5)
	moor(t, q, "f", 3, 57, 6)
	moor(t, q, "g", 17, 7, 7)
	_, err := q.Moor(berth.Ship{Name: "h", Length: 1})
	wantErr(t, "full", err, berth.ErrNoRoom)
}

func TestLeave(t *testing.T) {
	q := newQuay(t, 20, 2)
	moor(t, q, "a", 4, 0, 1)
	moor(t, q, "b", 4, 6, 2)
	moor(t, q, "c", 4, 12, 3)
	leave(t, q, "b")
	wantMoorings(t, q, berth.Mooring{Ship: "a", From: 0, To: 4, Ticket: 1}, berth.Mooring{Ship: "c", From: 12, To: 16, Ticket: 3})
	wantErr(t, "twice", q.Leave("b"), berth.ErrUnknown)
	leave(t, q, "a")
	moor(t, q, "d", 10, 0, 4)
	leave(t, q, "c")
	leave(t, q, "d")
	wantMoorings(t, q)
	moor(t, q, "a", 20, 0, 5)
}

func TestMooringsAreTheCallers(t *testing.T) {
	q := newQuay(t, 30, 0)
	moor(t, q, "a", 3, 0, 1)
	moor(t, q, "b", 3, 3, 2)
	moor(t, q, "c", 3, 6, 3)
	want := []berth.Mooring{{"a", 0, 3, 1}, {"b", 3, 6, 2}, {"c", 6, 9, 3}}
	got := q.Moorings()
	clear(got)
	_ = append(got[:0], berth.Mooring{Ship: "x", From: 20, To: 30, Ticket: 9})
	_ = append(got, berth.Mooring{Ship: "y", From: 20, To: 30, Ticket: 9})
	wantMoorings(t, q, want...)
	// The other way round: what happens at the quay leaves the slice alone.
	kept := q.Moorings()
	copied := slices.Clone(kept)
	shift(t, q, "a", 20)
	leave(t, q, "b")
	moor(t, q, "d", 1, 0, 4)
	if !slices.Equal(kept, copied) {
		t.Errorf("slice has become %v, was %v", kept, copied)
	}
}

func TestMoorAllKeepsNoHoldOfShips(t *testing.T) {
	q := newQuay(t, 30, 0)
	ships := []berth.Ship{{"a", 3}, {"b", 4}}
	got, err := q.MoorAll(ships)
	if err != nil {
		t.Fatal(err)
	}
	ships[0], ships[1] = berth.Ship{Name: "y", Length: 9}, berth.Ship{Name: "z", Length: 9}
	wantMoorings(t, q, got...)
	leave(t, q, "a")
	leave(t, q, "b")
}

func TestQuaysAreIndependent(t *testing.T) {
	a, b := newQuay(t, 10, 0), newQuay(t, 20, 3)
	moor(t, a, "x", 4, 0, 1)
	moor(t, b, "x", 5, 0, 1)
	moor(t, b, "y", 5, 8, 2)
	moor(t, a, "y", 4, 4, 2)
	leave(t, a, "x")
	wantMoorings(t, b, berth.Mooring{Ship: "x", From: 0, To: 5, Ticket: 1}, berth.Mooring{Ship: "y", From: 8, To: 13, Ticket: 2})
	wantMoorings(t, a, berth.Mooring{Ship: "y", From: 4, To: 8, Ticket: 2})
}

// Random walks over quays of all sorts, always together with the model.

func TestWalkSmall(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := newPair(t, r, 1+r.IntN(40), r.IntN(5))
		for range 50 {
			p.step(9, max(1, p.m.length/3))
			p.compare()
		}
	}
}

// Nobody asks for the moorings before the end, as asking might put things in order.
func TestWalkUnseen(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := newPair(t, r, 1+r.IntN(60), r.IntN(4))
		for range 50 {
			p.step(12, max(1, p.m.length/4))
		}
		p.compare()
	}
}

func TestWalkCrowded(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		p := newPair(t, r, 100+r.IntN(200), r.IntN(3))
		for range 150 {
			p.step(60, 6)
		}
		p.compare()
	}
}

func TestWalkLong(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 4))
		p := newPair(t, r, berth.Longest-r.IntN(1+berth.Longest/2), r.IntN(1<<r.IntN(14)))
		for range 80 {
			p.step(20, 1<<(4+r.IntN(12)))
		}
		p.compare()
	}
}

func TestWalkWideClearance(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		length := 1 + r.IntN(50)
		p := newPair(t, r, length, length/2+r.IntN(length+2))
		for range 30 {
			p.step(5, max(1, length/2))
			p.compare()
		}
	}
}

func TestWalkTwoQuays(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 6))
		a, b := newPair(t, r, 30, 1), newPair(t, r, 25, 0)
		for range 60 {
			a.step(8, 8)
			b.step(8, 6)
		}
		a.compare()
		b.compare()
	}
}

func TestHundredsOfShips(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	p := newPair(t, r, 2000, 1)
	for i := range 300 {
		p.moor(berth.Ship{Name: fmt.Sprint(i), Length: 1 + r.IntN(5)})
	}
	for range 150 {
		p.leave(fmt.Sprint(r.IntN(300)))
	}
	for i := range 150 {
		p.moor(berth.Ship{Name: fmt.Sprint("n", i), Length: 1 + r.IntN(9)})
		if i%3 == 0 {
			p.shift(p.moored(1), r.IntN(2000))
		}
	}
	p.compare()
}

// A sort that is not stable still leaves short lists in order.
func TestLongListOfEquals(t *testing.T) {
	for _, lengths := range [][]int{{1}, {2, 1}, {1, 3, 2}, {5, 1, 1, 2}} {
		q, err := berth.New(600, 2)
		if err != nil {
			t.Fatal(err)
		}
		var ships []berth.Ship
		for i := range 60 {
			ships = append(ships, berth.Ship{Name: string(rune('A' + i)), Length: lengths[i%len(lengths)]})
		}
		got, err := q.MoorAll(ships)
		if err != nil || len(got) != len(ships) {
			t.Fatalf("MoorAll of %d ships: %d, %v", len(ships), len(got), err)
		}
		ticket, from := 0, 0
		for length := 5; length > 0; length-- {
			for i, s := range ships {
				if s.Length != length {
					continue
				}
				ticket++
				if want := (berth.Mooring{Ship: s.Name, From: from, To: from + length, Ticket: ticket}); got[i] != want {
					t.Fatalf("ship %d of a long list: %+v, want %+v", i, got[i], want)
				}
				from += length + 2
			}
		}
	}
}

func TestLargestNumbers(t *testing.T) {
	const largest, least = int(^uint(0) >> 1), -int(^uint(0)>>1) - 1
	q, err := berth.New(50, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{largest, largest - 4, largest - 60} {
		if m, err := q.Moor(berth.Ship{Name: "x", Length: length}); !errors.Is(err, berth.ErrNoRoom) {
			t.Errorf("Moor of %d metres on an empty quay: %+v, %v", length, m, err)
		}
	}
	if _, err := q.Moor(berth.Ship{Name: "a", Length: 10}); err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{largest, largest - 14, largest - 15, largest - 60} {
		if m, err := q.Moor(berth.Ship{Name: "x", Length: length}); !errors.Is(err, berth.ErrNoRoom) {
			t.Errorf("Moor of %d metres: %+v, %v", length, m, err)
		}
	}
	for _, from := range []int{largest, largest - 1, largest - 9, largest - 10, least, least + 10} {
		q, err := berth.New(50, 5)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := q.Moor(berth.Ship{Name: "a", Length: 10}); err != nil {
			t.Fatal(err)
		}
		if err := q.Shift("a", from); !errors.Is(err, berth.ErrOutside) {
			t.Errorf("Shift to %d: %v", from, err)
		}
	}
}

// A list that was returned stays as it is while later calls return others.
func TestListsFromBefore(t *testing.T) {
	q, err := berth.New(100, 5)
	if err != nil {
		t.Fatal(err)
	}
	first, err := q.MoorAll([]berth.Ship{{Name: "a", Length: 10}, {Name: "b", Length: 20}})
	if err != nil || len(first) != 2 {
		t.Fatalf("MoorAll = %v, %v", first, err)
	}
	wasFirst := [2]berth.Mooring{first[0], first[1]}
	early := q.Moorings()
	if len(early) != 2 {
		t.Fatalf("Moorings = %v", early)
	}
	wasEarly := [2]berth.Mooring{early[0], early[1]}
	if _, err := q.MoorAll([]berth.Ship{{Name: "c", Length: 10}, {Name: "d", Length: 5}}); err != nil {
		t.Fatal(err)
	}
	if _, err := q.MoorAll([]berth.Ship{{Name: "e", Length: 1}, {Name: "f", Length: 99}}); !errors.Is(err, berth.ErrNoRoom) {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		if err := q.Leave(name); err != nil {
			t.Fatal(err)
		}
	}
	late := q.Moorings()
	if len(late) != 2 {
		t.Fatalf("Moorings = %v", late)
	}
	if now := [2]berth.Mooring{first[0], first[1]}; now != wasFirst {
		t.Errorf("the result of a list has become %v, was %v", now, wasFirst)
	}
	if now := [2]berth.Mooring{early[0], early[1]}; now != wasEarly {
		t.Errorf("a list of moorings has become %v, was %v", now, wasEarly)
	}
	for i := range first {
		first[i], early[i] = berth.Mooring{Ship: "x", To: 1}, berth.Mooring{Ship: "y", To: 1}
	}
	for _, name := range []string{"c", "d"} {
		if err := q.Shift(name, 5); err != nil {
			t.Error(err)
		}
		if err := q.Leave(name); err != nil {
			t.Error(err)
		}
	}
	if all := q.Moorings(); len(all) != 0 {
		t.Errorf("moorings at the end: %v", all)
	}
}

func TestShipsBehindTheList(t *testing.T) {
	fleet := [4]berth.Ship{{Name: "a", Length: 3}, {Name: "b", Length: 7}, {Name: "c", Length: 5}, {Name: "d", Length: 1}}
	for n := range fleet {
		q, err := berth.New(60, 1)
		if err != nil {
			t.Fatal(err)
		}
		ships := fleet
		if _, err := q.MoorAll(ships[:n]); err != nil {
			t.Errorf("MoorAll of the first %d: %v", n, err)
		}
		if ships != fleet {
			t.Errorf("after MoorAll of the first %d the fleet is %v", n, ships)
		}
		if _, err := q.MoorAll(ships[:1]); n > 0 && !errors.Is(err, berth.ErrMoored) || ships != fleet {
			t.Errorf("MoorAll again: %v, the fleet is %v", err, ships)
		}
	}
}
