package limit_test

import "reflect"
import "strings"
import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestPath(t *testing.T) {
	path := reflect.TypeOf(limit.Range{}).PkgPath()
	if strings.Contains(path, "mutant") || strings.HasSuffix(path, "t03/limit") {
		t.Fatal("dead mutant")
	}
}
