// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import "testing"

// TestNamersCall has the namer call each method when it is asked for the first name, and when it is asked for each.
func TestNamersCall(t *testing.T) {
	for name, call := range calls {
		for _, always := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				d := newDesk(t)
				subs := d.three()
				asked := 0
				asks := &namer{gates: d.gates, calls: func(string) {
					if asked++; always || asked == 1 {
						call(d, subs)
					}
				}}
				d.do("R6", func() { d.hub.Stats(asks) })
				d.close()
			})
		}
	}
}

// TestNamersWait has the namer wait for a goroutine that calls a method.
func TestNamersWait(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			asks := &namer{gates: d.gates, calls: func(string) {
				done := make(chan struct{})
				go func() {
					defer close(done)
					call(d, subs)
				}()
				<-done
			}}
			d.do("R6", func() { d.hub.Stats(asks) })
			d.close()
		})
	}
}

// TestNobodyWaitsForNamers calls methods while a namer takes its time.
func TestNobodyWaitsForNamers(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.hold("namer")
			stats := d.begin(func() { d.hub.Stats(&namer{gates: d.gates}) })
			others := d.begin(func() {
				for range 2 {
					if name != "Stats" {
						call(d, subs)
					}
				}
			})
			d.watch.MustReturn("R6", others)
			d.gates.Open("namer")
			d.watch.MustReturn("R9", stats)
			d.close()
		})
	}
}
