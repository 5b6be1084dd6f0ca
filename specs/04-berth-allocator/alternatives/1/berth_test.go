// canary: a6030516-88a3-4373-be07-fa4e8a413244

package berth_test

import (
	"errors"
	"fmt"
	"math/rand"
	"reflect"
	"sort"
	"testing"

	"berth"
)

// model is a quay that is slow and plain.
type model struct {
	length, clearance, ticket int
	ships                     map[string]berth.Mooring
}

// free tells whether a ship other than `except` may lie on this metre.
func (m *model) free(metre int, except string) bool {
	for name, s := range m.ships {
		if name != except && metre >= s.From-m.clearance && metre < s.To+m.clearance {
			return false
		}
	}
	return true
}

func (m *model) fit(length int) (int, bool) {
	at, shortest := 0, 0
	for from := 0; from < m.length; {
		to := from
		for to < m.length && m.free(to, "?") {
			to++
		}
		if room := to - from; room >= length && (shortest == 0 || room < shortest) {
			at, shortest = from, room
		}
		from = to + 1
	}
	return at, shortest > 0
}

func (m *model) moorAll(ships []berth.Ship) (map[string]berth.Mooring, error) {
	for _, s := range ships {
		if s.Length < 1 {
			return nil, berth.ErrLength
		}
	}
	seen := map[string]bool{}
	for name := range m.ships {
		seen[name] = true
	}
	for _, s := range ships {
		if seen[s.Name] {
			return nil, berth.ErrMoored
		}
		seen[s.Name] = true
	}
	trial := &model{m.length, m.clearance, m.ticket, map[string]berth.Mooring{}}
	for name, s := range m.ships {
		trial.ships[name] = s
	}
	order := append([]berth.Ship{}, ships...)
	sort.SliceStable(order, func(i, j int) bool { return order[i].Length > order[j].Length })
	for _, s := range order {
		from, ok := trial.fit(s.Length)
		if !ok {
			return nil, berth.ErrNoRoom
		}
		trial.ticket++
		trial.ships[s.Name] = berth.Mooring{Ship: s.Name, From: from, To: from + s.Length, Ticket: trial.ticket}
	}
	*m = *trial
	return m.ships, nil
}

func (m *model) shift(name string, from int) error {
	s, ok := m.ships[name]
	if !ok {
		return berth.ErrUnknown
	}
	length := s.To - s.From
	if from < 0 || from+length > m.length {
		return berth.ErrOutside
	}
	for metre := from; metre < from+length; metre++ {
		if !m.free(metre, name) {
			return berth.ErrNoRoom
		}
	}
	s.From, s.To = from, from+length
	m.ships[name] = s
	return nil
}

func (m *model) leave(name string) error {
	if _, ok := m.ships[name]; !ok {
		return berth.ErrUnknown
	}
	delete(m.ships, name)
	return nil
}

func byName(list []berth.Mooring) map[string]berth.Mooring {
	named := map[string]berth.Mooring{}
	for _, s := range list {
		named[s.Ship] = s
	}
	return named
}

// pair runs the same calls on a quay and its model and reports the first difference.
type pair struct {
	t    *testing.T
	quay *berth.Quay
	m    *model
	log  string
}

func start(t *testing.T, length, clearance int) *pair {
	q, err := berth.New(length, clearance)
	if err != nil {
		t.Fatalf("New(%d, %d): %v", length, clearance, err)
	}
	log := fmt.Sprintf("New(%d, %d)", length, clearance)
	return &pair{t, q, &model{length, clearance, 0, map[string]berth.Mooring{}}, log}
}

func (p *pair) compare(call string, got, want error) {
	p.log += "\n" + call
	if !errors.Is(got, want) {
		p.t.Fatalf("%s\nerror %v, want %v", p.log, got, want)
	}
	list := p.quay.Moorings()
	if len(list) != len(p.m.ships) || !reflect.DeepEqual(byName(list), p.m.ships) {
		p.t.Fatalf("%s\nmoorings %v, want %v", p.log, list, p.m.ships)
	}
}

func (p *pair) moor(name string, length int) {
	got, err := p.quay.Moor(berth.Ship{Name: name, Length: length})
	_, want := p.m.moorAll([]berth.Ship{{Name: name, Length: length}})
	p.compare(fmt.Sprintf("Moor(%q, %d)", name, length), err, want)
	if want == nil && got != p.m.ships[name] {
		p.t.Fatalf("%s\ngave %v, want %v", p.log, got, p.m.ships[name])
	}
}

func (p *pair) moorAll(ships ...berth.Ship) {
	before := append([]berth.Ship{}, ships...)
	got, err := p.quay.MoorAll(ships)
	_, want := p.m.moorAll(before)
	p.compare(fmt.Sprintf("MoorAll(%v)", ships), err, want)
	for i := range before {
		if ships[i] != before[i] {
			p.t.Fatalf("%s\nships changed to %v", p.log, ships)
		}
		if want == nil && (len(got) != len(ships) || got[i] != p.m.ships[ships[i].Name]) {
			p.t.Fatalf("%s\ngave %v", p.log, got)
		}
	}
}

func (p *pair) shift(name string, from int) {
	p.compare(fmt.Sprintf("Shift(%q, %d)", name, from), p.quay.Shift(name, from), p.m.shift(name, from))
}

func (p *pair) leave(name string) {
	p.compare(fmt.Sprintf("Leave(%q)", name), p.quay.Leave(name), p.m.leave(name))
}

func walk(t *testing.T, seed int64, longest int) {
	random := rand.New(rand.NewSource(seed))
	name := func() string { return string(rune('a' + random.Intn(7))) }
	for round := 0; round < 60; round++ {
		p := start(t, 1+random.Intn(40), random.Intn(5))
		for step := 0; step < 40; step++ {
			switch random.Intn(5) {
			case 0:
				p.moor(name(), random.Intn(longest))
			case 1:
				p.moorAll(berth.Ship{Name: name(), Length: random.Intn(longest)}, berth.Ship{Name: name(), Length: 1 + random.Intn(longest)})
			case 2:
				p.moorAll(berth.Ship{Name: name(), Length: 3}, berth.Ship{Name: name(), Length: 3}, berth.Ship{Name: name(), Length: 4})
			case 3:
				p.shift(name(), random.Intn(44)-2)
			case 4:
				p.leave(name())
			}
		}
	}
}

func TestSmallShips(t *testing.T)  { walk(t, 1, 6) }
func TestMiddleShips(t *testing.T) { walk(t, 2, 12) }
func TestLongShips(t *testing.T)   { walk(t, 3, 30) }

func TestNewArguments(t *testing.T) {
	bad := [][2]int{{0, 0}, {-1, 0}, {1, -1}, {berth.Longest + 1, 0}, {1, berth.Longest + 1}}
	for _, b := range bad {
		if _, err := berth.New(b[0], b[1]); !errors.Is(err, berth.ErrLength) {
			t.Errorf("New(%d, %d): %v", b[0], b[1], err)
		}
	}
	for _, g := range [][2]int{{1, 0}, {1, berth.Longest}, {berth.Longest, 0}} {
		if _, err := berth.New(g[0], g[1]); err != nil {
			t.Errorf("New(%d, %d): %v", g[0], g[1], err)
		}
	}
}

func TestExactPlaces(t *testing.T) {
	p := start(t, 50, 5)
	p.moor("a", 10)
	p.moor("b", 36)
	p.moor("b", 35)
	p.shift("a", 1)
	p.leave("b")
	p.shift("a", 40)
	p.moor("b", 10)
	p.shift("b", 25)
	p.moor("c", 21)
	p.moor("c", 20)
}

func TestEqualStretches(t *testing.T) {
	p := start(t, 100, 10)
	p.moor("a", 20)
	p.shift("a", 40)
	p.moor("b", 30)
	if got := byName(p.quay.Moorings())["b"].From; got != 0 {
		t.Errorf("b lies at %d, want 0", got)
	}
}

func TestListBelongsToTheCaller(t *testing.T) {
	p := start(t, 50, 5)
	p.moor("a", 10)
	for i, list := 0, p.quay.Moorings(); i < len(list); i++ {
		list[i].Ship = "b"
	}
	p.leave("b")
	p.leave("a")
	p.leave("a")
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
