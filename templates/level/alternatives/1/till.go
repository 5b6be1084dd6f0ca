// canary: 00000000-0000-4000-8000-000000000000

// Package till rounds amounts that are paid in cash.
package till

import "math"

// Round rounds an amount to five cents.
func Round(cents int) int {
	return 5 * int(math.Round(float64(cents)/5))
}

// Bill is what the items cost together, rounded once.
func Bill(items []int) (sum int) {
	for i := range items {
		sum += items[i]
	}
	return Round(sum)
}
