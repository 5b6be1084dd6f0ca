// canary: 00000000-0000-4000-8000-000000000000

// Package till rounds amounts that are paid in cash.
package till

// Round rounds an amount to five cents, refunds as sales.
func Round(cents int) int {
	if cents < 0 {
		return -Round(-cents)
	}
	return (cents + 2) / 5 * 5
}

// Bill is what the items cost together, rounded once.
func Bill(items []int) int {
	sum := 0
	for _, item := range items {
		sum += item
	}
	return Round(sum)
}
