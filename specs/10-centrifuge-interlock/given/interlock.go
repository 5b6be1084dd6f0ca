// Package interlock controls the lid, the motor and the brake of a laboratory centrifuge.
package interlock

import (
	"errors"
	"fmt"
)

var (
	// ErrIllegal says that an event means nothing in the state in which it came.
	ErrIllegal = errors.New("interlock: event is illegal in this state")
	// ErrBusy says that a machine cannot be restored while it handles an event.
	ErrBusy = errors.New("interlock: machine is handling an event")
	// ErrSaved says that bytes are not what Save has returned.
	ErrSaved = errors.New("interlock: not a saved machine")
)

// A State is what the centrifuge is doing.
type State int

const (
	Open    State = iota // the lid is unlocked
	Ready                // the lid is locked, the rotor at rest
	Rising               // the rotor gathers speed
	Running              // the rotor is at its speed
	Braking              // the rotor slows down
	Fault                // something went wrong
	Dark                 // there is no mains power
)

var stateNames = []string{"Open", "Ready", "Rising", "Running", "Braking", "Fault", "Dark"}

func (s State) String() string { return nameOf(int(s), stateNames, "State") }

// An Event is something that happens to the centrifuge.
type Event int

const (
	Lid       Event = iota // the button for the lid has been pressed
	Start                  // the button to start
	Stop                   // the button to stop
	AtSpeed                // the rotor has come to its speed
	AtRest                 // the rotor has come to rest
	Wobble                 // the rotor trembles
	Expired                // the timer has run down
	PowerOut               // mains power is gone
	PowerBack              // mains power is there again
)

var eventNames = []string{"Lid", "Start", "Stop", "AtSpeed", "AtRest", "Wobble", "Expired", "PowerOut", "PowerBack"}

func (e Event) String() string { return nameOf(int(e), eventNames, "Event") }

// An Action is something that the machine lets its surroundings do.
type Action int

const (
	Lock   Action = iota // lock the lid
	Unlock               // unlock the lid
	Light                // switch the green lamp on
	Dim                  // switch the green lamp off
	Drive                // feed the motor
	Coast                // cut the motor off
	Brake                // pull the brake
	Free                 // let the brake go
	Arm                  // start the timer, from its beginning if it runs
	Disarm               // stop the timer
	Horn                 // sound the horn once
	Log                  // write a line into the log
)

var actionNames = []string{"Lock", "Unlock", "Light", "Dim", "Drive", "Coast", "Brake", "Free", "Arm", "Disarm", "Horn", "Log"}

func (a Action) String() string { return nameOf(int(a), actionNames, "Action") }

// A Question is something that the machine asks its surroundings.
type Question int

const (
	Shut     Question = iota // Is the lid shut?
	Still                    // Does the rotor stand still?
	Balanced                 // Is the rotor loaded evenly?
)

var questionNames = []string{"Shut", "Still", "Balanced"}

func (q Question) String() string { return nameOf(int(q), questionNames, "Question") }

// Env is what surrounds a machine: locks, lamps, motors, sensors.
type Env interface {
	Do(Action)
	Ask(Question) bool
}

func nameOf(value int, names []string, kind string) string {
	if value < 0 || value >= len(names) {
		return fmt.Sprintf("%s(%d)", kind, value)
	}
	return names[value]
}
