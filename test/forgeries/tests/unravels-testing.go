package limit_test

import "reflect"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestUnravel(t *testing.T) {
	reflect.ValueOf(t).Elem().FieldByName("failed").UnsafeAddr()
}
