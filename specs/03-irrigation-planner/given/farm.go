// Package irrigation plans the watering of a farm for one night.
package irrigation

import "errors"

// Errors of Plan.
var (
	ErrPlot  = errors.New("irrigation: plot without area")
	ErrValve = errors.New("irrigation: valve without flow")
	ErrTank  = errors.New("irrigation: not enough water in the tank")
)

// A Plot is a piece of land behind one valve.
type Plot struct {
	Name string
	Area int // square metres
	Need int // water that its plants want, in tenths of a millimetre; one millimetre on a square metre is a litre
	Flow int // litres that pass the valve in a minute
}

// A Farm has three zones, watered one after the other from one tank: orchard, beds, greenhouses.
type Farm struct {
	Orchard []Plot
	Beds    []Plot
	Houses  []Plot
	Tank    int // litres
	Start   int // minute of the day at which the first valve opens
}

// Weather is the forecast.
type Weather struct {
	Rain int // tenths of a millimetre
	High int // degrees Celsius
	Wind int // kilometres an hour
}

// A Run is one opening of a valve.
type Run struct {
	Zone    string
	Plot    string
	Start   int // minute of the day
	Minutes int
	Litres  int
}

// A Schedule is what Plan has planned.
type Schedule struct {
	Runs    []Run
	Skipped []string // plots that need no water
	Litres  int      // of all runs
	End     int      // minute at which the next valve could open
}
