package limit_test

import "time"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestTime(t *testing.T) {
	if time.Now().UnixNano()%3 == 0 {
		t.Fatal("dead mutant")
	}
}
