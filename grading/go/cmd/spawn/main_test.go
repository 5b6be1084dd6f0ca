//go:build linux

package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
)

// answers gives requests to serve and returns what it says of each, by its id. The input stays open until all are told.
func answers(t *testing.T, asked ...request) map[int]outcome {
	t.Helper()
	input, ask := io.Pipe()
	told, output := io.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- serve(input, output)
		output.Close()
	}()
	write, read := json.NewEncoder(ask), json.NewDecoder(told)
	for _, one := range asked {
		if err := write.Encode(one); err != nil {
			t.Fatal(err)
		}
	}
	all := map[int]outcome{}
	for range asked {
		var one outcome
		if err := read.Decode(&one); err != nil {
			t.Fatal(err)
		}
		all[one.ID] = one
	}
	ask.Close()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	return all
}

func shell(id int, script string) request {
	return request{ID: id, Argv: []string{"/bin/sh", "-c", script}, Env: []string{}, WallLimitMs: 60_000, OutputBytes: 100}
}

func TestWhatAProcessDid(t *testing.T) {
	plain := shell(1, `echo out $X; echo err >&2; pwd; cat; exit 7`)
	plain.Env, plain.Input = []string{"X=x"}, []byte("in")
	killed := shell(2, `kill -9 $$`)
	missing := request{ID: 3, Argv: []string{"/nonexistent"}, WallLimitMs: 1000}
	nonce := "secret"
	reported := shell(4, `read n <&4; echo got $n >&3`)
	reported.Nonce = &nonce
	all := answers(t, plain, killed, missing, reported)
	if got := all[1]; string(got.Stdout) != "out x\n/\nin" || string(got.Stderr) != "err\n" || got.ExitCode != 7 {
		t.Errorf("%+v, %q, %q", got, got.Stdout, got.Stderr)
	}
	if got := all[2]; got.ExitCode != 137 || got.WallLimit || got.OutputLimit {
		t.Errorf("%+v", got)
	}
	if got := all[3]; !strings.Contains(got.Failure, "no such file") {
		t.Errorf("%+v", got)
	}
	if got := all[4]; string(got.Result) != "got secret\n" || got.ExitCode != 0 {
		t.Errorf("%+v, %q", got, got.Result)
	}
}

func TestOnlyThreeDescriptorsWithoutNonce(t *testing.T) {
	got := answers(t, shell(1, `for f in 3 4 5 6 7 8 9; do test -e /proc/self/fd/$f && echo $f; done; true`))[1]
	if len(got.Stdout) > 0 {
		t.Errorf("open besides: %q", got.Stdout)
	}
}

func TestLimits(t *testing.T) {
	late := shell(1, `exec sleep 1000`)
	late.WallLimitMs = 50
	nonce := strings.Repeat("n", 200_000)
	unread := shell(2, `exec 4<&- 3>&-; exit 3`)
	unread.Nonce = &nonce
	all := answers(t, late, unread, shell(3, `exec yes >&2`), shell(4, `printf %0100d 0`), shell(5, `printf %0101d 0; exec sleep 1000`))
	if got := all[1]; !got.WallLimit || got.ExitCode != 137 {
		t.Errorf("%+v", got)
	}
	if got := all[2]; got.ExitCode != 3 || len(got.Result) > 0 {
		t.Errorf("%+v", got)
	}
	for _, got := range []outcome{all[3], all[5]} {
		if !got.OutputLimit || len(got.Stderr)+len(got.Stdout) != 100 || got.ExitCode != 137 {
			t.Errorf("%+v", got)
		}
	}
	if got := all[4]; got.OutputLimit || len(got.Stdout) != 100 {
		t.Errorf("%+v", got)
	}
}

func TestTheEndOfTheInputEndsWhatRuns(t *testing.T) {
	input, ask := io.Pipe()
	served := make(chan error, 1)
	go func() { served <- serve(input, io.Discard) }()
	if err := json.NewEncoder(ask).Encode(shell(1, `exec sleep 1000`)); err != nil {
		t.Fatal(err)
	}
	ask.Close()
	select {
	case err := <-served:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("a process outlives the end of the input")
	}
}
