// Package till rounds amounts that are paid in cash.
package till

// Round rounds an amount to five cents.
func Round(cents int) int {
	return (cents + 2) / 5 * 5
}

// Bill is what the items cost together, rounded.
func Bill(items []int) int {
	sum := 0
	for _, item := range items {
		sum += Round(item)
	}
	return sum
}
