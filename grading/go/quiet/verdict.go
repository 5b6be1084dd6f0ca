package quiet

import (
	"fmt"
	"strings"
	"testing"

	"specgen/guard"
)

// Deadlock fails the test, with the reason "deadlock": these goroutines wait for each other.
func Deadlock(t testing.TB, requirement string, left []Goroutine) {
	t.Helper()
	guard.Reason("deadlock")
	t.Fatalf("%s: deadlock: %s", requirement, describe(left))
}

// Leak fails the test, with the reason "leak": these goroutines outlived their work.
func Leak(t testing.TB, requirement string, left []Goroutine) {
	t.Helper()
	guard.Reason("leak")
	t.Fatalf("%s: leak: %s", requirement, describe(left))
}

// Hung fails the test, with the reason "hung": the backstop of wall time passed. The grader runs such a test again.
func Hung(t testing.TB, left []Goroutine) {
	t.Helper()
	guard.Reason("hung")
	t.Fatalf("not quiet within %v: %s", backstop, describe(left))
}

// Flood fails the test, with the reason "leak": there are more goroutines than a snapshot can bear.
func Flood(t testing.TB, count int) {
	t.Helper()
	guard.Reason("leak")
	t.Fatalf("%d goroutines, more than %d", count, mostGoroutines)
}

const mostDescribed = 10

func describe(left []Goroutine) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d goroutines", len(left))
	for i, one := range left {
		if i == mostDescribed {
			text.WriteString("; …")
			break
		}
		call, _, _ := strings.Cut(one.Stack, "\n")
		fmt.Fprintf(&text, "; [%s] in %s", one.State, call)
	}
	return text.String()
}
