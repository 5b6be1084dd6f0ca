// Package relay hands messages on, within one process, to whoever has subscribed to their topic.
package relay

import (
	"slices"
	"sync"
	"sync/atomic"
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
type Hub struct {
	journal Journal
	lock    sync.RWMutex // guards what follows
	topics  map[string]*topic
	last    int // ID of the last subscription
}

type topic struct {
	name string
	lock sync.RWMutex // guards what follows
	subs []*Sub       // in the order in which they have come
	sent int
}

// A Sub is a subscription. It is at one topic until it is unsubscribed.
type Sub struct {
	hub    *Hub
	id     int
	handle func(Msg)
	at     atomic.Pointer[topic] // nil once unsubscribed; changed only under the lock of the topic that it points to
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
	h.lock.Lock()
	defer h.lock.Unlock()
	h.last++
	s := &Sub{hub: h, id: h.last, handle: handle}
	t := h.open(name)
	t.lock.Lock()
	defer t.lock.Unlock()
	h.come(s, t)
	return s
}

// Unsubscribe ends the subscription. Once it has returned, no call of the handler begins. On a subscription that has
// ended it does nothing.
func (s *Sub) Unsubscribe() {
	h := s.hub
	h.lock.Lock()
	defer h.lock.Unlock()
	t := s.lockTopic()
	if t == nil {
		return
	}
	defer t.lock.Unlock()
	h.leave(s, t)
	s.at.Store(nil)
	h.closeIfEmpty(t)
}

// Publish calls the handlers of the subscriptions at a topic, one after another, in the order in which these have come.
// It returns when the last has returned. A topic that is not open has nobody to call.
func (h *Hub) Publish(name string, m Msg) {
	t := h.find(name)
	if t == nil {
		return
	}
	t.count()
	t.lock.RLock()
	defer t.lock.RUnlock()
	for _, s := range t.subs {
		s.deliver(m)
	}
}

// Move takes a subscription to another topic, at which it is the last. Where it is already, it stays as it is; one that
// has ended stays ended.
func (h *Hub) Move(s *Sub, name string) {
	t := s.lockTopic()
	if t == nil {
		return
	}
	defer t.lock.Unlock()
	if t.name == name {
		return
	}
	h.leave(s, t)
	h.lock.Lock()
	defer h.lock.Unlock()
	h.closeIfEmpty(t)
	next := h.open(name)
	next.lock.Lock()
	defer next.lock.Unlock()
	h.come(s, next)
}

// Count returns the number of subscriptions at a topic.
func (h *Hub) Count(name string) int {
	t := h.find(name)
	if t == nil {
		return 0
	}
	t.lock.RLock()
	defer t.lock.RUnlock()
	return len(t.subs)
}

// Stats returns a line for each open topic, in ascending order of the topics.
func (h *Hub) Stats(namer Namer) []Line {
	h.lock.RLock()
	defer h.lock.RUnlock()
	var lines []Line
	for name, t := range h.topics {
		lines = append(lines, Line{Topic: name, Name: namer.Name(name), Subs: h.Count(name), Sent: t.total()})
	}
	slices.SortFunc(lines, func(a, b Line) int {
		if a.Topic < b.Topic {
			return -1
		}
		return 1
	})
	return lines
}

// find returns an open topic, or nil.
func (h *Hub) find(name string) *topic {
	h.lock.RLock()
	defer h.lock.RUnlock()
	return h.topics[name]
}

// open returns a topic, which is opened if need be. The caller holds the hub's lock.
func (h *Hub) open(name string) *topic {
	t := h.topics[name]
	if t == nil {
		t = &topic{name: name}
		h.topics[name] = t
	}
	return t
}

// closeIfEmpty forgets a topic without subscriptions. The caller holds the locks of both.
func (h *Hub) closeIfEmpty(t *topic) {
	if len(t.subs) == 0 && h.topics[t.name] == t {
		delete(h.topics, t.name)
	}
}

// come and leave change who is at a topic. The caller holds the topic's lock.
func (h *Hub) come(s *Sub, t *topic) {
	t.subs = append(t.subs, s)
	s.at.Store(t)
	h.journal.Note(Change{Sub: s.id, Topic: t.name, Came: true})
}

func (h *Hub) leave(s *Sub, t *topic) {
	t.subs = slices.DeleteFunc(t.subs, func(one *Sub) bool { return one == s })
	h.journal.Note(Change{Sub: s.id, Topic: t.name})
}

func (t *topic) count() {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.sent++
}

func (t *topic) total() int {
	t.lock.RLock()
	defer t.lock.RUnlock()
	return t.sent
}

// lockTopic locks the topic at which the subscription is and returns it, or nil if the subscription has ended.
func (s *Sub) lockTopic() *topic {
	for {
		t := s.at.Load()
		if t == nil {
			return nil
		}
		t.lock.Lock()
		if s.at.Load() == t {
			return t
		}
		t.lock.Unlock()
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
