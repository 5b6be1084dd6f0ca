package answer_test

import (
	"fmt"
	"testing"

	"specgen/gate"
	"specgen/quiet"
)

func TestFineGate(t *testing.T) {
	gates, record := gate.New(), &gate.Record{}
	gates.Hold("door")
	watch := quiet.New(t)
	var calls []*quiet.Call
	for i := range 3 {
		calls = append(calls, watch.Go(func() { gates.Arrive("door"); record.Add(fmt.Sprint(i)) }))
		watch.Settle()
	}
	if parked := gates.Parked("door"); parked != 3 {
		t.Fatalf("R1: %d parked, want 3", parked)
	}
	if !gates.Release("door") || gates.Release("other") {
		t.Fatal("R1: Release must tell whether a call was parked")
	}
	watch.Settle()
	if events := fmt.Sprint(record.Events()); events != "[0]" {
		t.Fatalf("R1: the longest parked must go first, got %s", events)
	}
	gates.Open("door")
	watch.MustReturn("R2", calls...)
	gates.Arrive("door")
	if arrivals := gates.Arrivals("door"); arrivals != 4 {
		t.Fatalf("R3: %d arrivals, want 4", arrivals)
	}
}

func TestDeadlockGateNeverOpened(t *testing.T) {
	gates := gate.New()
	gates.Hold("door")
	watch := quiet.New(t)
	watch.MustReturn("R1", watch.Go(func() { gates.Arrive("door") }))
}
