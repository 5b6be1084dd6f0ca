package proof

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// build is a program made as the grader makes one: by compiler and linker, from archives.
type build struct {
	t       *testing.T
	folder  string
	race    []string
	mapped  []string
	tools   string
	archive []string
}

func run(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	output, err := exec.Command(name, arguments...).Output()
	if failure, ok := err.(*exec.ExitError); ok {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(arguments, " "), err, output, failure.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

const listFormat = "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}"

// program builds the tests under testdata; its test names are returned too.
func program(t *testing.T, race bool) (path string, names []string) {
	t.Helper()
	b := &build{t: t, folder: t.TempDir(), tools: run(t, "go", "env", "GOTOOLDIR")}
	packages := []string{"specgen/harness", "specgen/quiet", "specgen/gate", "specgen/twin", "specgen/bubble", "specgen/pair", "specgen/fault"}
	arguments := []string{"list", "-export", "-deps", "-f", listFormat}
	if race {
		b.race = []string{"-race"}
		arguments = append(arguments, "-race", "runtime/race")
	}
	b.archive = strings.Split(run(t, "go", append(arguments, packages...)...), "\n")
	b.compile("store", "trial/store", "testdata/store/store.go")
	b.compile("retire", "trial/retire", "testdata/retire/retire.go")
	b.compile("two/retire", "trial/two/retire", "testdata/retire/retire.go")
	b.compile("answer", "trial/answer", "testdata/answer/answer.go")
	tests, _ := filepath.Glob("testdata/hidden/*_test.go")
	b.compile("trial/hidden", "trial/hidden", tests...)
	names = testNames(t, tests)
	source := filepath.Join(b.folder, "main.go")
	if err := os.WriteFile(source, []byte(mainSource(names)), 0o644); err != nil {
		t.Fatal(err)
	}
	b.compile("main", "main", source)
	return b.link(), names
}

func (b *build) compile(known, path string, files ...string) {
	archive := filepath.Join(b.folder, strings.ReplaceAll(path, "/", "_")+".a")
	arguments := append([]string{"-p", path, "-lang=go1.26", "-complete", "-pack", "-c=1", "-importcfg", b.config(true), "-o", archive}, b.race...)
	run(b.t, filepath.Join(b.tools, "compile"), append(arguments, files...)...)
	b.archive = append(b.archive, "packagefile "+path+"="+archive)
	if known != path {
		b.mapped = append(b.mapped, "importmap "+known+"="+path)
	}
}

func (b *build) config(withMaps bool) string {
	lines, name := b.archive, "link.cfg"
	if withMaps {
		lines, name = append(lines[:len(lines):len(lines)], b.mapped...), "compile.cfg"
	}
	path := filepath.Join(b.folder, name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func (b *build) link() string {
	path := filepath.Join(b.folder, "t")
	arguments := append([]string{"-s", "-w", "-buildmode=exe", "-importcfg", b.config(false), "-o", path}, b.race...)
	run(b.t, filepath.Join(b.tools, "link"), append(arguments, filepath.Join(b.folder, "main.a"))...)
	return path
}

func testNames(t *testing.T, files []string) []string {
	var names []string
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(t? ?\*testing\.T\)`)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range declaration.FindAllStringSubmatch(string(content), -1) {
			names = append(names, match[1])
		}
	}
	return names
}

func mainSource(names []string) string {
	var tests strings.Builder
	for _, name := range names {
		fmt.Fprintf(&tests, "{%q, hidden.%s}, ", name, name)
	}
	return "package main\n\nimport (\n\t\"specgen/harness\"\n\thidden \"trial/hidden\"\n)\n\nfunc main() {\n" +
		"\tharness.Main([]harness.Set{{\"hidden\", []harness.Test{" + tests.String() + "}}})\n}\n"
}
