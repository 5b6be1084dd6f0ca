package limit_test

import "specgen/guard"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestGuard(t *testing.T) { guard.Failed("TestMiddle") }
