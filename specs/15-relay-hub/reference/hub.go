// Package relay hands messages on, within one process, to whoever has subscribed to their topic.
package relay

import (
	"maps"
	"slices"
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
// There are two locks, neither of them held while a handler or a namer runs. Who changes something holds changes from its
// decision to its end, and thus while it is noted. Only then it takes state as well, for the moment in which the change is
// made; who only reads takes state alone, and so never waits for the journal.
type Hub struct {
	journal Journal
	changes sync.Mutex

	state    sync.Mutex // guards what follows and all subscriptions; with changes held they may be read without it
	topics   map[string]*topic
	last     int // ID of the last subscription
	arrivals int // how often a subscription has come to a topic
}

type topic struct {
	name string
	subs []*Sub // in the order in which they have come
	sent int
}

// A Sub is a subscription. It is at one topic until it is unsubscribed.
type Sub struct {
	hub     *Hub
	id      int
	handle  func(Msg)
	at      *topic // nil once unsubscribed
	arrival int    // the hub's arrivals when it came there
}

// New returns a hub without topics that notes changes in a journal.
func New(journal Journal) *Hub {
	return &Hub{journal: journal, topics: map[string]*topic{}}
}

// ID returns the number of the subscription: 1 for the first of a hub, then 2, and so on.
func (s *Sub) ID() int { return s.id }

// Subscribe makes a subscription that is the last at a topic. The handler is called with each message, in a goroutine of
// its own; if it ends that goroutine by runtime.Goexit, that is as good as returning.
func (h *Hub) Subscribe(name string, handle func(Msg)) *Sub {
	h.changes.Lock()
	defer h.changes.Unlock()
	s := &Sub{hub: h, id: h.last + 1, handle: handle}
	h.journal.Note(Change{Sub: s.id, Topic: name, Came: true})
	h.state.Lock()
	defer h.state.Unlock()
	h.last = s.id
	h.come(s, name)
	return s
}

// Unsubscribe ends the subscription. Once it has returned, no call of the handler begins. On a subscription that has
// ended it does nothing.
func (s *Sub) Unsubscribe() {
	h := s.hub
	h.changes.Lock()
	defer h.changes.Unlock()
	if s.at == nil {
		return
	}
	h.journal.Note(Change{Sub: s.id, Topic: s.at.name})
	h.state.Lock()
	defer h.state.Unlock()
	h.leave(s)
}

// Publish calls the handlers of the subscriptions at a topic, one after another, in the order in which these have come.
// It returns when the last has returned. A topic that is not open has nobody to call. Who leaves the topic before it is
// its turn is not called, even if it comes back.
func (h *Hub) Publish(name string, m Msg) {
	subs, arrivals := h.begin(name)
	for _, s := range subs {
		if h.stayed(s, name, arrivals) {
			s.deliver(m)
		}
	}
}

// begin counts a message and returns who is at its topic, and the number of arrivals so far.
func (h *Hub) begin(name string) ([]*Sub, int) {
	h.state.Lock()
	defer h.state.Unlock()
	t := h.topics[name]
	if t == nil {
		return nil, 0
	}
	t.sent++
	return slices.Clone(t.subs), h.arrivals
}

// stayed tells whether a subscription is at a topic and was among the first so many arrivals.
func (h *Hub) stayed(s *Sub, name string, arrivals int) bool {
	h.state.Lock()
	defer h.state.Unlock()
	return s.at != nil && s.at.name == name && s.arrival <= arrivals
}

// Move takes a subscription to another topic, at which it is the last. Where it is already, it stays as it is; one that
// has ended stays ended.
func (h *Hub) Move(s *Sub, name string) {
	h.changes.Lock()
	defer h.changes.Unlock()
	if s.at == nil || s.at.name == name {
		return
	}
	h.journal.Note(Change{Sub: s.id, Topic: s.at.name})
	h.journal.Note(Change{Sub: s.id, Topic: name, Came: true})
	h.state.Lock()
	defer h.state.Unlock()
	h.leave(s)
	h.come(s, name)
}

// Count returns the number of subscriptions at a topic.
func (h *Hub) Count(name string) int {
	h.state.Lock()
	defer h.state.Unlock()
	if t := h.topics[name]; t != nil {
		return len(t.subs)
	}
	return 0
}

// Stats returns a line for each open topic, in ascending order of the topics.
func (h *Hub) Stats(namer Namer) []Line {
	lines := h.lines()
	for i := range lines {
		lines[i].Name = namer.Name(lines[i].Topic)
	}
	return lines
}

// lines returns those of Stats, without names.
func (h *Hub) lines() []Line {
	h.state.Lock()
	defer h.state.Unlock()
	var lines []Line
	for _, name := range slices.Sorted(maps.Keys(h.topics)) {
		t := h.topics[name]
		lines = append(lines, Line{Topic: name, Subs: len(t.subs), Sent: t.sent})
	}
	return lines
}

// come takes a subscription to a topic, which is opened if need be. The caller holds both locks.
func (h *Hub) come(s *Sub, name string) {
	t := h.topics[name]
	if t == nil {
		t = &topic{name: name}
		h.topics[name] = t
	}
	h.arrivals++
	s.at, s.arrival = t, h.arrivals
	t.subs = append(t.subs, s)
}

// leave takes a subscription away from its topic, which is closed if nobody is left. The caller holds both locks.
func (h *Hub) leave(s *Sub) {
	t := s.at
	s.at = nil
	t.subs = slices.DeleteFunc(t.subs, func(one *Sub) bool { return one == s })
	if len(t.subs) == 0 {
		delete(h.topics, t.name)
	}
}

// deliver calls the handler and waits for the end of its goroutine.
func (s *Sub) deliver(m Msg) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.handle(m)
	}()
	<-done
}
