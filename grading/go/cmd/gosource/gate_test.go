package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const imports = `errors fmt io reflect runtime os sync time testing strings math/rand/v2 os.ReadFile encoding/base64 hash/crc32`

func answer(content string) Report { return judgeFile("tariff.go", content, false) }

func judgeFile(path, content string, test bool) Report {
	return judge(Request{
		Files:    []File{{path, content, test}},
		Packages: []Package{{"tariff", "."}, {"depot/bins", "bins"}},
		Imports:  strings.Fields(imports),
	}, nil)
}

// body puts statements into a function; names are its imports.
func body(statements string, names ...string) string {
	var head strings.Builder
	for _, name := range names {
		fmt.Fprintf(&head, "import %q\n", name)
	}
	return "package tariff\n" + head.String() + "func f() {\n" + statements + "\n}\n"
}

func refusals(report Report) string {
	var rules []string
	for _, one := range report.Refused {
		rules = append(rules, one.Rule)
	}
	return strings.Join(slices.Compact(rules), " ")
}

// Each rule has a source that it refuses and an honest one like it that it accepts.
func TestGate(t *testing.T) {
	for _, c := range []struct{ name, rule, refused, accepted string }{
		{"size", "size", "package tariff\n" + strings.Repeat("// x\n", 30000), "package tariff\n" + strings.Repeat("// x\n", 20000)},
		{"encoding", "encoding", "package tariff // \xff", "package tariff // é"},
		{"control character", "character", "package tariff // \x13", "package tariff // \t"},
		{"direction of text", "character", "package tariff // \u202e", "package tariff // \u05d0"},
		{"inner byte order mark", "character", "package tariff // \ufeff", "\ufeffpackage tariff"},
		{"long line", "line-length", "package tariff //" + strings.Repeat("x", 2000), "package tariff //" + strings.Repeat("x", 1900)},
		{"long identifier", "identifier", "package tariff\nvar " + strings.Repeat("x", 81) + " int", "package tariff\nvar " + strings.Repeat("x", 80) + " int"},
		{"deep nesting", "nesting", body("_ = " + nested(70)), body("_ = " + nested(40))},
		{"many tokens", "tokens", body(strings.Repeat("f()\n", 7600)), body(strings.Repeat("f()\n", 7000))},
		{"chain of prefixes", "chain", "package tariff\nvar x " + strings.Repeat("[]*", 30) + "int", "package tariff\nvar x " + strings.Repeat("[]*", 5) + "int"},
		{"chain of arrays", "chain", "package tariff\nvar x " + strings.Repeat("[2]", 40) + "int", body("x[i][j][k] += y[i][j] * z[j][k]")},
		{"chain of channels", "chain", "package tariff\nvar x " + strings.Repeat("chan ", 70) + "int", "package tariff\nvar x chan chan int"},
		{"chain of functions", "chain", "package tariff\nvar x " + strings.Repeat("func() ", 25) + "int", "package tariff\nvar x func() func() int"},
		{"package clause", "package", "package main\n", "package tariff\n"},
		{"import outside the list", "import", body("", "net"), body("", "errors")},
		{"import renamed", "import", "package tariff\nimport fine \"os/exec\"\n", "package tariff\nimport fine \"errors\"\n"},
		{"dot import", "import", "package tariff\nimport . \"errors\"\n", "package tariff\nimport random \"math/rand/v2\"\n"},
		{"blank import", "import", "package tariff\nimport _ \"errors\"\n", "package tariff\nimport (\"errors\"; \"depot/bins\")\n"},
		{"import of itself", "import", body("", "tariff"), body("", "depot/bins")},
		{"cgo", "import", body("", "C"), body("")},
		{"harness", "import", body("", "specgen/guard"), body("")},
		{"exit", "selector", body("os.Exit(0)", "os"), body("_ = os.ErrNotExist; os.Stderr.WriteString(x)", "os")},
		{"exit through a new name", "selector", "package tariff\nimport fine \"os\"\nfunc f() { fine.Exit(0) }", "package tariff\nimport fine \"os\"\nfunc f() { _ = fine.IsNotExist(nil) }"},
		{"a name more", "selector", body("os.WriteFile()", "os"), body("os.ReadFile()", "os")},
		{"shadowed import", "selector", body("os.Exit(0)", "os"), body("os := x{}; os.Exit(0)", "os")},
		{"runtime", "selector", body("runtime.Stack(nil, true)", "runtime"), body("runtime.Gosched(); runtime.NumGoroutine()", "runtime")},
		{"reflect", "selector", body("reflect.NewAt(a, b)", "reflect"), body("reflect.DeepEqual(a, b)", "reflect")},
		{"raw pointers", "selector", body("reflect.ValueOf(x).UnsafePointer()", "reflect"), body("reflect.ValueOf(x).Len()", "reflect")},
		{"descriptors", "selector", body("x.SyscallConn()"), body("x.Sync()")},
		{"assignment", "assignment", body("io.EOF = nil", "io"), body("eof := io.EOF; eof = nil", "io")},
		{"assignment in brackets", "assignment", body("(io.EOF) = nil", "io"), body("(x.EOF) = nil", "io")},
		{"assignment of several", "assignment", body("a, io.EOF = b, nil", "io"), body("a, b = io.EOF, nil", "io")},
		{"assignment in select", "assignment", body("select { case io.EOF = <-c: }", "io"), body("select { case e = <-c: }", "io")},
		{"assignment by range", "assignment", body("for _, io.EOF = range x { }", "io"), body("for _, e = range io.X { }", "io")},
		{"assignment through a pointer", "assignment", body("*base64.StdEncoding = x", "encoding/base64"), body("*x = base64.StdEncoding", "encoding/base64")},
		{"assignment of an element", "assignment", body("crc32.IEEETable[0]++", "hash/crc32"), body("x[crc32.IEEETable[0]]++", "hash/crc32")},
		{"address", "assignment", body("p := &io.EOF", "io"), body("p := &io.LimitedReader{}", "io")},
		{"norace", "directive", "package tariff\n\n//go:norace\nfunc f() {}\n", "package tariff\n\n//go:noinline\nfunc f() {}\n"},
		{"linkname", "directive", "package tariff\n\n//go:linkname f g\nfunc f() {}\n", "package tariff\n\n// go:linkname is not used\nfunc f() {}\n"},
		{"embed", "directive", "package tariff\n\n//go:embed *_test.go\nvar x string\n", "package tariff\n\n//go:generate x\nvar x string\n"},
		{"line", "directive", "package tariff\n//line x.go:1\n", "package tariff\n//line one is empty\n"},
		{"line inside a line", "directive", "package tariff\nvar x /*line x.go:1*/ int\n", "package tariff\nvar x /* line */ int\n"},
		{"export", "directive", "package tariff\n//export f\nfunc f() {}\n", "package tariff\n// export f\nfunc f() {}\n"},
		{"function without body", "body", "package tariff\nfunc f()\n", "package tariff\nfunc f() {}\n"},
		{"predeclared function", "declaration", "package tariff\nfunc len(x any) int { return 0 }\n", "package tariff\nfunc min(a, b int) int { return a }\n"},
		{"predeclared variable", "declaration", "package tariff\nvar nil = 1\n", body("len := 1; _ = len")},
		{"predeclared type", "declaration", "package tariff\ntype error interface{}\n", "package tariff\ntype x struct{ error }\nfunc (x) len() {}\n"},
		{"TestMain", "declaration", "package tariff\nfunc TestMain() {}\n", "package tariff\nfunc TestTrack() {}\nfunc init() {}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := refusals(answer(c.refused)); got != c.rule {
				t.Errorf("refused by %q, want %q", got, c.rule)
			}
			if report := answer(c.accepted); len(report.Refused) > 0 {
				t.Errorf("honest source refused: %v", report.Refused)
			}
		})
	}
}

func nested(depth int) string { return strings.Repeat("(", depth) + "1" + strings.Repeat(")", depth) }

func TestLeftAlone(t *testing.T) {
	for _, source := range []string{
		body("time.Sleep(1); goto end\nend:", "time"),
		body("println(1); print(2); defer func() { recover() }()"),
		"package tariff\n\ntype list[T any] struct{ next *list[T] }\n",
		"package tariff\n\nvar x = 1 //nolint\n",
	} {
		if report := answer(source); len(report.Refused)+len(report.SyntaxErrors) > 0 {
			t.Errorf("%s\n%v %v", source, report.Refused, report.SyntaxErrors)
		}
	}
}

func TestTestFiles(t *testing.T) {
	head := "package tariff_test\nimport \"testing\"\n"
	for _, c := range []struct{ name, content, rule string }{
		{"internal package", "package tariff\n", "package"},
		{"runner", head + "func TestMain(m *testing.M) {}", "declaration"},
		{"inner entry", head + "func f() { testing.MainStart() }", "selector"},
		{"import of the tested package", head + "import \"tariff\"\n", ""},
		{"a place of their own", "package tariff_test\nimport \"time\"\nfunc f() { time.Local = time.UTC }\n", ""},
		{"variables of the tested package", head + "import \"tariff\"\nvar x = &tariff.ErrPlan\nfunc f() { *x = nil; tariff.ErrPlan = nil }\n", ""},
		{"another variable", "package tariff_test\nimport \"time\"\nfunc f() { time.UTC = time.Local }\n", "assignment"},
		{"honest", head + "func TestFee(t *testing.T) { t.Parallel() }", ""},
	} {
		if got := refusals(judgeFile("tariff_test.go", c.content, true)); got != c.rule {
			t.Errorf("%s: refused by %q, want %q", c.name, got, c.rule)
		}
	}
}

func TestFindsTests(t *testing.T) {
	report := judgeFile("tariff_test.go", `package tariff_test
import check "testing"
func TestFee(t *check.T) {}
func Test_edge(_ *check.T) {}
func Test(t *check.T) {}
func Testing(t *check.T) {}
func TestTwo(t *check.T, n int) {}
func TestResult(t *check.T) error { return nil }
func TestGeneric[T any](t *check.T) {}
func BenchmarkFee(b *check.B) {}
func (s suite) TestMethod(t *check.T) {}
`, true)
	if got, want := fmt.Sprint(report.Tests), "[{tariff_test.go TestFee} {tariff_test.go Test_edge} {tariff_test.go Test}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNeutralises(t *testing.T) {
	report := answer("\ufeff//go:build ignore\r\n// +build ignore\r\n\r\npackage tariff\r\n\r\n//go:noinline\r\nfunc f() {}\r\n")
	want := "// go:build ignore\n// + build ignore\n\npackage tariff\n\n// go:noinline\nfunc f() {}\n"
	if got := report.Files[0].Content; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(report.Neutralised) != 3 || len(report.Refused) > 0 {
		t.Errorf("neutralised %v, refused %v", report.Neutralised, report.Refused)
	}
}

func TestFolderWithoutPackage(t *testing.T) {
	if got := refusals(judgeFile("elsewhere/x.go", "package elsewhere\n", false)); got != "folder" {
		t.Errorf("refused by %q, want folder", got)
	}
	if got := refusals(judgeFile("bins/x.go", "package bins\n", false)); got != "" {
		t.Errorf("refused by %q", got)
	}
}

func TestSyntaxErrorsAreNoRefusals(t *testing.T) {
	report := answer("package tariff\nfunc f( {\n")
	if len(report.Refused) > 0 || len(report.SyntaxErrors) == 0 || report.SyntaxErrors[0].Line != 2 || report.Structure != nil {
		t.Errorf("%+v", report)
	}
}

// Sources at the edge of the bounds must be answered, however they are built.
func TestExtremesAreAnswered(t *testing.T) {
	for name, source := range map[string]string{
		"long sum":       body("x = 1" + strings.Repeat("+\n1", 14000)),
		"chain of else":  body(strings.Repeat("if x {} else\n", 4000) + "{}"),
		"long selector":  body("x" + strings.Repeat(".\nx", 14000) + "()"),
		"calls of calls": body("f" + strings.Repeat("()\n.x", 7000)),
		"many functions": "package tariff\n" + strings.Repeat("func _() { for {} }\n", 2500),
		"brackets":       strings.Repeat("(", 100000),
		"open strings":   "package tariff\n" + strings.Repeat("`", 1001),
		"one line":       strings.Repeat("x", 100000),
		"empty":          "",
	} {
		report := answer(source)
		if report.Structure == nil && len(report.Refused)+len(report.SyntaxErrors) == 0 {
			t.Errorf("%s: no answer", name)
		}
	}
}
