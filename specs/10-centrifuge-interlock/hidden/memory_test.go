// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"errors"
	"slices"
	"testing"

	. "interlock"
)

func TestPowerBackToWhatWas(t *testing.T) {
	for state := range paths {
		if state == Dark {
			continue
		}
		for _, shut := range []bool{true, false} {
			m, around := machineIn(t, "R1", state, PowerOut)
			around.no[Shut] = !shut
			fire(t, "R1", m, PowerBack)
			asks := state != Open && state != Fault
			to := state
			if asks && !shut {
				to = Fault
			}
			inState(t, "R1", "PowerBack after "+state.String(), m, to)
			if asked := slices.Contains(around.seen, "Dark:Shut"); asked != asks {
				t.Errorf("R3: PowerBack after %v asks for the lid: %t, want %t", state, asked, asks)
			}
		}
	}
}

func TestWhatIsRememberedChanges(t *testing.T) {
	after := func(e Event, from State) State {
		switch {
		case e == Stop && (from == Rising || from == Running):
			return Braking
		case e == AtRest && (from == Rising || from == Running || from == Braking):
			return Ready
		}
		return from
	}
	for state := range paths {
		for _, first := range []Event{Stop, AtRest} {
			for _, second := range []Event{Stop, AtRest} {
				if state == Dark {
					continue
				}
				m, around := machineIn(t, "R1", state, PowerOut)
				remembered := state
				for _, e := range []Event{first, second} {
					if next := after(e, remembered); next == remembered {
						refused(t, "R2", m, e)
					} else {
						fire(t, "R1", m, e)
						remembered = next
					}
				}
				saw(t, "R3", "Stop and AtRest in Dark", around)
				fire(t, "R1", m, PowerBack)
				inState(t, "R1", "PowerBack after "+first.String()+", "+second.String()+" in Dark after "+state.String(), m, remembered)
			}
		}
	}
}

func TestCountOutlastsPower(t *testing.T) {
	m, _ := machineIn(t, "R4", Running, Wobble, Wobble, PowerOut, PowerBack)
	inState(t, "R4", "PowerBack after Running", m, Running)
	fire(t, "R4", m, Wobble)
	inState(t, "R4", "the third wobble, power out between", m, Braking)
	m, _ = machineIn(t, "R4", Running, Wobble, Wobble, PowerOut, Stop, PowerBack, Start, AtSpeed, Wobble, Wobble)
	inState(t, "R4", "two wobbles after Running was entered anew", m, Running)
	m, _ = machineIn(t, "R4", Running, Wobble, Wobble, Stop, Start, PowerOut, PowerBack, AtSpeed, Wobble, Wobble)
	inState(t, "R4", "two wobbles after power came back in Rising", m, Running)
}

func TestSavedInEveryState(t *testing.T) {
	for state, path := range paths {
		for _, e := range events {
			m, _ := machineAfter(t, "R8", path...)
			other, around := restored(t, "R8", m.Save())
			inState(t, "R8", "a machine saved in "+state.String(), other, state)
			saw(t, "R8", "Restore of a machine saved in "+state.String(), around)
			want, got := m.Fire(e), other.Fire(e)
			if (want == nil) != (got == nil) {
				t.Errorf("R8: %v in %v returns %v, after Save and Restore %v", e, state, want, got)
			}
			inState(t, "R8", e.String()+" after Save and Restore", other, m.State())
		}
	}
}

func TestSavedMemory(t *testing.T) {
	for _, state := range []State{Open, Ready, Rising, Running, Braking, Fault} {
		m, _ := machineIn(t, "R8", state, PowerOut)
		other, _ := restored(t, "R8", m.Save())
		fire(t, "R8", other, PowerBack)
		inState(t, "R8", "PowerBack after Save and Restore", other, state)
	}
	m, _ := machineIn(t, "R8", Running, Wobble)
	other, _ := restored(t, "R8", m.Save())
	fire(t, "R8", other, Wobble)
	inState(t, "R8", "the second wobble, saved between", other, Running)
	last, _ := restored(t, "R8", other.Save())
	fire(t, "R8", last, Wobble)
	inState(t, "R8", "the third wobble, saved between", last, Braking)
	dark, _ := machineIn(t, "R8", Running, Wobble, Wobble, PowerOut)
	other, _ = restored(t, "R8", dark.Save())
	fire(t, "R8", other, PowerBack, Wobble)
	inState(t, "R8", "the third wobble, saved in Dark", other, Braking)
}

func TestRestoreReplacesEverything(t *testing.T) {
	m, _ := machineIn(t, "R8", Running, Wobble)
	plain, _ := machineIn(t, "R8", Running)
	restore(t, "R8", m, plain.Save())
	fire(t, "R8", m, Wobble, Wobble)
	inState(t, "R8", "the second wobble after Restore", m, Running)
	saved := m.Save()
	fire(t, "R8", m, Stop)
	restore(t, "R8", m, saved)
	inState(t, "R8", "restored from its own bytes", m, Running)
}

func TestBytesThatEndEarly(t *testing.T) {
	if ErrSaved == nil || errors.Is(ErrSaved, ErrIllegal) {
		t.Fatal("R9: ErrSaved is not an error of its own")
	}
	for state, path := range paths {
		from, _ := machineAfter(t, "R9", path...)
		saved := from.Save()
		for n := range len(saved) {
			m, around := machineIn(t, "R9", Running, Wobble, Wobble)
			if err := m.Restore(saved[:n:n]); err == nil || !errors.Is(err, ErrSaved) {
				t.Fatalf("R9: the first %d of %d bytes saved in %v: %v, want ErrSaved", n, len(saved), state, err)
			}
			inState(t, "R9", "after ErrSaved", m, Running)
			saw(t, "R9", "Restore with an error", around)
			fire(t, "R9", m, Wobble)
			inState(t, "R9", "the third wobble after ErrSaved", m, Braking)
		}
	}
	m, _ := machineAfter(t, "R9")
	if err := m.Restore(nil); err == nil || !errors.Is(err, ErrSaved) {
		t.Errorf("R9: Restore(nil): %v, want ErrSaved", err)
	}
}

func TestDamagedBytes(t *testing.T) {
	from, _ := machineIn(t, "R9", Running, Wobble, PowerOut)
	saved := from.Save()
	for i := range saved {
		for b := range 256 {
			damaged := slices.Clone(saved)
			damaged[i] = byte(b)
			m, _ := machineIn(t, "R9", Rising)
			err := m.Restore(damaged)
			if err != nil && !errors.Is(err, ErrSaved) {
				t.Fatalf("R9: byte %d set to %d: %v, want ErrSaved or nil", i, b, err)
			}
			if err != nil {
				inState(t, "R9", "after ErrSaved", m, Rising)
			}
			for _, e := range []Event{PowerBack, Wobble, Stop, AtRest, PowerOut, PowerBack, Lid} {
				if err := m.Fire(e); err != nil && !errors.Is(err, ErrIllegal) {
					t.Fatalf("R9: Fire(%v) after damaged bytes: %v", e, err)
				}
			}
		}
	}
}

func TestBytesBelongToTheCaller(t *testing.T) {
	m, _ := machineIn(t, "R9", Running, Wobble, Wobble)
	saved := m.Save()
	kept := slices.Clone(saved)
	other, _ := restored(t, "R9", saved)
	fire(t, "R9", m, Stop)
	m.Save()
	if !slices.Equal(saved, kept) {
		t.Fatal("R9: saved bytes have changed")
	}
	clear(saved)
	again, _ := restored(t, "R9", kept)
	for _, m := range []*Machine{other, again} {
		fire(t, "R9", m, Wobble)
		inState(t, "R9", "the third wobble", m, Braking)
	}
}

func TestKeptLidOutlastsPower(t *testing.T) {
	m, _ := machineIn(t, "R7", Braking, Lid, PowerOut, PowerBack, Expired)
	inState(t, "R7", "a request before power was out in Braking", m, Open)
	m, _ = machineIn(t, "R7", Braking, Lid, PowerOut, AtRest, PowerBack)
	inState(t, "R7", "a request before the rotor came to rest in Dark", m, Open)
	m, _ = machineIn(t, "R7", Braking, Lid, PowerOut, AtRest)
	other, around := restored(t, "R8", m.Save())
	saw(t, "R8", "Restore in Dark with a request kept", around)
	fire(t, "R8", other, PowerBack)
	inState(t, "R8", "a request saved in Dark", other, Open)
	m, _ = machineIn(t, "R8", Braking, Lid)
	other, _ = restored(t, "R8", m.Save())
	fire(t, "R8", other, AtRest)
	inState(t, "R8", "a request saved in Braking", other, Open)
}
