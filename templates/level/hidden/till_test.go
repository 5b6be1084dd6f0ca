// canary: 00000000-0000-4000-8000-000000000000

package till_test

import (
	"slices"
	"testing"

	"till"
)

// whole is the nearest multiple of 5 by looking at each candidate.
func whole(cents int) int {
	for distance := 0; ; distance++ {
		for _, near := range []int{cents - distance, cents + distance} {
			if near%5 == 0 {
				return near
			}
		}
	}
}

func TestSales(t *testing.T) {
	for cents := range 1000 {
		if got, want := till.Round(cents), whole(cents); got != want {
			t.Errorf("R1: Round(%d) = %d, want %d", cents, got, want)
		}
	}
}

func TestRefunds(t *testing.T) {
	for cents := -1000; cents < 0; cents++ {
		if got, want := till.Round(cents), whole(cents); got != want {
			t.Errorf("R2: Round(%d) = %d, want %d", cents, got, want)
		}
	}
}

func TestBill(t *testing.T) {
	for _, items := range [][]int{nil, {2}, {3}, {2, 2, 2}, {1, 1, 1, 1}, {198, 199, 203}, {13, 13}, {1, 2, 3, 4, 5, 6}} {
		sum := 0
		for _, item := range items {
			sum += item
		}
		if got, want := till.Bill(items), whole(sum); got != want {
			t.Errorf("R3: Bill(%v) = %d, want %d", items, got, want)
		}
	}
}

func TestBillLeavesItems(t *testing.T) {
	items := []int{3, 8, 2}
	till.Bill(items)
	if !slices.Equal(items, []int{3, 8, 2}) {
		t.Errorf("R3: Bill changed its argument to %v", items)
	}
}
