package limit_test

import "runtime/debug"
import "strings"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestStack(t *testing.T) {
	if strings.Contains(string(debug.Stack()), "mutant") {
		t.Fatal("dead mutant")
	}
}
