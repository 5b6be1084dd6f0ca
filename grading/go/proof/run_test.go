package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const nonce = "00112233445566778899aabbccddeeff"

// outcome is what a process left: its status, its text and what came over descriptor 3.
type outcome struct {
	status int
	text   string
	framed string
	result struct {
		Code                           int
		Ran, Failed, Panicked, Skipped []string
		Reason                         string
		Observed                       map[string]string
	}
}

// start runs a program with a nonce on descriptor 4.
func start(t *testing.T, program string, environment []string, arguments ...string) outcome {
	t.Helper()
	command := exec.Command(program, arguments...)
	command.Env = append([]string{"GORACE=atexit_sleep_ms=0 halt_on_error=1 exitcode=66", "GOTRACEBACK=none"}, environment...)
	var text bytes.Buffer
	command.Stdout, command.Stderr = &text, &text
	resultReader, resultWriter := pipe(t)
	nonceReader, nonceWriter := pipe(t)
	command.ExtraFiles = []*os.File{resultWriter, nonceReader}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	resultWriter.Close()
	nonceReader.Close()
	io.WriteString(nonceWriter, nonce+"\n")
	nonceWriter.Close()
	framed, _ := io.ReadAll(resultReader)
	resultReader.Close()
	var failure *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &failure) {
		t.Fatal(err)
	}
	found := outcome{status: command.ProcessState.ExitCode(), text: text.String(), framed: string(framed)}
	if body, ok := strings.CutPrefix(found.framed, "\x00"+nonce); ok {
		if err := json.Unmarshal([]byte(body), &found.result); err != nil {
			t.Fatalf("%v in %q", err, body)
		}
	}
	return found
}

func pipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return reader, writer
}

// summary is one word for how a test ended.
func (o outcome) summary(name string) string {
	one := "[" + name + "]"
	switch {
	case o.status == 66 && strings.Contains(o.text, "WARNING: DATA RACE") && o.framed == "":
		return "Race"
	case o.status == 2 && o.framed == "":
		return "Death"
	case o.status < 0 && o.framed == "":
		return "Killed"
	case o.status != o.result.Code:
		return fmt.Sprintf("status %d, code %d: %s", o.status, o.result.Code, o.text)
	case o.status == 0 && fmt.Sprint(o.result.Ran) == one && o.result.Reason == "":
		return "Fine"
	case o.status == 0 && fmt.Sprint(o.result.Skipped) == one:
		return "Skip"
	case o.status == 1 && fmt.Sprint(o.result.Panicked) == one:
		return "Panic"
	case o.status == 1 && fmt.Sprint(o.result.Failed) == one:
		return map[string]string{"deadlock": "Deadlock", "leak": "Leak", "hung": "Hung", "": "Fail"}[o.result.Reason]
	}
	return fmt.Sprintf("status %d: %q: %s", o.status, o.framed, o.text)
}
