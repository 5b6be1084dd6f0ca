// canary: 43cfdf23-1606-457c-a5a0-92fc278fa5ce

package tariff_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"tariff"
)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func stay(in, out int, tickets ...string) tariff.Stay {
	return tariff.Stay{In: at(in), Out: at(out), Tickets: tickets}
}

// stamped returns s with stamps; each is a shop and what it stamped.
func stamped(s tariff.Stay, stamps ...[]string) tariff.Stay {
	s.Stamps = map[string][]string{}
	for _, stamp := range stamps {
		s.Stamps[stamp[0]] = stamp[1:]
	}
	return s
}

func equal(a, b tariff.Stay) bool {
	return a.In.Equal(b.In) && a.Out.Equal(b.Out) && slices.Equal(a.Tickets, b.Tickets) && maps.EqualFunc(a.Stamps, b.Stamps, slices.Equal)
}

func show(stays []tariff.Stay) string {
	text := ""
	for _, s := range stays {
		text += fmt.Sprintf("[%v–%v %q %q]", s.In.Sub(noon), s.Out.Sub(noon), s.Tickets, s.Stamps)
	}
	return text
}

func checkStays(t *testing.T, message string, got, want []tariff.Stay) {
	t.Helper()
	if !slices.EqualFunc(got, want, equal) {
		t.Errorf("%s: got %s, want %s", message, show(got), show(want))
	}
}

// deepCopy copies stays, their tickets and their stamps.
func deepCopy(stays []tariff.Stay) []tariff.Stay {
	var result []tariff.Stay
	for _, s := range stays {
		s.Tickets = append([]string(nil), s.Tickets...)
		stamps := map[string][]string{}
		for shop, list := range s.Stamps {
			stamps[shop] = append([]string(nil), list...)
		}
		s.Stamps = stamps
		result = append(result, s)
	}
	return result
}

func TestMergeJoins(t *testing.T) {
	cases := []struct {
		name     string
		in, want []tariff.Stay
	}{
		{"nothing", nil, nil},
		{"one", []tariff.Stay{stay(0, 5, "a")}, []tariff.Stay{stay(0, 5, "a")}},
		{"apart", []tariff.Stay{stay(0, 5, "a"), stay(6, 9, "b")}, []tariff.Stay{stay(0, 5, "a"), stay(6, 9, "b")}},
		{"overlapping", []tariff.Stay{stay(0, 5, "a"), stay(4, 9, "b")}, []tariff.Stay{stay(0, 9, "a", "b")}},
		{"touching", []tariff.Stay{stay(0, 5, "a"), stay(5, 9, "b")}, []tariff.Stay{stay(0, 9, "a", "b")}},
		{"within", []tariff.Stay{stay(0, 9, "a"), stay(2, 4, "b"), stay(8, 10, "c")}, []tariff.Stay{stay(0, 10, "a", "b", "c")}},
		{"out of order", []tariff.Stay{stay(20, 25, "c"), stay(3, 9, "b"), stay(0, 4, "a")}, []tariff.Stay{stay(0, 9, "a", "b"), stay(20, 25, "c")}},
		{"chain", []tariff.Stay{stay(4, 6, "c"), stay(0, 2, "a"), stay(2, 4, "b")}, []tariff.Stay{stay(0, 6, "a", "b", "c")}},
		{"without length", []tariff.Stay{stay(5, 5, "a"), stay(5, 5, "b"), stay(6, 6, "c")}, []tariff.Stay{stay(5, 5, "a", "b"), stay(6, 6, "c")}},
		{"no tickets", []tariff.Stay{stay(0, 5), stay(5, 6, "a"), stay(9, 10)}, []tariff.Stay{stay(0, 6, "a"), stay(9, 10)}},
		{"same ticket twice", []tariff.Stay{stay(0, 5, "a"), stay(1, 6, "a")}, []tariff.Stay{stay(0, 6, "a", "a")}},
	}
	for _, c := range cases {
		checkStays(t, "R7: "+c.name, tariff.Merge(c.in), c.want)
	}
}

func TestMergeComparesInstants(t *testing.T) {
	east := time.FixedZone("east", 5*3600)
	first := tariff.Stay{In: at(0).In(east), Out: at(30).In(east), Tickets: []string{"a"}}
	got := tariff.Merge([]tariff.Stay{stay(30, 40, "b"), first})
	checkStays(t, "R7: stays in two zones", got, []tariff.Stay{stay(0, 40, "a", "b")})
}

func TestMergeKeepsOrderOfEqualArrivals(t *testing.T) {
	var stays []tariff.Stay
	var want []string
	for i := range 40 {
		ticket := fmt.Sprintf("t%02d", i)
		stays = append(stays, stay(10, 11+(i*7)%13, ticket))
		want = append(want, ticket)
	}
	stays = append(stays, stay(0, 1, "early"))
	checkStays(t, "R7: equal arrivals", tariff.Merge(stays), []tariff.Stay{stay(0, 1, "early"), stay(10, 23, want...)})
}

func TestMergeLeavesTheOrderOfStays(t *testing.T) {
	stays := []tariff.Stay{stay(20, 25, "c"), stay(3, 9, "b"), stay(0, 4, "a"), stay(9, 12, "d")}
	before := deepCopy(stays)
	tariff.Merge(stays)
	checkStays(t, "R8: the caller's stays after Merge", stays, before)
}

func TestMergeLeavesTicketsOfOneArray(t *testing.T) {
	roll := []string{"a", "b", "c", "d"}
	stays := []tariff.Stay{stay(0, 5, roll[:1]...), stay(30, 40, roll[1:2]...), stay(4, 9, roll[2:3]...), stay(8, 12, roll[3:]...)}
	before := deepCopy(stays)
	tariff.Merge(stays)
	checkStays(t, "R8: the caller's tickets, cut from one roll, after Merge", stays, before)
	if !slices.Equal(roll, []string{"a", "b", "c", "d"}) {
		t.Errorf("R8: the caller's roll of tickets after Merge = %q, want a b c d", roll)
	}
}

func TestChangingTheResultLeavesTheStays(t *testing.T) {
	roll := []string{"a", "b", "c", "d"}
	stays := []tariff.Stay{stay(0, 5, roll[:1]...), stay(30, 40, roll[1:2]...), stay(60, 70, roll[2:3]...), stay(65, 80, roll[3:]...)}
	before := deepCopy(stays)
	joined := tariff.Merge(stays)
	for i := range joined {
		joined[i].In, joined[i].Out = at(-1), at(-1)
		for k := range joined[i].Tickets {
			joined[i].Tickets[k] = "void"
		}
		joined[i].Tickets = append(joined[i].Tickets, "more")
	}
	checkStays(t, "R8: the caller's stays after changes to the result", stays, before)
	one := []tariff.Stay{stay(0, 5, "a", "b")}
	for _, s := range tariff.Merge(one) {
		s.Tickets[0] = "void"
	}
	checkStays(t, "R8: the caller's only stay after changes to the result", one, []tariff.Stay{stay(0, 5, "a", "b")})
}

// parts are stays of which the first three are joined. Their stamps are cut from one roll.
func parts() (stays []tariff.Stay, roll []string) {
	roll = []string{"baker", "1", "2", "3", "4", "5"}
	return []tariff.Stay{
		stamped(stay(19, 30, "c"), []string{"grocer", "g2"}, []string{"florist", "f"}),
		{In: at(0), Out: at(10), Tickets: []string{"a"}, Stamps: map[string][]string{"baker": roll[1:2], "grocer": roll[4:5]}},
		{In: at(9), Out: at(20), Tickets: []string{"b"}, Stamps: map[string][]string{"baker": roll[2:4], "grocer": roll[5:]}},
		stamped(stay(50, 60, "d"), []string{"baker", "b9"}),
	}, roll
}

func TestMergeJoinsStamps(t *testing.T) {
	stays, _ := parts()
	want := []tariff.Stay{
		stamped(stay(0, 30, "a", "b", "c"), []string{"baker", "1", "2", "3"}, []string{"grocer", "4", "5", "g2"}, []string{"florist", "f"}),
		stamped(stay(50, 60, "d"), []string{"baker", "b9"}),
	}
	checkStays(t, "R7: stamps of joined stays", tariff.Merge(stays), want)
}

func TestMergeJoinsStampsToNone(t *testing.T) {
	bare, full := stay(0, 10, "a"), stamped(stay(5, 20, "b"), []string{"baker", "1"})
	want := stamped(stay(0, 20, "a", "b"), []string{"baker", "1"})
	checkStays(t, "R7: the part that arrived first has no stamps", tariff.Merge([]tariff.Stay{full, bare}), []tariff.Stay{want})
	checkStays(t, "R7: the middle part alone has stamps",
		tariff.Merge([]tariff.Stay{bare, full, stay(19, 30, "c")}), []tariff.Stay{stamped(stay(0, 30, "a", "b", "c"), []string{"baker", "1"})})
	late := stamped(stay(2, 3, "a"), []string{"baker", "2"})
	checkStays(t, "R7: stays without stamps stay without",
		tariff.Merge([]tariff.Stay{stay(40, 50, "z"), late, stay(0, 1)}), []tariff.Stay{stay(0, 1), late, stay(40, 50, "z")})
}

func TestMergeLeavesStamps(t *testing.T) {
	stays, roll := parts()
	before := deepCopy(stays)
	joined := tariff.Merge(stays)
	checkStays(t, "R8: the caller's stays and stamps after Merge", stays, before)
	if want := []string{"baker", "1", "2", "3", "4", "5"}; !slices.Equal(roll, want) {
		t.Errorf("R8: the caller's roll of stamps after Merge = %q, want %q", roll, want)
	}
	spoil(joined)
	checkStays(t, "R8: the caller's stamps after changes to the result", stays, before)
}

func TestMergeLeavesTheOnlyStay(t *testing.T) {
	stays := []tariff.Stay{stamped(stay(0, 5, "a", "b"), []string{"baker", "1"})}
	before := deepCopy(stays)
	joined := tariff.Merge(stays)
	checkStays(t, "R7: the only stay", joined, before)
	spoil(joined)
	for i := range joined {
		joined[i] = stay(-2, -1)
	}
	checkStays(t, "R8: the caller's only stay after changes to the result", stays, before)
}

// spoil changes whatever joined holds.
func spoil(joined []tariff.Stay) {
	for i := range joined {
		for k := range joined[i].Tickets {
			joined[i].Tickets[k] = "void"
		}
		for shop, list := range joined[i].Stamps {
			for k := range list {
				list[k] = "void"
			}
			joined[i].Stamps[shop] = append(list, "more")
		}
		if joined[i].Stamps != nil {
			joined[i].Stamps["new"] = []string{"one"}
		}
	}
}

func TestNothingBehindTheEndIsWritten(t *testing.T) {
	for n := range 5 {
		stays, _ := parts()
		before := deepCopy(stays)
		tariff.Merge(stays[:n])
		checkStays(t, "R8: the caller's stays after Merge of the first of them", stays, before)
	}
}

// TestListsOfResultsAreApart fills each list of two results with a number of its own and appends to it. Where lists share memory, a
// later number stands in both.
func TestListsOfResultsAreApart(t *testing.T) {
	stays, _ := parts()
	results := append(tariff.Merge(stays), tariff.Merge(stays)...)
	var filled [][]string
	fill := func(list []string) []string {
		list = append(list, "")
		for i := range list {
			list[i] = fmt.Sprint(len(filled))
		}
		filled = append(filled, list)
		return list
	}
	for _, s := range results {
		fill(s.Tickets)
		for shop, list := range s.Stamps {
			s.Stamps[shop] = fill(list)
		}
	}
	for i, list := range filled {
		if slices.ContainsFunc(list, func(text string) bool { return text != fmt.Sprint(i) }) {
			t.Errorf("R8: list %d of two results, filled with its number, has become %q when all were filled and appended to", i, list)
		}
	}
}
