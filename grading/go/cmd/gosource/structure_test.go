package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// archives lists export data of what the test sources import.
var archives = sync.OnceValues(func() (string, error) {
	output, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}",
		"errors", "fmt", "sort", "time").Output()
	return string(output), err
})

func structureOf(t *testing.T, typed bool, shortest int, files ...string) *Structure {
	t.Helper()
	request := Request{Packages: []Package{{"depot/bins", "bins"}, {"plan", "."}}, Imports: strings.Fields("errors fmt sort time"), RepeatedTokens: shortest}
	for i := 0; i < len(files); i += 2 {
		request.Files = append(request.Files, File{Path: files[i], Content: files[i+1]})
	}
	known := map[string]string{}
	if typed {
		text, err := archives()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "importcfg")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if known, err = readArchives(path); err != nil {
			t.Fatal(err)
		}
	}
	report := judge(request, known)
	if report.Structure == nil || report.Structure.Typed != typed {
		t.Fatalf("%+v", report)
	}
	return report.Structure
}

func named(t *testing.T, structure *Structure, name string) Function {
	t.Helper()
	for _, one := range structure.Functions {
		if one.Name == name {
			return one
		}
	}
	t.Fatalf("no function %q in %+v", name, structure.Functions)
	return Function{}
}

const measured = `package plan

import "sort"

type list []int

// Big has a comment that does not count.
func (l *list) Big(a, b int, c func(d int), _ string) (e, f int) {
	if a > 0 && b > 0 || a < b { a++; b++ }
	for i := 0; i < a; i++ { for range b { c(i) } }
	switch a {
	case 1, 2: return
	default: b--
	}
	select { case <-make(chan int): default: }
	sort.Slice(*l, func(i, j int) bool { if i == j { return true }; return i < j })
	return
}

var small = func() {
	for { }
}
`

func TestMeasuresFunctions(t *testing.T) {
	structure := structureOf(t, true, 0, "plan.go", measured)
	big := named(t, structure, "list.Big")
	// 1 + if, &&, ||, for, range, case, select case, if in the literal
	if big.Complexity != 9 || big.Parameters != 4 || big.Loops != 2 || big.LoopDepth != 2 || !big.Exported {
		t.Errorf("%+v", big)
	}
	// gofmt puts every statement on a line of its own.
	if big.Lines != 28 || big.Line != 8 {
		t.Errorf("%d lines from line %d", big.Lines, big.Line)
	}
	if literal := structure.Functions[1]; literal.Loops != 1 || literal.Lines != 4 || !literal.Called {
		t.Errorf("%+v", literal)
	}
}

func TestLayoutMovesNothing(t *testing.T) {
	crammed := "package plan\nfunc f(x int) int { if x > 0 { x++; x++ }; for x < 9 { x++ }; return x }\n"
	spread := "package plan\n\nfunc f(x int) int {\n\tif x > 0 {\n\t\tx++\n\t\tx++\n\t}\n\tfor x < 9 {\n\t\tx++\n\t}\n\treturn x\n}\n"
	one, two := structureOf(t, true, 0, "plan.go", crammed), structureOf(t, true, 0, "plan.go", spread)
	if got, want := one.Functions[0].Lines, two.Functions[0].Lines; got != want {
		t.Errorf("%d lines, and %d in another layout", got, want)
	}
}

func TestCalled(t *testing.T) {
	source := `package plan
type shape interface{ area() int }
type square struct{}
func (square) area() int { return 1 }
func (square) idle() int { return 2 }
func use(s shape) int { return s.area() }
func Plan() int { return use(square{}) + value() }
func again() { again() }
func value() int { return 3 }
func init() {}
var hook = kept
func kept() {}
`
	structure := structureOf(t, true, 0, "plan.go", source)
	for name, want := range map[string]bool{"square.area": true, "square.idle": false, "use": true, "again": false, "value": true, "kept": true, "init": true} {
		if got := named(t, structure, name).Called; got != want {
			t.Errorf("%s called: %v, want %v", name, got, want)
		}
	}
}

const zones = `package plan
func a(beds []int, rate int) (total int) {
	for i, bed := range beds {
		if bed > rate { total += bed * 3 } else { total -= i }
		if total > 100 { total = 100 }
	}
	return total
}
func b(fields []int, speed int) (sum int) {
	for n, field := range fields {
		if field > speed { sum += field * 7 } else { sum -= n }
		if sum > 250 { sum = 250 }
	}
	return sum
}
`

func TestRepetitions(t *testing.T) {
	table := "package plan\nvar sink any\nfunc f() {\n\tsink = []struct{ a string; b int }{\n" + strings.Repeat("\t\t{\"x\", 1},\n", 40) + "\t}\n}\n"
	different := strings.Replace(zones, "sum += field * 7 } else { sum -= n }", "sum = field }; for sum > 3 { sum-- ; break }", 1)
	for name, c := range map[string]struct {
		source string
		want   int
	}{
		"copy with other names": {zones, 1},
		"changed in the middle": {different, 0},
		"table of data":         {table, 0},
	} {
		found := structureOf(t, false, 30, "plan.go", c.source).RepeatedRuns
		if len(found) != c.want {
			t.Errorf("%s: %+v, want %d", name, found, c.want)
		}
	}
	run := structureOf(t, false, 30, "plan.go", zones).RepeatedRuns[0]
	if run.Tokens != 38 || run.A.Line != 3 || run.B.Line != 16 {
		t.Errorf("%+v", run)
	}
}

func TestConstructs(t *testing.T) {
	source := `package plan
type text string
func f(x []byte, s string, n int) {
	for range n { }
	if n > 0 { } else if n < 0 { } else { }
	var m map[string]int
	go func() { defer f(nil, "", 0) }()
	switch n { }
	goto end
end:
	_, _, _, _ = m, string(x), []byte(s), text(s)
	_ = rune(n)
}
func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool { return n != 0 && even(n-1) }
type wrapped struct{ inner error }
func (w wrapped) Error() string { return w.inner.Error() }
`
	want := map[string]int{"range": 1, "else": 2, "map": 1, "closure": 1, "recursion": 3, "string-conversion": 2, "goto": 1, "goroutine": 1, "defer": 1, "switch": 1}
	for _, typed := range []bool{true, false} {
		structure := structureOf(t, typed, 0, "plan.go", source)
		for name, count := range want {
			if got := len(structure.Banned[name]); got != count {
				t.Errorf("typed %v: %s: %v, want %d", typed, name, structure.Banned[name], count)
			}
		}
	}
}

func TestExportedAPI(t *testing.T) {
	source := `package plan
import ("fmt"; "time"; "depot/bins")
type Farm struct { Name string; beds int; Bins []bins.Bin }
type Clock interface{ Now() time.Time }
type Log func(line string)
type Pair[T any] struct{ One T }
const Most = 3
var ErrDry, quiet = fmt.Errorf("dry"), 1
func (f Farm) Area(scale int) (area int) { return 0 }
func (f *Farm) Grow() {}
func (f *Farm) shrink() {}
func Plan(f Farm, log func(line string), more ...int) (plan []string, err error) { return nil, nil }
`
	structure := structureOf(t, true, 0, "plan.go", source, "bins/bins.go", "package bins\ntype Bin int\n")
	want := strings.TrimSpace(`
const Most untyped int
field Farm.Bins []depot/bins.Bin
field Farm.Name string
field Pair.One T
func Plan(plan.Farm, func(string), ...int) ([]string, error)
method (*Farm) Grow()
method (Farm) Area(int) int
type Clock interface{Now() time.Time}
type Farm struct
type Log func(string)
type plan.Pair[T any] struct
var ErrDry error`)
	if got := strings.Join(structure.ExportedAPI["plan"], "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := fmt.Sprint(structure.ExportedAPI["depot/bins"]); got != "[type Bin int]" {
		t.Errorf("got %s", got)
	}
	renamed := strings.NewReplacer("scale int", "by int", "line string", "string", "(plan []string, err error)", "([]string, error)").Replace(source)
	again := structureOf(t, true, 0, "plan.go", renamed, "bins/bins.go", "package bins\ntype Bin int\n")
	if fmt.Sprint(again.ExportedAPI) != fmt.Sprint(structure.ExportedAPI) {
		t.Errorf("names of parameters changed the API: %v", again.ExportedAPI["plan"])
	}
}
