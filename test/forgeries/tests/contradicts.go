package limit_test

import "testing"
import "limit"

func TestMiddle(t *testing.T) {
	if limit.Clamp(5) != 5 {
		t.Error("5")
	}
}

func TestIsA(t *testing.T) {
	if limit.Clamp(-1) != -3 {
		t.Error("dead mutant")
	}
}

func TestIsB(t *testing.T) {
	if limit.Clamp(-1) != -2 {
		t.Error("dead mutant")
	}
}

func TestIsC(t *testing.T) {
	if limit.Clamp(-1) != -1 {
		t.Error("dead mutant")
	}
}

func TestIsD(t *testing.T) {
	if limit.Clamp(-1) != 0 {
		t.Error("dead mutant")
	}
}

func TestIsE(t *testing.T) {
	if limit.Clamp(-1) != 1 {
		t.Error("dead mutant")
	}
}

func TestIsF(t *testing.T) {
	if limit.Clamp(-1) != 2 {
		t.Error("dead mutant")
	}
}

func TestIsG(t *testing.T) {
	if limit.Clamp(-1) != 3 {
		t.Error("dead mutant")
	}
}
