//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// launch runs the command with descriptors 3, 4 and 5 open.
func launch(t *testing.T, arguments ...string) (output string, status int) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "launch")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	command := exec.Command(program, arguments...)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	command.ExtraFiles = []*os.File{null, null, null}
	text, _ := command.CombinedOutput()
	return string(text), command.ProcessState.ExitCode()
}

func TestClosesDescriptorsAndSetsLimits(t *testing.T) {
	script := `for f in 3 4 5; do test -e /proc/self/fd/$f && echo open $f; done; ulimit -c; ulimit -t; ulimit -Ht; ulimit -n; exit 7`
	output, status := launch(t, "-cpu", "10:12", "-nofile", "64", "--", "/bin/sh", "-c", script)
	if want := "open 3\nopen 4\n0\n10\n12\n64\n"; output != want || status != 7 {
		t.Errorf("status %d, output %q, want %q", status, output, want)
	}
}

func TestBecomesAnotherUser(t *testing.T) {
	output, status := launch(t, "-uid", "64001", "-gid", "64002", "--", "/bin/sh", "-c", "id -u; id -g; id -G")
	if os.Getuid() != 0 {
		if status != exitFailed || !strings.HasPrefix(output, "launch: cannot drop groups") {
			t.Errorf("status %d, output %q", status, output)
		}
		return
	}
	if want := "64001\n64002\n64002\n"; output != want || status != 0 {
		t.Errorf("status %d, output %q, want %q", status, output, want)
	}
}

func TestRefusesInOneLine(t *testing.T) {
	for _, arguments := range [][]string{
		{}, {"-cpu", "3:1", "--", "/bin/true"}, {"-cpu", "x", "--", "/bin/true"}, {"-uid", "1", "--", "/bin/true"},
		{"-what", "--", "/bin/true"}, {"--", "/nonexistent"},
	} {
		output, status := launch(t, arguments...)
		if status != exitFailed || strings.Count(output, "\n") != 1 || !strings.HasPrefix(output, "launch: ") {
			t.Errorf("%q: status %d, output %q", arguments, status, output)
		}
	}
}
