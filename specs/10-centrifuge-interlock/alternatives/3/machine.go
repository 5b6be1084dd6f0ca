package interlock

import (
	"encoding/binary"
	"slices"
	"strings"
)

// One word per event (Lid … PowerOut): "" illegal, "?Q" asks, capital first letter of a target or "." to stay,
// then actions. "|" parts what follows a no.
var grid = [...][8]string{
	Open:    {"?0A", "", "", "", "", "", "", "G"},
	Ready:   {"?1A", "?2C|.h", "", "", ".l", "Fl", "", "G"},
	Rising:  {"", "", "E", "D", "Fl", "Eh", "Fl", "G"},
	Running: {"", "Dl", "E", ".l", "Fl", "", "E", "G"},
	Braking: {"", "?2C", "E", "", "B", ".h", "?1B|Fl", "G"},
	Fault:   {"", "", "?1Bl|Fl", "", ".l", ".h", "", "G"},
	Dark:    {},
}

// Actions as letters, in order of declaration.
const letters = "okidpcbfarhl"

var into = [...]string{"k", "i", "pa", "pla", "cba", "cbh", "lc"}
var outOf = [...]string{"o", "d", "r", "r", "fr", "f", "l"}

type mem struct {
	s, back byte
	n       byte
	lid     bool
}

type Machine struct {
	env Env
	mem
	q    []Event
	busy []byte // what Save returns while an event is handled
}

func New(env Env) *Machine      { return &Machine{env: env} }
func (m *Machine) State() State { return State(m.s) }

func (m *Machine) Fire(e Event) (err error) {
	m.q = append(m.q, e)
	if m.busy == nil {
		err = m.drain(len(m.q))
	}
	return err
}

func (m *Machine) drain(own int) (err error) {
	for ; len(m.q) > 0; own-- {
		if !m.one() && own == 1 {
			err = ErrIllegal
		}
		for m.lid && m.s == byte(Ready) {
			m.lid = false
			m.q = append([]Event{Lid}, m.q...)
			m.one()
		}
	}
	return err
}

func (m *Machine) one() (ok bool) {
	m.busy = m.bytes()
	was, e, rest, fine := m.mem, m.q[0], slices.Clone(m.q[1:]), false
	m.q = m.q[1:]
	defer func() {
		m.busy = nil
		if !fine {
			m.mem, m.q = was, rest
		}
	}()
	ok = m.step(e)
	fine = true
	return ok
}

func (m *Machine) step(e Event) bool {
	s := State(m.s)
	switch {
	case s == Dark:
		return m.dark(e)
	case e < Lid || e > PowerOut:
		return false
	case s == Braking && e == Lid:
		m.lid = true
		return true
	case s == Running && e == Wobble:
		if m.n++; m.n < 3 {
			return m.follow(".h")
		}
		return m.follow("Ehl")
	case e == PowerOut:
		m.back = m.s
	}
	word := grid[s][e]
	if word == "" {
		return false
	}
	yes, no, _ := strings.Cut(word, "|")
	if yes[0] != '?' {
		return m.follow(yes)
	}
	if m.env.Ask(Question(yes[1] - '0')) {
		return m.follow(strings.Replace(yes[2:], "A", map[State]string{Open: "B", Ready: "A"}[s], 1))
	}
	return no != "" && m.follow(no)
}

func (m *Machine) dark(e Event) bool {
	b := State(m.back)
	spins := b == Rising || b == Running
	switch {
	case e == Stop && spins:
		m.back = byte(Braking)
	case e == AtRest && (spins || b == Braking):
		m.back = byte(Ready)
	case e == PowerBack:
		if b != Open && b != Fault && !m.env.Ask(Shut) {
			b = Fault
		}
		return m.follow(string(rune('A' + b)))
	default:
		return false
	}
	return true
}

func (m *Machine) follow(w string) bool {
	if w[0] == '.' {
		m.do(w[1:])
		return true
	}
	m.do(outOf[m.s])
	from := State(m.s)
	m.s = w[0] - 'A'
	switch State(m.s) {
	case Running:
		if from != Dark {
			m.n = 0
		}
		m.lid = false
	case Open, Rising, Fault:
		m.lid = false
	}
	m.do(w[1:])
	m.do(into[m.s])
	return true
}

func (m *Machine) do(w string) {
	for i := range w {
		if w[i] == 'a' || w[i] == 'r' {
			for k, e := range m.q {
				if e == Expired {
					m.q[k] = 99
				}
			}
		}
		m.env.Do(Action(strings.IndexByte(letters, w[i])))
	}
}

func (m *Machine) bytes() []byte {
	b := []byte{m.s, m.back, m.n, 0}
	if m.lid {
		b[3] = 1
	}
	b = binary.AppendUvarint(b, uint64(len(m.q)))
	for _, e := range m.q {
		b = binary.AppendVarint(b, int64(e))
	}
	return b
}

func (m *Machine) Save() []byte {
	if m.busy != nil {
		return append([]byte(nil), m.busy...)
	}
	return m.bytes()
}

func (m *Machine) Restore(b []byte) error {
	if m.busy != nil {
		return ErrBusy
	}
	if len(b) < 5 || b[0] > byte(Dark) || b[1] > byte(Fault) || b[2] > 3 || b[3] > 1 {
		return ErrSaved
	}
	next := mem{b[0], b[1], b[2], b[3] == 1}
	count, n := binary.Uvarint(b[4:])
	if n <= 0 || count > uint64(len(b)) {
		return ErrSaved
	}
	var q []Event
	for rest := b[4+n:]; count > 0; count-- {
		e, n := binary.Varint(rest)
		if n <= 0 {
			return ErrSaved
		}
		q, rest = append(q, Event(e)), rest[n:]
	}
	m.mem, m.q = next, q
	m.drain(0)
	return nil
}
