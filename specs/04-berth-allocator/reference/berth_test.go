// canary: a6030516-88a3-4373-be07-fa4e8a413244

package berth_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"berth"
)

func newQuay(t *testing.T, length, clearance int) *berth.Quay {
	t.Helper()
	q, err := berth.New(length, clearance)
	if err != nil {
		t.Fatalf("New(%d, %d): %v", length, clearance, err)
	}
	return q
}

// moor moors a ship and checks where it lies.
func moor(t *testing.T, q *berth.Quay, name string, length, from, ticket int) {
	t.Helper()
	got, err := q.Moor(berth.Ship{Name: name, Length: length})
	want := berth.Mooring{Ship: name, From: from, To: from + length, Ticket: ticket}
	if err != nil || got != want {
		t.Fatalf("Moor(%s, %d) = %+v, %v; want %+v", name, length, got, err, want)
	}
}

func shift(t *testing.T, q *berth.Quay, name string, from int) {
	t.Helper()
	if err := q.Shift(name, from); err != nil {
		t.Fatalf("Shift(%s, %d): %v", name, from, err)
	}
}

func leave(t *testing.T, q *berth.Quay, name string) {
	t.Helper()
	if err := q.Leave(name); err != nil {
		t.Fatalf("Leave(%s): %v", name, err)
	}
}

func refused(t *testing.T, call string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", call, err, want)
	}
}

func moorings(q *berth.Quay) []berth.Mooring {
	all := slices.Clone(q.Moorings())
	slices.SortFunc(all, func(a, b berth.Mooring) int { return strings.Compare(a.Ship, b.Ship) })
	return all
}

func lies(t *testing.T, q *berth.Quay, want ...berth.Mooring) {
	t.Helper()
	if got := moorings(q); !slices.Equal(got, want) {
		t.Errorf("moorings are %+v, want %+v", got, want)
	}
}

func TestNewBounds(t *testing.T) {
	for _, c := range []struct {
		length, clearance int
		ok                bool
	}{
		{1, 0, true}, {berth.Longest, berth.Longest, true}, {0, 0, false}, {-5, 0, false},
		{berth.Longest + 1, 0, false}, {10, -1, false}, {10, berth.Longest + 1, false},
	} {
		_, err := berth.New(c.length, c.clearance)
		if c.ok && err != nil {
			t.Errorf("New(%d, %d): %v", c.length, c.clearance, err)
		}
		if !c.ok {
			refused(t, "New", err, berth.ErrLength)
		}
	}
}

func TestErrorsAreDistinct(t *testing.T) {
	all := []error{berth.ErrLength, berth.ErrMoored, berth.ErrUnknown, berth.ErrOutside, berth.ErrNoRoom}
	for i, a := range all {
		for j, b := range all {
			if a == nil || errors.Is(a, b) != (i == j) {
				t.Errorf("errors %d and %d are not told apart", i, j)
			}
		}
	}
}

func TestWholeQuay(t *testing.T) {
	q := newQuay(t, 40, 7)
	_, err := q.Moor(berth.Ship{Name: "long", Length: 41})
	refused(t, "Moor of 41", err, berth.ErrNoRoom)
	moor(t, q, "fits", 40, 0, 1)
	_, err = q.Moor(berth.Ship{Name: "more", Length: 1})
	refused(t, "Moor on a full quay", err, berth.ErrNoRoom)
}

func TestLastStretch(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 40, 0, 1)
	_, err := q.Moor(berth.Ship{Name: "b", Length: 56})
	refused(t, "Moor of 56 in 55", err, berth.ErrNoRoom)
	moor(t, q, "b", 55, 45, 2)
}

func TestFirstStretch(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 100, 0, 1)
	leave(t, q, "a")
	moor(t, q, "b", 60, 0, 2)
	shift(t, q, "b", 40)
	_, err := q.Moor(berth.Ship{Name: "c", Length: 36})
	refused(t, "Moor of 36 in 35", err, berth.ErrNoRoom)
	moor(t, q, "c", 35, 0, 3)
}

// between has a stretch of exactly 20 metres, from 15 to 35, and none elsewhere.
func between(t *testing.T) *berth.Quay {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 60, 15, 2)
	shift(t, q, "b", 40)
	return q
}

func TestStretchBetweenShips(t *testing.T) {
	q := between(t)
	_, err := q.Moor(berth.Ship{Name: "c", Length: 21})
	refused(t, "Moor of 21 in 20", err, berth.ErrNoRoom)
	moor(t, q, "c", 20, 15, 3)
}

func TestNoClearance(t *testing.T) {
	q := newQuay(t, 30, 0)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 10, 2)
	moor(t, q, "c", 10, 20, 3)
	leave(t, q, "b")
	moor(t, q, "d", 10, 10, 4)
}

func TestShortestStretch(t *testing.T) {
	q := newQuay(t, 200, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 15, 2)
	moor(t, q, "c", 10, 30, 3)
	shift(t, q, "c", 150)
	shift(t, q, "b", 80)
	// stretches: 15–75, 95–145, 165–200
	moor(t, q, "last", 30, 165, 4)
	moor(t, q, "middle", 40, 95, 5)
	moor(t, q, "first", 51, 15, 6)
}

// The stretch counts, not the gap: clearance lies on two sides of a gap between ships and on one at an end.
func TestStretchIsWithoutClearance(t *testing.T) {
	q := newQuay(t, 100, 10)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 20, 2)
	shift(t, q, "b", 51)
	// gap 10–51 has the stretch 20–41, gap 61–100 the stretch 71–100
	moor(t, q, "c", 15, 20, 3)
}

func TestEqualStretches(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 15, 2)
	moor(t, q, "c", 10, 30, 3)
	shift(t, q, "c", 65)
	shift(t, q, "b", 40)
	// stretches: 15–35, 55–60, 80–100
	moor(t, q, "d", 10, 15, 4)
}

func TestFirstStretchIsShortest(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	shift(t, q, "a", 30)
	// stretches: 0–25, 45–100
	moor(t, q, "b", 10, 0, 2)
}

func TestFilledGap(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 15, 2)
	moor(t, q, "c", 10, 30, 3)
	leave(t, q, "b")
	moor(t, q, "d", 10, 15, 4)
	moor(t, q, "e", 10, 45, 5)
}

func TestMoorErrors(t *testing.T) {
	q := newQuay(t, 50, 5)
	moor(t, q, "a", 30, 0, 1)
	for _, c := range []struct {
		name   string
		length int
		want   error
	}{
		{"b", 0, berth.ErrLength}, {"b", -3, berth.ErrLength}, {"a", 0, berth.ErrLength},
		{"a", 5, berth.ErrMoored}, {"a", 16, berth.ErrMoored}, {"b", 16, berth.ErrNoRoom},
	} {
		_, err := q.Moor(berth.Ship{Name: c.name, Length: c.length})
		refused(t, "Moor "+c.name, err, c.want)
		lies(t, q, berth.Mooring{Ship: "a", From: 0, To: 30, Ticket: 1})
	}
	moor(t, q, "", 15, 35, 2)
}

func TestMoorAllLongestFirst(t *testing.T) {
	q := newQuay(t, 200, 5)
	ships := []berth.Ship{{Name: "s", Length: 10}, {Name: "l", Length: 50}, {Name: "m", Length: 20}, {Name: "t", Length: 10}}
	passed := slices.Clone(ships)
	got, err := q.MoorAll(ships)
	want := []berth.Mooring{
		{Ship: "s", From: 80, To: 90, Ticket: 3},
		{Ship: "l", From: 0, To: 50, Ticket: 1},
		{Ship: "m", From: 55, To: 75, Ticket: 2},
		{Ship: "t", From: 95, To: 105, Ticket: 4},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("MoorAll = %+v, %v; want %+v", got, err, want)
	}
	if !slices.Equal(ships, passed) {
		t.Errorf("MoorAll changed its argument to %v", ships)
	}
	lies(t, q, want[1], want[2], want[0], want[3])
}

func TestMoorAllOfNone(t *testing.T) {
	q := newQuay(t, 20, 5)
	if got, err := q.MoorAll(nil); err != nil || len(got) != 0 {
		t.Errorf("MoorAll(nil) = %v, %v", got, err)
	}
	moor(t, q, "a", 20, 0, 1)
}

func TestMoorAllErrors(t *testing.T) {
	for _, c := range []struct {
		call  string
		ships []berth.Ship
		want  error
	}{
		{"length", []berth.Ship{{Name: "b", Length: 5}, {Name: "c", Length: 0}}, berth.ErrLength},
		{"length before name", []berth.Ship{{Name: "a", Length: 5}, {Name: "c", Length: -1}}, berth.ErrLength},
		{"moored", []berth.Ship{{Name: "b", Length: 5}, {Name: "a", Length: 5}}, berth.ErrMoored},
		{"twice", []berth.Ship{{Name: "b", Length: 5}, {Name: "b", Length: 6}}, berth.ErrMoored},
		{"twice before room", []berth.Ship{{Name: "b", Length: 99}, {Name: "b", Length: 6}}, berth.ErrMoored},
		{"moored before room", []berth.Ship{{Name: "b", Length: 99}, {Name: "a", Length: 6}}, berth.ErrMoored},
		{"room", []berth.Ship{{Name: "b", Length: 40}, {Name: "c", Length: 1}, {Name: "d", Length: 20}}, berth.ErrNoRoom},
	} {
		q := newQuay(t, 100, 5)
		moor(t, q, "a", 30, 0, 1)
		_, err := q.MoorAll(c.ships)
		refused(t, "MoorAll: "+c.call, err, c.want)
		lies(t, q, berth.Mooring{Ship: "a", From: 0, To: 30, Ticket: 1})
	}
}

func TestTicketsAfterFailures(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 30, 0, 1)
	_, err := q.Moor(berth.Ship{Name: "b", Length: 90})
	refused(t, "Moor", err, berth.ErrNoRoom)
	_, err = q.MoorAll([]berth.Ship{{Name: "b", Length: 40}, {Name: "c", Length: 30}})
	refused(t, "MoorAll", err, berth.ErrNoRoom)
	moor(t, q, "b", 10, 35, 2)
	leave(t, q, "b")
	moor(t, q, "b", 10, 35, 3)
}

func TestShiftToEachSide(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 20, 15, 2)
	moor(t, q, "c", 10, 40, 3)
	for _, c := range []struct {
		name string
		from int
		want error
	}{
		{"c", 90, nil}, {"b", 65, nil}, {"b", 66, berth.ErrNoRoom}, {"b", 14, berth.ErrNoRoom},
		{"b", 15, nil}, {"b", 20, nil}, {"b", 90, berth.ErrOutside}, {"c", 44, berth.ErrNoRoom}, {"c", 45, nil},
		{"a", 11, berth.ErrNoRoom}, {"a", 10, berth.ErrNoRoom}, {"a", 5, nil}, {"a", 6, berth.ErrNoRoom},
		{"a", 60, nil}, {"a", 60, nil}, {"b", 0, nil},
	} {
		err := q.Shift(c.name, c.from)
		if !errors.Is(err, c.want) {
			t.Errorf("Shift(%s, %d): %v, want %v", c.name, c.from, err, c.want)
		}
	}
	lies(t, q, berth.Mooring{Ship: "a", From: 60, To: 70, Ticket: 1}, berth.Mooring{Ship: "b", From: 0, To: 20, Ticket: 2},
		berth.Mooring{Ship: "c", From: 45, To: 55, Ticket: 3})
	// stretches: 25–40, 75–100
	moor(t, q, "d", 20, 75, 4)
}

func TestShiftErrors(t *testing.T) {
	q := newQuay(t, 100, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 20, 15, 2)
	for _, c := range []struct {
		name string
		from int
		want error
	}{
		{"x", 50, berth.ErrUnknown}, {"x", -1, berth.ErrUnknown}, {"x", 0, berth.ErrUnknown},
		{"a", -1, berth.ErrOutside}, {"a", 91, berth.ErrOutside}, {"b", -1, berth.ErrOutside},
		{"b", 81, berth.ErrOutside}, {"b", 10, berth.ErrNoRoom}, {"a", 35, berth.ErrNoRoom},
	} {
		refused(t, "Shift "+c.name, q.Shift(c.name, c.from), c.want)
		lies(t, q, berth.Mooring{Ship: "a", From: 0, To: 10, Ticket: 1}, berth.Mooring{Ship: "b", From: 15, To: 35, Ticket: 2})
	}
	moor(t, q, "c", 60, 40, 3)
	if err := q.Leave("c"); err != nil {
		t.Error(err)
	}
	for _, from := range []int{80, 40} {
		if err := q.Shift("b", from); err != nil {
			t.Errorf("Shift(b, %d): %v", from, err)
		}
	}
	moor(t, q, "d", 25, 65, 4)
}

func TestLeave(t *testing.T) {
	q := newQuay(t, 40, 5)
	refused(t, "Leave on an empty quay", q.Leave("a"), berth.ErrUnknown)
	moor(t, q, "a", 40, 0, 1)
	refused(t, "Leave of another", q.Leave("b"), berth.ErrUnknown)
	lies(t, q, berth.Mooring{Ship: "a", From: 0, To: 40, Ticket: 1})
	leave(t, q, "a")
	refused(t, "Leave again", q.Leave("a"), berth.ErrUnknown)
	refused(t, "Shift after Leave", q.Shift("a", 0), berth.ErrUnknown)
	lies(t, q)
	moor(t, q, "a", 40, 0, 2)
}

func TestMooringsAreTheCallers(t *testing.T) {
	q := newQuay(t, 40, 5)
	moor(t, q, "a", 10, 0, 1)
	moor(t, q, "b", 10, 15, 2)
	list := q.Moorings()
	for i := range list {
		list[i] = berth.Mooring{Ship: "x", From: 30, To: 40, Ticket: 9}
	}
	lies(t, q, berth.Mooring{Ship: "a", From: 0, To: 10, Ticket: 1}, berth.Mooring{Ship: "b", From: 15, To: 25, Ticket: 2})
	kept := moorings(q)
	leave(t, q, "a")
	if len(kept) != 2 || kept[0].Ship != "a" || kept[1].Ship != "b" {
		t.Errorf("Leave changed a slice that Moorings had returned: %v", kept)
	}
}

func TestQuaysAreSeparate(t *testing.T) {
	a, b := newQuay(t, 40, 5), newQuay(t, 40, 5)
	moor(t, a, "s", 40, 0, 1)
	moor(t, b, "s", 40, 0, 1)
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
