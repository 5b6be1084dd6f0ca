package vault_test

import (
	"errors"
	"io"
	"testing"

	"specgen/pair"
	"vault"
)

func TestAdd(t *testing.T) {
	if got := vault.Add(2, 3); got != 5 {
		t.Errorf("R1: Add(2, 3) = %d, want 5", got)
	}
}

func TestErrors(t *testing.T) {
	if vault.ErrEmpty == nil || errors.Is(vault.ErrEmpty, io.EOF) {
		t.Error("R2: ErrEmpty is nil or any error")
	}
	if _, err := vault.First(nil); !errors.Is(err, vault.ErrEmpty) {
		t.Errorf("R2: First of nothing gives %v", err)
	}
}

func TestRace(t *testing.T) {
	pair.BothOrders(t, "R3", func() pair.Calls {
		var c vault.Counter
		return pair.Calls{One: c.Add, Two: c.Add, After: func() {
			if c.Sum() != 2 {
				t.Errorf("R3: Sum after two Adds = %d", c.Sum())
			}
		}}
	})
}

func TestCanBePassed(t *testing.T) {}
