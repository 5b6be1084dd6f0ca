// canary: 092c070a-aaa2-4a4f-984b-0da0ccd53e8b

package label_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"label"
	"specgen/guard"
)

func TestWithoutFaults(t *testing.T) {
	if label.ErrList == nil {
		t.Fatal("R6: ErrList is nil")
	}
	for _, count := range []int{0, 1, 2, 12, 130} {
		m, labels := fresh(), tubes(count)
		for _, when := range []string{"first call", "second call", "third call"} {
			if _, err := m.run(t, when, labels); err != nil {
				t.Fatalf("R2: %d labels, %s: %v", count, when, err)
			}
			if len(m.paper) > count {
				t.Fatalf("R5: %d labels, %s: %d have come out", count, when, len(m.paper))
			}
			if !slices.Equal(m.paper, labels) {
				t.Fatalf("R1: %d labels, %s: came out as %v", count, when, m.paper)
			}
		}
	}
}

func TestEqualLabels(t *testing.T) {
	a, b := label.Label{Tube: "1", Text: "plasma"}, label.Label{}
	for _, labels := range [][]label.Label{{a, a}, {a, b, a, a, b}, {b, b, b}} {
		m := fresh()
		for range 2 {
			if _, err := m.run(t, "equal labels", labels); err != nil {
				t.Fatalf("R2: equal labels: %v", err)
			}
			if !slices.Equal(m.paper, labels) {
				t.Fatalf("R3: equal labels %v: came out as %v", labels, m.paper)
			}
		}
	}
}

// TestPrinterFails lets the printer fail at each label, up to three times in a row. That tells for certain that the label
// has not come out, so nothing may be missing or come out twice.
func TestPrinterFails(t *testing.T) {
	labels := tubes(4)
	for place := range labels {
		for times := 1; times <= 3; times++ {
			m, failed := fresh(), 0
			p := printer{m, func() bool {
				fails := len(m.paper) == place && failed < times
				if fails {
					failed++
				}
				return fails
			}}
			for range times {
				if err := label.Run(m, p, slices.Clone(labels)); !errors.Is(err, errPaper) {
					t.Fatalf("R4: printer fails at place %d: error %v", place, err)
				}
				if len(m.paper) != place {
					t.Fatalf("R4: printer fails at place %d: %d labels have come out", place, len(m.paper))
				}
			}
			if err := label.Run(m, p, slices.Clone(labels)); err != nil {
				t.Fatalf("R2: after %d errors of the printer at place %d: %v", times, place, err)
			}
			if len(m.paper) > len(labels) {
				t.Fatalf("R5: after %d errors of the printer at place %d: came out as %v", times, place, m.paper)
			}
			if !slices.Equal(m.paper, labels) {
				t.Fatalf("R2: after %d errors of the printer at place %d: came out as %v", times, place, m.paper)
			}
		}
	}
}

var errPaper = errors.New("out of paper")

// printer fails where it is told to.
type printer struct {
	*machine
	fails func() bool
}

func (p printer) Print(one label.Label) error {
	if p.fails() {
		return errPaper
	}
	return p.machine.Print(one)
}

func TestOtherList(t *testing.T) {
	of := func(texts ...string) []label.Label {
		var labels []label.Label
		for i := 0; i+1 < len(texts); i += 2 {
			labels = append(labels, label.Label{Tube: texts[i], Text: texts[i+1]})
		}
		return labels
	}
	for _, lists := range [][2][]label.Label{
		{of("a", "b"), of("a", "c")},
		{of("a", "b"), of("c", "b")},
		{of("a", "b", "c", "d"), of("a", "b")},
		{of("a", "b"), of("a", "b", "c", "d")},
		{of("a", "b", "c", "d"), of("c", "d", "a", "b")},
		{of("a", "b", "a", "b"), of("a", "b")},
		{of("ab", "c"), of("a", "bc")},
		{of("a b", "c"), of("a", "b c")},
		{of("a", "b\nc"), of("a\nb", "c")},
		{of("a,b", "c"), of("a", "b,c")},
		{of("a", "b", "c", "d"), of("a", "b} {c d")},
		{of("a|b", "c"), of("a", "b|c")},
		{of("a\x00b", "c"), of("a", "b\x00c")},
		{of("\"a\"", "b"), of("a", "b")},
		{of("a\tb", ""), of("a", "b\t")},
		{of("ab", "", "c", ""), of("a", "b", "", "c")},
		{of("a", "b", "", ""), of("a", "b")},
		{of("a", "b"), nil},
		{of("é", "b"), of("e\u0301", "b")},
	} {
		m := fresh()
		if _, err := m.run(t, "first list", lists[0]); err != nil {
			t.Fatalf("R2: %q: %v", lists[0], err)
		}
		printed, recorded := len(m.paper), len(m.disk)
		if _, err := m.run(t, "other list", lists[1]); !errors.Is(err, label.ErrList) {
			t.Errorf("R6: %q after %q: error %v, want %v", lists[1], lists[0], err, label.ErrList)
		}
		if len(m.paper) != printed || len(m.disk) != recorded {
			t.Errorf("R6: %q after %q: something was printed or recorded", lists[1], lists[0])
		}
		if _, err := m.run(t, "first list", lists[0]); err != nil || len(m.paper) != printed {
			t.Errorf("R5: %q once more: error %v, %d labels came out", lists[0], err, len(m.paper))
		}
	}
}

// TestOtherListHalfway comes with another list when the first is partly printed.
func TestOtherListHalfway(t *testing.T) {
	labels := tubes(4)
	m := fresh()
	p := printer{m, func() bool { return len(m.paper) == 2 }}
	if err := label.Run(m, p, labels); !errors.Is(err, errPaper) {
		t.Fatalf("R4: printer fails at the third label: error %v", err)
	}
	other := slices.Clone(labels)
	other[3].Text = "urine"
	if err := label.Run(m, m, other); !errors.Is(err, label.ErrList) || len(m.paper) != 2 {
		t.Errorf("R6: another list halfway: error %v, %d labels have come out", err, len(m.paper))
	}
	if err := label.Run(m, m, labels); err != nil || !slices.Equal(m.paper, labels) {
		t.Errorf("R2: first list again: error %v, came out as %v", err, m.paper)
	}
}

// kept tells in which way a code falls short when something goes wrong.
type kept struct{ missing, repeated bool }

// TestGuarantee has one fault at each call, in every way, and then a second one at each later call. A crash, or an error
// of the journal, may cost one label; which way it does so has to be the same everywhere.
func TestGuarantee(t *testing.T) {
	var found kept
	labels := tubes(3)
	faults := []fault{{err: errors.New("first fault")}}
	for effect := range effects {
		faults = append(faults, fault{crash: true, kept: effect})
	}
	for call := 1; found.after(t, labels, map[int]fault{call: faults[0]}); call++ {
		for _, first := range faults {
			if !found.after(t, labels, map[int]fault{call: first}) {
				continue
			}
			for later := call + 1; found.after(t, labels, map[int]fault{call: first, later: {crash: true}}); later++ {
				for _, second := range faults {
					if second.err != nil {
						second.err = errors.New("second fault")
					}
					found.after(t, labels, map[int]fault{call: first, later: second})
				}
				if t.Failed() {
					t.FailNow()
				}
			}
		}
	}
	found.afterManyLabels(t)
	switch {
	case t.Failed():
	case found.repeated && found.missing:
		t.Error("R2: labels are missing after some crashes, and come out twice (R5) after others")
	case found.repeated:
		guard.Observe("guarantee", "at-least-once")
	case found.missing:
		guard.Observe("guarantee", "at-most-once")
	default:
		t.Error("R5: what is remembered across a crash is not in the journal")
	}
}

// afterManyLabels has records with numbers of several digits, any of which may be cut off.
func (k *kept) afterManyLabels(t *testing.T) {
	t.Helper()
	labels := tubes(23)
	for call := 1; ; call++ {
		reached := false
		for effect := range effects {
			reached = k.after(t, labels, map[int]fault{call: {crash: true, kept: effect}}) || reached
		}
		if !reached || t.Failed() {
			return
		}
	}
}

// after calls Run until it is not disturbed any more and holds R1, R2 and R5 as far as they can be met. It returns false
// when one of the faults has not come, or has nothing to tell from another one.
func (k *kept) after(t *testing.T, labels []label.Label, faults map[int]fault) bool {
	t.Helper()
	m := fresh()
	m.faults = faults
	when := fmt.Sprint("faults by call: ", faults)
	allowed := 0
	var last error
	for {
		done, err := m.run(t, when, labels)
		last = err
		if done.crashed || done.ofJournal {
			allowed++
		}
		if !done.crashed && len(done.errors) == 0 {
			break
		}
	}
	if m.pending() || m.idle {
		return false
	}
	k.judge(t, when, m.paper, labels, allowed, last)
	return true
}

func (k *kept) judge(t *testing.T, when string, paper, labels []label.Label, allowed int, last error) {
	t.Helper()
	count, latest := make([]int, len(labels)), 0
	for _, one := range paper {
		place := slices.Index(labels, one)
		if place < latest {
			t.Errorf("R1: %s: labels came out as %v", when, paper)
			return
		}
		latest = place
		count[place]++
	}
	missing, repeated := 0, 0
	for _, n := range count {
		missing += max(0, 1-n)
		repeated += max(0, n-1)
	}
	k.repeated = k.repeated || repeated > 0
	if last != nil {
		// Who does not know whether a label has come out may stop there rather than leave it out in silence.
		k.missing = true
		if allowed == 0 || repeated > 0 {
			t.Errorf("R2: %s: the last call, with nothing in its way, returned %v", when, last)
		}
		return
	}
	k.missing = k.missing || missing > 0
	if missing > allowed || repeated > allowed {
		t.Errorf("R5: %s: %d labels are missing and %d came out again, more than one for each interruption: %v", when, missing, repeated, paper)
	}
}
