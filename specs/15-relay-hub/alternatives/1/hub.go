// Package relay hands messages on, within one process, to whoever has subscribed to their topic.
package relay

import (
	"cmp"
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
type Hub struct {
	journal Journal
	writing sync.Mutex   // held while something is noted and then changed
	lock    sync.RWMutex // guards what follows, and never while the journal, a handler or a namer runs
	topics  map[string]*topic
	last    int // ID of the last subscription
}

// A topic's list of stays is never changed, only replaced: who has taken it from here may read it without a lock.
type topic struct {
	stays []*stay
	sent  int
}

// A stay is the time from a subscription's coming to a topic to its leaving it. It is never taken up again.
type stay struct {
	sub   *Sub
	topic string
	over  bool // guarded by the hub's lock
}

// A Sub is a subscription. It is at one topic until it is unsubscribed.
type Sub struct {
	hub    *Hub
	id     int
	handle func(Msg)
	now    *stay // over once unsubscribed; guarded by the hub's lock
}

// New returns a hub without topics that notes changes in a journal.
func New(journal Journal) *Hub {
	return &Hub{journal: journal, topics: make(map[string]*topic)}
}

// ID returns the number of the subscription: 1 for the first of a hub, then 2, and so on.
func (s *Sub) ID() int { return s.id }

// Subscribe makes a subscription that is the last at a topic. The handler is called with each message, in a goroutine of
// its own; if it ends that goroutine by runtime.Goexit, that is as good as returning.
func (h *Hub) Subscribe(name string, handle func(Msg)) *Sub {
	s := &Sub{hub: h, handle: handle}
	h.writing.Lock()
	defer h.writing.Unlock()
	s.id = h.last + 1
	h.journal.Note(Change{s.id, name, true})
	h.update(func() {
		h.last++
		h.arrive(s, name)
	})
	return s
}

// Unsubscribe ends the subscription. Once it has returned, no call of the handler begins. On a subscription that has
// ended it does nothing.
func (s *Sub) Unsubscribe() {
	s.hub.writing.Lock()
	defer s.hub.writing.Unlock()
	if !s.now.over {
		s.hub.journal.Note(Change{s.id, s.now.topic, false})
		s.hub.update(func() { s.hub.depart(s) })
	}
}

// Move takes a subscription to another topic, at which it is the last. Where it is already, it stays as it is; one that
// has ended stays ended.
func (h *Hub) Move(s *Sub, name string) {
	h.writing.Lock()
	defer h.writing.Unlock()
	if s.now.over || s.now.topic == name {
		return
	}
	h.journal.Note(Change{s.id, s.now.topic, false})
	h.journal.Note(Change{s.id, name, true})
	h.update(func() {
		h.depart(s)
		h.arrive(s, name)
	})
}

// update makes a change that has been noted.
func (h *Hub) update(change func()) {
	h.lock.Lock()
	defer h.lock.Unlock()
	change()
}

// Publish calls the handlers of the subscriptions at a topic, one after another, in the order in which these have come.
// It returns when the last has returned. A topic that is not open has nobody to call.
func (h *Hub) Publish(name string, m Msg) {
	for _, one := range h.audience(name) {
		if h.lasts(one) {
			one.sub.deliver(m)
		}
	}
}

func (h *Hub) audience(name string) []*stay {
	h.lock.Lock()
	defer h.lock.Unlock()
	t, open := h.topics[name]
	if !open {
		return nil
	}
	t.sent++
	return t.stays
}

func (h *Hub) lasts(one *stay) bool {
	h.lock.RLock()
	defer h.lock.RUnlock()
	return !one.over
}

// Count returns the number of subscriptions at a topic.
func (h *Hub) Count(name string) int {
	h.lock.RLock()
	defer h.lock.RUnlock()
	t, open := h.topics[name]
	if !open {
		return 0
	}
	return len(t.stays)
}

// Stats returns a line for each open topic, in ascending order of the topics.
func (h *Hub) Stats(namer Namer) []Line {
	lines := h.unnamed()
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.Topic, b.Topic) })
	for i, line := range lines {
		lines[i].Name = namer.Name(line.Topic)
	}
	return lines
}

func (h *Hub) unnamed() (lines []Line) {
	h.lock.RLock()
	defer h.lock.RUnlock()
	for name, t := range h.topics {
		lines = append(lines, Line{Topic: name, Subs: len(t.stays), Sent: t.sent})
	}
	return lines
}

// arrive and depart begin and end a stay. The caller holds the lock for writing.
func (h *Hub) arrive(s *Sub, name string) {
	t, open := h.topics[name]
	if !open {
		t = new(topic)
		h.topics[name] = t
	}
	s.now = &stay{sub: s, topic: name}
	t.stays = append(slices.Clone(t.stays), s.now)
}

func (h *Hub) depart(s *Sub) {
	name := s.now.topic
	s.now.over = true
	t := h.topics[name]
	rest := make([]*stay, 0, len(t.stays))
	for _, one := range t.stays {
		if one != s.now {
			rest = append(rest, one)
		}
	}
	t.stays = rest
	if len(rest) == 0 {
		delete(h.topics, name)
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
