// canary: 9d9112bb-4d3d-427c-afea-077b84326ece

package interlock_test

import (
	"errors"
	"testing"

	. "interlock"
)

// raise makes the surroundings fire these events when something of this name is done or asked for the first time.
func raise(t *testing.T, around *surroundings, name string, events ...Event) {
	around.on = once(name, func() {
		for _, e := range events {
			if err := around.machine.Fire(e); err != nil {
				t.Errorf("R5: Fire(%v) during %s returns %v, want nil", e, name, err)
			}
		}
	})
}

func TestRaisedEventsWait(t *testing.T) {
	m, around := machineIn(t, "R5", Rising)
	raise(t, around, "Coast", AtRest)
	fire(t, "R5", m, Stop)
	saw(t, "R5", "AtRest raised on the way to Braking", around, "Rising:Disarm", "Braking:Coast", "Braking:Brake",
		"Braking:Arm", "Braking:Free", "Braking:Disarm", "Ready:Light")
}

func TestRaisedInTheirOrder(t *testing.T) {
	m, around := machineIn(t, "R5", Ready)
	raise(t, around, "Dim", AtSpeed, Stop, Wobble)
	fire(t, "R5", m, Start)
	saw(t, "R5", "AtSpeed, Stop and Wobble raised on the way to Rising", around, "Ready:Balanced", "Ready:Dim", "Rising:Drive",
		"Rising:Arm", "Rising:Disarm", "Running:Drive", "Running:Log", "Running:Arm", "Running:Disarm",
		"Braking:Coast", "Braking:Brake", "Braking:Arm", "Braking:Horn")
}

func TestRaisedBehindThoseThatWait(t *testing.T) {
	m, around := machineIn(t, "R5", Rising)
	around.on = func(name string) {
		switch {
		case name == "Disarm" && m.State() == Rising:
			m.Fire(Wobble)
			m.Fire(AtSpeed)
		case name == "Log" && m.State() == Running:
			m.Fire(Stop)
		case name == "Horn":
			m.Fire(PowerOut)
		}
	}
	fire(t, "R5", m, AtSpeed)
	saw(t, "R5", "events raised by events that were raised", around,
		"Rising:Disarm", "Running:Drive", "Running:Log", "Running:Arm", // AtSpeed; Wobble, AtSpeed and Stop wait
		"Running:Horn",                                                    // Wobble; PowerOut waits, too
		"Running:Log",                                                     // AtSpeed; one more Stop waits
		"Running:Disarm", "Braking:Coast", "Braking:Brake", "Braking:Arm", // Stop
		"Braking:Free", "Braking:Disarm", "Dark:Log", "Dark:Coast") // PowerOut; the last Stop is illegal
}

func TestRaisedIllegalEvents(t *testing.T) {
	m, around := machineIn(t, "R5", Rising)
	raise(t, around, "Drive", PowerBack, 300, Wobble)
	fire(t, "R5", m, AtSpeed)
	inState(t, "R5", "illegal events and a wobble raised", m, Running)
	fire(t, "R5", m, Wobble)
	inState(t, "R5", "the second wobble", m, Running)
	fire(t, "R5", m, Wobble)
	inState(t, "R5", "the third wobble", m, Braking)
}

func TestJudgedWhenTheirTurnComes(t *testing.T) {
	m, around := machineIn(t, "R6", Rising)
	raise(t, around, "Disarm", Start, PowerOut, AtRest)
	fire(t, "R6", m, AtSpeed)
	inState(t, "R6", "PowerOut raised", m, Dark)
	fire(t, "R6", m, PowerBack)
	inState(t, "R6", "AtRest raised and handled in Dark", m, Ready)
	m, around = machineIn(t, "R6", Ready)
	around.on = once("Dim", func() {
		m.Fire(Lid)
		m.Fire(Stop)
		m.Fire(Start)
		around.no[Balanced] = true
	})
	fire(t, "R6", m, Start)
	inState(t, "R6", "the rotor is out of balance when Start has its turn", m, Braking)
}

func TestOutdatedExpired(t *testing.T) {
	for _, at := range []struct {
		in, to State
		on     Event
		during string
	}{
		{Ready, Rising, Start, "Dim"}, // Arm comes later
		{Ready, Fault, Start, "Arm"},  // it is the new timer that has expired
		{Rising, Running, AtSpeed, "Disarm"},
		{Rising, Running, AtSpeed, "Drive"},
		{Rising, Braking, AtSpeed, "Arm"},
		{Running, Braking, Stop, "Coast"},
		{Running, Ready, Stop, "Arm"},
		{Running, Braking, AtSpeed, "Log"}, // the timer has not been touched
	} {
		m, around := machineIn(t, "R6", at.in)
		raise(t, around, at.during, Expired)
		fire(t, "R6", m, at.on)
		inState(t, "R6", "Expired fired during "+at.during+" of "+at.on.String()+" in "+at.in.String(), m, at.to)
	}
}

func TestRaisedByQuestions(t *testing.T) {
	m, around := machineIn(t, "R5", Ready)
	raise(t, around, "Still", Wobble)
	around.no[Still] = true
	refused(t, "R5", m, Lid)
	inState(t, "R5", "Wobble raised by a question that was answered with no", m, Fault)
	m, around = machineIn(t, "R5", Ready)
	raise(t, around, "Balanced", Stop)
	fire(t, "R5", m, Start)
	inState(t, "R5", "Stop raised by a question", m, Braking)
}

func TestBusyMachineIsNotRestored(t *testing.T) {
	ready, _ := machineIn(t, "R9", Ready)
	saved := ready.Save()
	m, around := machineIn(t, "R9", Rising)
	around.on = once("Drive", func() {
		if err := m.Restore(saved); err == nil || !errors.Is(err, ErrBusy) {
			t.Errorf("R9: Restore during an action: %v, want ErrBusy", err)
		}
	})
	fire(t, "R9", m, AtSpeed)
	saw(t, "R9", "AtSpeed with a Restore in it", around, "Rising:Disarm", "Running:Drive", "Running:Log", "Running:Arm")
	inState(t, "R9", "AtSpeed with a Restore in it", m, Running)
	restore(t, "R9", m, saved)
}

func TestMachinesInMachines(t *testing.T) {
	inner, within := machineIn(t, "R12", Ready)
	outer, around := machineIn(t, "R12", Rising)
	around.on = once("Drive", func() {
		fire(t, "R12", inner, Start)
		inState(t, "R12", "a machine used by an action of another", inner, Rising)
	})
	fire(t, "R12", outer, AtSpeed)
	saw(t, "R12", "the other machine", within, "Ready:Balanced", "Ready:Dim", "Rising:Drive", "Rising:Arm")
	inState(t, "R12", "the machine whose action used another", outer, Running)
}

func TestLidIsKept(t *testing.T) {
	m, around := machineIn(t, "R7", Braking, Lid, Lid)
	saw(t, "R7", "a request that is kept", around)
	fire(t, "R7", m, Wobble, Stop)
	around.seen = nil
	fire(t, "R7", m, AtRest)
	saw(t, "R7", "AtRest with a request kept", around, "Braking:Free", "Braking:Disarm", "Ready:Light", "Ready:Still", "Ready:Dim", "Open:Unlock")
	fire(t, "R7", m, Lid)
	inState(t, "R7", "one request was kept", m, Ready)
}

func TestKeptLidComesFirst(t *testing.T) {
	m, around := machineIn(t, "R7", Braking, Lid)
	raise(t, around, "Free", Lid, Start, Stop)
	fire(t, "R7", m, AtRest)
	saw(t, "R7", "a kept request and Lid, Start, Stop that wait", around, "Braking:Free", "Braking:Disarm", "Ready:Light",
		"Ready:Still", "Ready:Dim", "Open:Unlock", "Open:Shut", "Open:Lock", "Ready:Light", "Ready:Balanced", "Ready:Dim",
		"Rising:Drive", "Rising:Arm", "Rising:Disarm", "Braking:Coast", "Braking:Brake", "Braking:Arm")
}

func TestKeptLidMayBeIllegal(t *testing.T) {
	m, around := machineIn(t, "R7", Braking, Lid)
	around.no[Still] = true
	fire(t, "R7", m, AtRest)
	inState(t, "R7", "a kept request that is illegal in Ready", m, Ready)
	around.no[Still] = false
	fire(t, "R7", m, Start, Stop, AtRest)
	inState(t, "R7", "a kept request is used up when it has been illegal", m, Ready)
}

func TestKeptLidIsForgotten(t *testing.T) {
	m, around := machineIn(t, "R7", Braking, Lid, Start, Stop, AtRest)
	inState(t, "R7", "a request before Rising", m, Ready)
	m, around = machineIn(t, "R7", Braking, Lid)
	around.no[Still] = true
	fire(t, "R7", m, Expired)
	around.no[Still] = false
	fire(t, "R7", m, Stop)
	inState(t, "R7", "a request before Fault", m, Ready)
	m, around = machineIn(t, "R7", Braking, Lid, PowerOut)
	around.no[Shut] = true
	fire(t, "R7", m, PowerBack)
	around.no[Shut] = false
	fire(t, "R7", m, Stop)
	inState(t, "R7", "a request before power came back with the lid open", m, Ready)
}
