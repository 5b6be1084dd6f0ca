package proof

import (
	"fmt"
	"strings"
	"testing"
)

func TestSeveralTestsInOneProcess(t *testing.T) {
	path, _ := program(t, false)
	found := start(t, path, nil, "-set=hidden", "-run=TestFailPlain,TestPanicPlain,TestSkipPlain,TestFineSubtest,TestFineObserves")
	if found.status != 1 || !strings.HasPrefix(found.framed, "\x00"+nonce+"{") {
		t.Fatalf("status %d, result %q", found.status, found.framed)
	}
	got := fmt.Sprint(found.result.Ran, found.result.Failed, found.result.Panicked, found.result.Skipped)
	if want := "[TestFineObserves TestFineSubtest] [TestFailPlain] [TestPanicPlain] [TestSkipPlain]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if value := found.result.Observed["day \"30\"\n"]; value != "in\x00 \ufffd é" {
		t.Errorf("observed %q", found.result.Observed)
	}
}

func TestPanicOfASubtestStillReports(t *testing.T) {
	path, _ := program(t, false)
	for _, name := range []string{"TestSubPanic", "TestSubParallelPanic"} {
		found := start(t, path, nil, "-set=hidden", "-run=TestFineObserves,"+name)
		if found.status != 2 || found.result.Code != 2 || fmt.Sprint(found.result.Panicked) != "["+name+"]" {
			t.Errorf("%s: status %d, result %q", name, found.status, found.framed)
		}
	}
}

func TestShuffleKeepsTheSetAndFollowsTheSeed(t *testing.T) {
	path, names := program(t, false)
	var fine []string
	for _, name := range names {
		if strings.HasPrefix(name, "TestFine") {
			fine = append(fine, name)
		}
	}
	orders := map[string]bool{}
	for _, seed := range []string{"1", "2", "1"} {
		found := start(t, path, nil, "-set=hidden", "-run="+strings.Join(fine, ","), "-shuffle="+seed)
		if found.status != 0 || len(found.result.Ran) != len(fine) {
			t.Fatalf("status %d, %d of %d ran\n%s", found.status, len(found.result.Ran), len(fine), found.text)
		}
		orders[fmt.Sprint(found.result.Ran)] = true
	}
	if len(orders) != 2 {
		t.Errorf("%d orders from two seeds, want 2", len(orders))
	}
}

func TestUnknownNamesAreTheGradersMistake(t *testing.T) {
	path, _ := program(t, false)
	for _, arguments := range [][]string{{"-set=other"}, {"-set=hidden", "-run=TestNone"}, {"-set=hidden", "-run=TestFineSubtest,TestNone"}} {
		if found := start(t, path, nil, arguments...); found.status != 3 || found.framed != "" {
			t.Errorf("%v: status %d, result %q", arguments, found.status, found.framed)
		}
	}
}

// TestInitOrder reads what the runtime says about initialisation.
func TestInitOrder(t *testing.T) {
	for _, race := range []bool{false, true} {
		path, _ := program(t, race)
		found := start(t, path, []string{"GODEBUG=inittrace=1"}, "-set=hidden", "-run=TestFineSubtest")
		guard := strings.Index(found.text, "init specgen/guard ")
		answer := strings.Index(found.text, "init trial/")
		if guard < 0 || answer < 0 || guard > answer {
			t.Errorf("race=%v: guard at %d, answer at %d\n%s", race, guard, answer, found.text)
		}
	}
}
