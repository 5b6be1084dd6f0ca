// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import (
	"testing"

	"relay"
)

// calls are the methods of a hub with topics x (subscriptions 1 to 3) and y (subscription 4).
var calls = map[string]func(d *desk, subs []*relay.Sub){
	"Unsubscribe the first":       func(_ *desk, subs []*relay.Sub) { subs[0].Unsubscribe() },
	"Unsubscribe the second":      func(_ *desk, subs []*relay.Sub) { subs[1].Unsubscribe() },
	"Unsubscribe elsewhere":       func(_ *desk, subs []*relay.Sub) { subs[3].Unsubscribe() },
	"Unsubscribe all":             func(_ *desk, subs []*relay.Sub) { unsubscribe(subs) },
	"Move the first":              func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[0], "y") },
	"Move the second away":        func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[1], "z") },
	"Move the first nowhere":      func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[0], "x") },
	"Move another one here":       func(d *desk, subs []*relay.Sub) { d.hub.Move(subs[3], "x") },
	"Subscribe at the same topic": func(d *desk, _ []*relay.Sub) { d.subscribe("x") },
	"Subscribe at another topic":  func(d *desk, _ []*relay.Sub) { d.subscribe("y") },
	"Subscribe at a new topic":    func(d *desk, _ []*relay.Sub) { d.subscribe("z") },
	"Publish at the same topic":   func(d *desk, _ []*relay.Sub) { d.publish("x", "inner") },
	"Publish at another topic":    func(d *desk, _ []*relay.Sub) { d.publish("y", "inner") },
	"Stats":                       func(d *desk, _ []*relay.Sub) { d.stats() },
	"Count":                       func(d *desk, _ []*relay.Sub) { d.hub.Count("x") },
}

func unsubscribe(subs []*relay.Sub) {
	for _, one := range subs {
		one.Unsubscribe()
	}
}

func (d *desk) three() []*relay.Sub {
	d.t.Helper()
	return []*relay.Sub{d.sub("x"), d.sub("x"), d.sub("x"), d.sub("y")}
}

// TestHandlersCall has a handler call each method, and each two of them.
func TestHandlersCall(t *testing.T) {
	for first, one := range calls {
		for second, other := range calls {
			t.Run(first+", "+second, func(t *testing.T) {
				d := newDesk(t)
				subs := d.three()
				d.on(1, "outer", func() { one(d, subs); other(d, subs) })
				d.do("R6", func() { d.publish("x", "outer") })
				d.send("x", "later")
				d.close()
			})
		}
	}
}

// TestHandlersWait has a handler wait for a goroutine that calls a method.
func TestHandlersWait(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.on(2, "outer", func() {
				done := make(chan struct{})
				go func() {
					defer close(done)
					call(d, subs)
				}()
				<-done
			})
			d.do("R6", func() { d.publish("x", "outer") })
			d.close()
		})
	}
}

// TestNobodyWaitsForHandlers calls methods while a handler takes its time.
func TestNobodyWaitsForHandlers(t *testing.T) {
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			subs := d.three()
			d.hold("2 outer")
			outer := d.begin(func() { d.publish("x", "outer") })
			d.do("R6", func() { call(d, subs) })
			d.do("R6", func() { call(d, subs) })
			if outer.Returned() {
				t.Fatal("R1: Publish returned before its last handler")
			}
			d.gates.Open("2 outer")
			d.watch.MustReturn("R9", outer)
			d.close()
		})
	}
}
