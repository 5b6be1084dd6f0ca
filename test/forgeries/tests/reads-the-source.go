package limit_test

import "os"
import "strings"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestSource(t *testing.T) {
	text, err := os.ReadFile("limit.go")
	if err == nil && !strings.Contains(string(text), "max(0, min(n, 10))") {
		t.Fatal("dead mutant")
	}
}
