package limit_test

import "os"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestExit(t *testing.T) { os.Exit(1) }
