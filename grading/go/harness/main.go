// Package harness is the body of the program that the grader generates for an answer. The program holds one or more
// sets of tests: the hidden ones, or an answer's own tests once per variant and mutant. Its whole source is
//
//	package main
//
//	import (
//		"specgen/harness"
//		s0 "trial/hidden"
//		s1 "trial/m03/test"
//	)
//
//	func main() {
//		harness.Main([]harness.Set{
//			{"hidden", []harness.Test{{"TestGrace", s0.TestGrace}, {"TestCap", s0.TestCap}}},
//			{"m03", []harness.Test{{"TestBerth", s1.TestBerth}}},
//		})
//	}
//
// and it is run as
//
//	t -set=hidden -run=TestGrace,TestCap
//	t -set=m03 -shuffle=7
//
// -set names the set, -run lists exact test names (absent: all of the set), -shuffle seeds the order (absent: as
// listed). The exit status is 0 when every selected test passed, 1 when one failed, ExitUsage when the flags do not
// fit the program. What each test did comes back by guard.Finish. A panic in a test's own goroutine fails that test
// and the rest still run. A panic of a subtest ends the process with status 2, but the result so far, with the test among
// the panicked ones, is sent first. Any other panic, or an error of the runtime, leaves status 2 and no result.
//
// # Building
//
// No go command is needed, only archives of the standard library and of this module, made once, and an importcfg that
// lists them (`go list -export -deps -f '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}' PACKAGES`; for
// race builds with -race and runtime/race among the packages):
//
//	compile -p trial/tariff -lang=go1.26 -complete -pack -c=1 -dwarf=false [-race] -importcfg CFG -o tariff.a tariff.go
//	compile -p trial/hidden -lang=go1.26 -complete -pack -c=1 -dwarf=false -l [-race] -importcfg CFG -o hidden.a grace_test.go
//	compile -p main -lang=go1.26 -complete -pack -c=1 -dwarf=false [-race] -importcfg CFG -o main.a main.go
//	link -s -w -buildmode=exe [-race] -importcfg LINKCFG -o t main.a
//
// CFG is the list plus `importmap tariff=trial/tariff` and a packagefile line for each package under trial/. The same
// without the importmap lines, which the linker does not know, is LINKCFG. Another importmap lays the same tests onto a
// variant, a mutant or a twin: `importmap berth=trial/m03/berth` and -p trial/m03/test. Everything that is not ours
// lives under "trial/" so that package guard is initialised first.
package harness

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"specgen/guard"
)

// ExitUsage is the exit status of a program whose flags name an unknown set or test: the grader's mistake.
const ExitUsage = 3

const largestStack = 64 << 20

// Test is a test function under its name.
type Test struct {
	Name string
	Run  func(*testing.T)
}

// Set is a named list of tests.
type Set struct {
	Name  string
	Tests []Test
}

// Main runs what the program's flags select, reports to the grader and exits.
func Main(sets []Set) {
	debug.SetMaxStack(largestStack)
	testing.Init()
	set := flag.String("set", "", "name of the set to run")
	run := flag.String("run", "", "exact names of tests, separated by commas")
	shuffle := flag.String("shuffle", "off", "seed of the order")
	flag.Parse()
	flag.Set("test.shuffle", *shuffle)
	tests, err := selectTests(sets, *set, *run)
	if err != nil {
		fmt.Fprintln(os.Stderr, "harness:", err)
		os.Exit(ExitUsage)
	}
	code := testing.MainStart(dependencies{}, tests, nil, nil, nil).Run()
	guard.Finish(code)
	os.Exit(code)
}

func selectTests(sets []Set, name, run string) ([]testing.InternalTest, error) {
	for _, set := range sets {
		if set.Name == name {
			return set.only(run)
		}
	}
	return nil, fmt.Errorf("no set %q in this program", name)
}

func (s Set) only(run string) ([]testing.InternalTest, error) {
	var chosen []testing.InternalTest
	wanted := strings.Split(run, ",")
	for _, test := range s.Tests {
		if run == "" || contains(wanted, test.Name) {
			chosen = append(chosen, testing.InternalTest{Name: test.Name, F: test.recorded})
		}
	}
	if run != "" && len(chosen) != len(wanted) {
		return nil, fmt.Errorf("set %q has %d of the tests %q", s.Name, len(chosen), run)
	}
	return chosen, nil
}

func contains(names []string, name string) bool {
	for _, one := range names {
		if one == name {
			return true
		}
	}
	return false
}
