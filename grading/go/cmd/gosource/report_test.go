package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsesAndVariables(t *testing.T) {
	source := "package plan\nimport clock \"time\"\nvar a, b = clock.Now, 1\nvar _ = clock.Now\nfunc f() { clock := x{}; clock.Since() }\ntype x struct{}\nfunc (x) Since() {}\n"
	for _, typed := range []bool{true, false} {
		structure := structureOf(t, typed, 0, "plan.go", source)
		if got := fmt.Sprint(structure.Uses); got != "[{{plan.go 5} time Now}]" {
			t.Errorf("typed %v: uses %s", typed, got)
		}
		if got := len(structure.PackageVariables); got != 3 {
			t.Errorf("%v", structure.PackageVariables)
		}
		if got := fmt.Sprint(structure.Imports); got != "[{{plan.go 3} time}]" {
			t.Errorf("imports %s", got)
		}
	}
}

func TestTypeErrors(t *testing.T) {
	text, err := archives()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "importcfg")
	os.WriteFile(path, []byte(text), 0o644)
	input := `{"files": [{"path": "plan.go", "content": "package plan\nvar x int = \"\"\n"}], "packages": [{"path": "plan", "folder": "."}]}`
	var output strings.Builder
	if err := run(strings.NewReader(input), &output, path); err != nil {
		t.Fatal(err)
	}
	var report Report
	if err := json.Unmarshal([]byte(output.String()), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.TypeErrors) != 1 || report.TypeErrors[0].Line != 3 || report.Structure.Typed {
		t.Errorf("%s", output.String())
	}
	if err := run(strings.NewReader("{"), &output, ""); err == nil {
		t.Error("half an input must be an error")
	}
	if err := run(strings.NewReader("{}"), &output, "absent"); err == nil {
		t.Error("an importcfg that is not there must be an error")
	}
}

// Each type has twice the size of the one before: the type checker, like the compiler, walks them all.
func TestEffortIsBounded(t *testing.T) {
	var source strings.Builder
	source.WriteString("package plan\ntype T0 struct{}\n")
	for i := range 60 {
		fmt.Fprintf(&source, "type T%d struct{ a, b T%d }\n", i+1, i)
	}
	text, err := archives()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "importcfg")
	os.WriteFile(path, []byte(text), 0o644)
	request, _ := json.Marshal(Request{Files: []File{{Path: "plan.go", Content: source.String()}}, Packages: []Package{{"plan", "."}}})
	var output strings.Builder
	if err := run(strings.NewReader(string(request)), &output, path); err != nil {
		t.Fatal(err)
	}
	var report Report
	json.Unmarshal([]byte(output.String()), &report)
	if got := refusals(report); got != "effort" {
		t.Errorf("refused by %q, want effort", got)
	}
}
