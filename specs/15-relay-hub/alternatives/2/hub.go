// Package relay hands messages on, within one process, to whoever has subscribed to their topic.
package relay

import (
	"sort"
	"sync"
)

// A Msg is what is published.
type Msg struct {
	From string
	Body string
}

// A Line is what Stats tells about a topic.
type Line struct {
	Topic string
	Name  string // what the Namer calls the topic
	Subs  int    // subscriptions that are at the topic
	Sent  int    // messages published to them since the topic was opened
}

// A Namer finds the name under which a topic is shown. It may take its time, for instance to ask another service.
type Namer interface {
	Name(topic string) string
}

// A Change says that a subscription has come to a topic, or left it.
type Change struct {
	Sub   int // ID of the subscription
	Topic string
	Came  bool
}

// A Journal keeps a record of changes. It writes to a disk: it is not quick, and panics when that fails. It calls no
// method of the hub and waits for nobody who does.
type Journal interface {
	Note(change Change)
}

// A Hub knows the topics that are open: those with a subscription. It serves any number of goroutines.
//
// Two locks: changes, which orders what is noted and is held across the journal, and then state, which is held only for
// a moment. No lock is held while a handler or a namer runs.
type Hub struct {
	journal Journal
	changes sync.Mutex

	state sync.Mutex // guards what follows and all subscriptions
	last  int
	tick  int
	subs  []*Sub // all that have not ended, in the order in which they have come to where they are
	sent  map[string]int
}

// A Sub is a subscription. It is at one topic until it is unsubscribed.
type Sub struct {
	hub    *Hub
	id     int
	handle func(Msg)
	topic  string
	since  int // the tick at which it came there; 0 once unsubscribed
}

// New returns a hub without topics that notes changes in a journal.
func New(journal Journal) *Hub { return &Hub{journal: journal, sent: map[string]int{}} }

// ID returns the number of the subscription: 1 for the first of a hub, then 2, and so on.
func (s *Sub) ID() int { return s.id }

// Subscribe makes a subscription that is the last at a topic. The handler is called with each message, in a goroutine of
// its own; if it ends that goroutine by runtime.Goexit, that is as good as returning.
func (h *Hub) Subscribe(name string, handle func(Msg)) *Sub {
	s := &Sub{hub: h, handle: handle}
	h.change(s, func() *string { s.id = h.last + 1; return &name })
	return s
}

// Unsubscribe ends the subscription. Once it has returned, no call of the handler begins. On a subscription that has
// ended it does nothing.
func (s *Sub) Unsubscribe() { s.hub.change(s, func() *string { return nil }) }

// Move takes a subscription to another topic, at which it is the last. Where it is already, it stays as it is; one that
// has ended stays ended.
func (h *Hub) Move(s *Sub, name string) {
	h.change(s, func() *string {
		if s.since == 0 {
			return nil
		}
		return &name
	})
}

// change takes a subscription from where it is, if anywhere, to another topic, if any: it notes that, and then does it.
func (h *Hub) change(s *Sub, whither func() *string) {
	h.changes.Lock()
	defer h.changes.Unlock()
	from, to := s.since > 0, whither()
	if from && to != nil && *to == s.topic {
		return
	}
	if from {
		h.journal.Note(Change{Sub: s.id, Topic: s.topic})
	}
	if to != nil {
		h.journal.Note(Change{Sub: s.id, Topic: *to, Came: true})
	}
	h.state.Lock()
	defer h.state.Unlock()
	if from {
		h.exit(s)
	}
	if to != nil {
		h.enter(s, *to)
	}
}

func (h *Hub) enter(s *Sub, name string) {
	h.tick++
	h.last = max(h.last, s.id)
	s.topic, s.since = name, h.tick
	h.subs = append(h.subs, s)
}

func (h *Hub) exit(s *Sub) {
	for i, one := range h.subs {
		if one == s {
			h.subs = append(h.subs[:i], h.subs[i+1:]...)
			break
		}
	}
	s.since = 0
	if len(h.at(s.topic)) == 0 {
		delete(h.sent, s.topic)
	}
}

// at returns who is at a topic. The caller holds the state's lock.
func (h *Hub) at(name string) []*Sub {
	var here []*Sub
	for _, s := range h.subs {
		if s.topic == name {
			here = append(here, s)
		}
	}
	return here
}

// Publish calls the handlers of the subscriptions at a topic, one after another, in the order in which these have come.
// It returns when the last has returned. A topic that is not open has nobody to call.
func (h *Hub) Publish(name string, m Msg) {
	h.state.Lock()
	here, tick := h.at(name), h.tick
	if len(here) > 0 {
		h.sent[name]++
	}
	h.state.Unlock()
	for _, s := range here {
		h.state.Lock()
		stays := s.since > 0 && s.since <= tick
		h.state.Unlock()
		if !stays {
			continue
		}
		var ended sync.WaitGroup
		ended.Go(func() { s.handle(m) })
		ended.Wait()
	}
}

// Count returns the number of subscriptions at a topic.
func (h *Hub) Count(name string) int {
	h.state.Lock()
	defer h.state.Unlock()
	return len(h.at(name))
}

// Stats returns a line for each open topic, in ascending order of the topics.
func (h *Hub) Stats(namer Namer) []Line {
	subs := map[string]int{}
	var lines []Line
	h.state.Lock()
	for _, s := range h.subs {
		subs[s.topic]++
	}
	for topic, count := range subs {
		lines = append(lines, Line{Topic: topic, Subs: count, Sent: h.sent[topic]})
	}
	h.state.Unlock()
	sort.Slice(lines, func(i, j int) bool { return lines[i].Topic < lines[j].Topic })
	for i := range lines {
		lines[i].Name = namer.Name(lines[i].Topic)
	}
	return lines
}
