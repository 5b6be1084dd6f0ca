// canary: 42891957-3c09-47bb-a384-e24f53fe0c0c

package relay_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"relay"
	"specgen/gate"
	"specgen/quiet"
)

// A journal records changes in the order in which they are noted. Each note is a gate of its own, named by its text.
type journal struct {
	gates *gate.Gates
	noted gate.Record
	full  string // at this note it panics
}

var errFull = errors.New("disk full")

func (j *journal) Note(change relay.Change) {
	text := left(change.Sub, change.Topic)
	if change.Came {
		text = came(change.Sub, change.Topic)
	}
	if text == j.full {
		panic(errFull)
	}
	j.noted.Add(text)
	j.gates.Arrive(text)
}

func came(id int, topic string) string { return fmt.Sprintf("%d came to %s", id, topic) }
func left(id int, topic string) string { return fmt.Sprintf("%d left %s", id, topic) }

// A namer calls what it is told to, passes a gate and answers.
type namer struct {
	gates *gate.Gates
	calls func(topic string)
}

func (n *namer) Name(topic string) string {
	if n.calls != nil {
		n.calls(topic)
	}
	n.gates.Arrive("namer")
	return "the " + topic
}

// A desk is a hub with fakes around it.
type desk struct {
	t       *testing.T
	watch   *quiet.Watch
	gates   *gate.Gates
	journal *journal
	hub     *relay.Hub
	got     gate.Record // what handlers have got, like "1 hello"
	actions map[string]func()
	held    []string // gates that have been closed
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, watch: quiet.New(t), gates: gate.New(), actions: map[string]func(){}}
	d.journal = &journal{gates: d.gates}
	d.hub = relay.New(d.journal)
	t.Cleanup(d.abandon)
	return d
}

// hold closes a gate.
func (d *desk) hold(name string) {
	d.held = append(d.held, name)
	d.gates.Hold(name)
}

// abandon lets go what a failed test has parked. What is stuck all the same fails the tests that follow at once.
func (d *desk) abandon() {
	if d.t.Failed() {
		for _, name := range d.held {
			d.gates.Open(name)
		}
		d.watch.Settle()
	}
}

// do runs a call that has to return.
func (d *desk) do(requirement string, call func()) {
	d.t.Helper()
	d.watch.MustReturn(requirement, d.watch.Go(call))
}

// begin starts a call and lets it come as far as it does.
func (d *desk) begin(call func()) *quiet.Call {
	d.t.Helper()
	started := d.watch.Go(call)
	d.watch.Settle()
	return started
}

// sub subscribes. When the handler gets a message it records it, runs the action of that message for it, which is
// named like "1 hello", and passes the gate of that name.
func (d *desk) sub(topic string) *relay.Sub {
	d.t.Helper()
	var made *relay.Sub
	d.do("R9", func() { made = d.subscribe(topic) })
	return made
}

func (d *desk) subscribe(topic string) *relay.Sub {
	var id int
	made := d.hub.Subscribe(topic, func(m relay.Msg) {
		name := fmt.Sprintf("%d %s", id, m.Body)
		if m.From != "test" {
			name += " from " + m.From
		}
		d.got.Add(name)
		if action := d.actions[name]; action != nil {
			action()
		}
		d.gates.Arrive(name)
	})
	id = made.ID()
	return made
}

// on sets what the handler with that ID does when it gets that message.
func (d *desk) on(id int, body string, action func()) {
	d.actions[fmt.Sprintf("%d %s", id, body)] = action
}

func (d *desk) publish(topic, body string) { d.hub.Publish(topic, relay.Msg{From: "test", Body: body}) }

// send publishes and waits for the return.
func (d *desk) send(topic, body string) {
	d.t.Helper()
	d.do("R9", func() { d.publish(topic, body) })
}

// mustGet wants these messages to have been got, in this order, since the last look.
func (d *desk) mustGet(requirement, what string, wanted ...string) {
	d.t.Helper()
	if got := d.got.Events(); !slices.Equal(got, wanted) {
		d.t.Fatalf("%s: %s: handlers got %q, want %q", requirement, what, got, wanted)
	}
	d.got = gate.Record{}
}

func (d *desk) mustNote(requirement, what string, wanted ...string) {
	d.t.Helper()
	if got := d.journal.noted.Events(); !slices.Equal(got, wanted) {
		d.t.Fatalf("%s: %s: noted is %q, want %q", requirement, what, got, wanted)
	}
}

// mustCount wants so many subscriptions at topics, as in "x 2, y 1".
func (d *desk) mustCount(requirement, what, wanted string) {
	d.t.Helper()
	for one := range strings.SplitSeq(wanted, ", ") {
		topic, number, _ := strings.Cut(one, " ")
		var count int
		d.do("R9", func() { count = d.hub.Count(topic) })
		if fmt.Sprint(count) != number {
			d.t.Fatalf("%s: %s: %d subscriptions at %s, want %s", requirement, what, count, topic, number)
		}
	}
}

// shown writes lines like "x 2/1, y 1/0": topic, subscriptions, messages.
func shown(lines []relay.Line) string {
	var texts []string
	for _, one := range lines {
		text := fmt.Sprintf("%s %d/%d", one.Topic, one.Subs, one.Sent)
		if one.Name != "the "+one.Topic {
			text += " named " + one.Name
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

func (d *desk) stats() string { return shown(d.hub.Stats(&namer{gates: d.gates})) }

func (d *desk) mustShow(requirement, what, wanted string) {
	d.t.Helper()
	var got string
	d.do("R9", func() { got = d.stats() })
	if got != wanted {
		d.t.Fatalf("%s: %s: Stats shows %q, want %q", requirement, what, got, wanted)
	}
}

// close wants nothing to be left of what the hub has started.
func (d *desk) close() {
	d.t.Helper()
	d.watch.MustBeGone("R9")
}
