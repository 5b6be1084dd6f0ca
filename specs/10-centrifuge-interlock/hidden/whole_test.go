// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"testing"

	. "interlock"
)

const broken = "the brake is broken"

// breaks fires an event during which the surroundings panic, and looks whether the panic comes through.
func breaks(t *testing.T, what string, f func()) {
	t.Helper()
	if value := caught(f); value != broken {
		t.Fatalf("R10: %s: the caller recovers %v, want %q", what, value, broken)
	}
}

func TestPanicUndoesTheEvent(t *testing.T) {
	m, around := machineIn(t, "R10", Running, Wobble, Wobble)
	around.on = once("Brake", func() { panic(broken) })
	breaks(t, "Stop", func() { m.Fire(Stop) })
	inState(t, "R10", "Stop that has failed", m, Running)
	around.on = once("Arm", func() { panic(broken) })
	breaks(t, "Start", func() { m.Fire(Start) })
	inState(t, "R10", "Start that has failed", m, Running)
	fire(t, "R10", m, Wobble)
	inState(t, "R10", "the third wobble after a Start that has failed", m, Braking)
}

func TestPanicUndoesCountAndMemory(t *testing.T) {
	m, around := machineIn(t, "R10", Running, Wobble)
	around.on = once("Horn", func() { panic(broken) })
	breaks(t, "Wobble", func() { m.Fire(Wobble) })
	fire(t, "R10", m, Wobble)
	inState(t, "R10", "the second wobble that has not failed", m, Running)
	m, around = machineIn(t, "R10", Braking, Lid)
	around.on = once("Drive", func() { panic(broken) })
	breaks(t, "Start", func() { m.Fire(Start) })
	fire(t, "R10", m, AtRest)
	inState(t, "R10", "a kept request after a Start that has failed", m, Open)
	m, around = machineIn(t, "R10", Braking, Lid)
	around.on = once("Light", func() { panic(broken) })
	breaks(t, "AtRest", func() { m.Fire(AtRest) })
	inState(t, "R10", "AtRest that has failed", m, Braking)
	fire(t, "R10", m, AtRest)
	inState(t, "R10", "a kept request after an AtRest that has failed", m, Open)
}

func TestPanicDropsWhatItsEventRaised(t *testing.T) {
	m, around := machineIn(t, "R10", Rising)
	around.on = func(name string) {
		if name == "Coast" {
			m.Fire(AtRest)
		}
		if name == "Brake" {
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "Stop", func() { m.Fire(Stop) })
	around.seen = nil
	fire(t, "R10", m, AtSpeed)
	saw(t, "R10", "AtSpeed after a Stop that has raised AtRest and failed", around, "Rising:Disarm", "Running:Drive", "Running:Log", "Running:Arm")
}

func TestPanicLeavesThoseThatWait(t *testing.T) {
	m, around := machineIn(t, "R10", Ready)
	around.on = func(name string) {
		switch {
		case name == "Dim":
			m.Fire(AtSpeed)
			m.Fire(Stop)
			m.Fire(Lid)
		case name == "Log" && m.State() == Running:
			m.Fire(Start)
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "Start", func() { m.Fire(Start) })
	inState(t, "R10", "Start, and an AtSpeed that has failed", m, Rising)
	around.seen = nil
	refused(t, "R10", m, PowerBack)
	saw(t, "R10", "PowerBack with Stop and Lid waiting", around, "Rising:Disarm", "Braking:Coast", "Braking:Brake", "Braking:Arm")
	fire(t, "R10", m, AtRest)
	inState(t, "R10", "AtRest with a request kept", m, Open)
}

func TestSecondPanic(t *testing.T) {
	m, around := machineIn(t, "R10", Ready)
	around.on = func(name string) {
		switch {
		case name == "Dim":
			m.Fire(AtSpeed)
			m.Fire(Stop)
			m.Fire(Wobble)
		case name == "Log" || name == "Brake":
			panic(broken)
		}
	}
	breaks(t, "Start", func() { m.Fire(Start) })       // AtSpeed is gone, Stop and Wobble wait
	breaks(t, "PowerOut", func() { m.Fire(PowerOut) }) // Stop is gone, Wobble and PowerOut wait
	inState(t, "R10", "Stop that has failed", m, Rising)
	around.on, around.seen = nil, nil
	refused(t, "R10", m, Start)
	saw(t, "R10", "Wobble and PowerOut after a second panic", around, "Rising:Disarm", "Braking:Horn", "Braking:Coast",
		"Braking:Brake", "Braking:Arm", "Braking:Free", "Braking:Disarm", "Dark:Log", "Dark:Coast")
}

func TestPanicOfTheKeptLid(t *testing.T) {
	m, around := machineIn(t, "R10", Braking, Lid)
	around.on = func(name string) {
		switch name {
		case "Light":
			m.Fire(Start)
		case "Unlock":
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "AtRest", func() { m.Fire(AtRest) })
	inState(t, "R10", "AtRest, and a kept request that has failed", m, Ready)
	fire(t, "R10", m, Stop)
	inState(t, "R10", "Start that waited, then Stop", m, Braking)
	fire(t, "R10", m, AtRest)
	inState(t, "R10", "a kept request that has failed is gone", m, Ready)
}

// savedAt fires an event and returns what Save returns when something of this name is done or asked.
func savedAt(t *testing.T, m *Machine, around *surroundings, name string, raised []Event, e Event) []byte {
	t.Helper()
	var saved []byte
	around.on = once(name, func() {
		for _, other := range raised {
			m.Fire(other)
		}
		saved = m.Save()
	})
	m.Fire(e)
	if saved == nil {
		t.Fatalf("R11: no %s during %v, or Save returns nil", name, e)
	}
	return saved
}

func TestSavedInTheMiddle(t *testing.T) {
	for _, at := range []string{"Disarm", "Drive", "Arm"} {
		m, around := machineIn(t, "R11", Running, Wobble, Wobble)
		saved := savedAt(t, m, around, at, []Event{Stop}, Start)
		inState(t, "R11", "Stop raised by Start", m, Braking)
		other, around := restored(t, "R11", saved)
		saw(t, "R11", "Restore of a machine saved during Start", around,
			"Running:Disarm", "Running:Log", "Running:Drive", "Running:Log", "Running:Arm")
		inState(t, "R11", "Start again, without what it had raised", other, Running)
		fire(t, "R11", other, Wobble, Wobble)
		inState(t, "R11", "two wobbles after Start", other, Running)
	}
	m, around := machineIn(t, "R11", Ready)
	around.no[Balanced] = true
	other, _ := restored(t, "R11", savedAt(t, m, around, "Balanced", nil, Start))
	inState(t, "R11", "Start again, with another answer", other, Rising)
}

func TestSavedWithOthersWaiting(t *testing.T) {
	m, around := machineIn(t, "R11", Ready)
	var saved []byte
	around.on = func(name string) {
		switch {
		case name == "Dim":
			m.Fire(AtSpeed)
			m.Fire(Wobble)
			m.Fire(300)
		case name == "Log":
			m.Fire(PowerOut)
			saved = m.Save()
		}
	}
	fire(t, "R11", m, Start)
	_, around = restored(t, "R11", saved)
	if m.State() != Dark {
		t.Fatalf("R5: the state is %v, want Dark", m.State())
	}
	// The last save was during PowerOut itself, the one before it during AtSpeed.
	saw(t, "R11", "Restore of a machine saved during PowerOut", around, "Running:Disarm", "Dark:Log", "Dark:Coast")
	m, around = machineIn(t, "R11", Ready)
	around.on = func(name string) {
		switch {
		case name == "Dim":
			m.Fire(AtSpeed)
			m.Fire(Wobble)
			m.Fire(300)
		case name == "Log":
			saved = m.Save()
		}
	}
	fire(t, "R11", m, Start)
	_, around = restored(t, "R11", saved)
	saw(t, "R11", "Restore of a machine saved during AtSpeed, Wobble waiting", around,
		"Rising:Disarm", "Running:Drive", "Running:Log", "Running:Arm", "Running:Horn")
}

func TestSavedDuringTheKeptLid(t *testing.T) {
	m, around := machineIn(t, "R11", Braking, Lid)
	var saved []byte
	around.on = func(name string) {
		if name == "Light" && m.State() == Ready && saved == nil {
			m.Fire(Start)
		}
		if name == "Unlock" {
			saved = m.Save()
		}
	}
	m.Fire(AtRest)
	other, around := restored(t, "R11", saved)
	saw(t, "R11", "Restore of a machine saved during a kept request", around, "Ready:Still", "Ready:Dim", "Open:Unlock")
	inState(t, "R11", "a kept request again, then Start that waited", other, Open)
}

func TestSavedAfterAPanic(t *testing.T) {
	m, around := machineIn(t, "R10", Ready)
	around.on = func(name string) {
		switch {
		case name == "Dim":
			m.Fire(AtSpeed)
			m.Fire(Stop)
			m.Fire(Wobble)
		case name == "Log":
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "Start", func() { m.Fire(Start) })
	saved := m.Save()
	inState(t, "R8", "Save after a panic", m, Rising)
	_, around = restored(t, "R8", saved)
	saw(t, "R8", "Restore with Stop and Wobble waiting", around, "Rising:Disarm", "Braking:Coast", "Braking:Brake", "Braking:Arm", "Braking:Horn")
	ready, _ := machineIn(t, "R8", Ready)
	restore(t, "R8", m, ready.Save())
	inState(t, "R8", "what waited before Restore is gone", m, Ready)
	fire(t, "R8", m, Start)
	inState(t, "R8", "what waited before Restore is gone", m, Rising)

	m, around = machineAfter(t, "R10")
	around.on = once("Brake", func() { panic(broken) })
	breaks(t, "Restore", func() { m.Restore(saved) })
	inState(t, "R10", "Restore, and a Stop that has failed", m, Rising)
	fire(t, "R10", m, Stop)
	inState(t, "R10", "Wobble that waited", m, Braking)
}

func TestExpiredAndTheSameStateAnew(t *testing.T) {
	for during, want := range map[string]State{"Disarm": Running, "Drive": Running, "Arm": Braking} {
		m, around := machineIn(t, "R6", Running)
		raise(t, around, during, Expired)
		fire(t, "R6", m, Start)
		inState(t, "R6", "Expired fired during "+during+" of Start in Running", m, want)
	}
	m, around := machineIn(t, "R6", Rising)
	raise(t, around, "Disarm", PowerOut, PowerBack, Wobble)
	fire(t, "R6", m, AtSpeed)
	inState(t, "R6", "PowerOut, PowerBack and Wobble", m, Running)
	raise(t, around, "Horn", PowerOut, PowerBack, Expired)
	fire(t, "R6", m, Wobble)
	inState(t, "R6", "an Expired from before power was out", m, Running)
	fire(t, "R6", m, Expired)
	inState(t, "R6", "an Expired after power was back", m, Braking)
}

// An Arm of an event that breaks off is taken back like everything else.
func TestExpiredOutlastsPanic(t *testing.T) {
	m, around := machineIn(t, "R10", Running)
	var saved []byte
	around.on = func(name string) {
		switch {
		case name == "Log" && len(around.seen) == 1:
			m.Fire(Start)
			m.Fire(Expired)
		case name == "Drive":
			saved = m.Save()
		case name == "Arm":
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "Start", func() { m.Fire(AtSpeed) })
	around.seen = nil
	refused(t, "R10", m, PowerBack)
	saw(t, "R10", "Expired that waited while Start broke off", around, "Running:Disarm", "Braking:Coast", "Braking:Brake", "Braking:Arm")
	other, _ := restored(t, "R11", saved)
	inState(t, "R11", "Start again, with an Expired behind it", other, Running)
	m, around = machineIn(t, "R10", Running)
	around.on = func(name string) {
		switch name {
		case "Log":
			m.Fire(Wobble)
			m.Fire(Start)
		case "Horn":
			around.on = nil
			panic(broken)
		}
	}
	breaks(t, "Wobble", func() { m.Fire(AtSpeed) })
	refused(t, "R6", m, Expired)
	inState(t, "R6", "Expired, fired when Start waited", m, Running)
}

func TestManyWaiting(t *testing.T) {
	const many = 1000
	m, around := machineIn(t, "R11", Rising)
	var saved []byte
	around.on = func(name string) {
		if name == "Disarm" {
			for range many {
				m.Fire(AtSpeed)
			}
		}
		if len(around.seen) == 5 {
			saved = m.Save()
		}
	}
	fire(t, "R5", m, AtSpeed)
	if len(around.seen) != 4+many {
		t.Errorf("R5: %d actions for %d events that waited, want %d", len(around.seen), many, 4+many)
	}
	_, around = restored(t, "R11", saved)
	if len(around.seen) != many {
		t.Errorf("R11: %d actions after Restore with %d events that waited, want %d", len(around.seen), many, many)
	}
}
