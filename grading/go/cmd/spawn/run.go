//go:build linux

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

type request struct {
	ID   int      `json:"id"`
	Argv []string `json:"argv"`
	// Env is the whole environment, as "NAME=value".
	Env []string `json:"env"`
	// Input is the process's standard input.
	Input []byte `json:"input"`
	// Nonce is what descriptor 4 gives to read; with it, descriptor 3 can be written. Null opens neither.
	Nonce       *string `json:"nonce"`
	WallLimitMs int     `json:"wallLimitMs"`
	// OutputBytes is how much each of the three outputs may carry.
	OutputBytes int `json:"outputBytes"`
}

type outcome struct {
	ID int `json:"id"`
	// Failure tells why the process could not be started; nothing else counts then.
	Failure string `json:"failure,omitempty"`
	// ExitCode is the exit status; 128 + n when signal n ended the process.
	ExitCode int    `json:"exitCode"`
	Stdout   []byte `json:"stdout"`
	Stderr   []byte `json:"stderr"`
	// Result is what came over descriptor 3.
	Result []byte `json:"result"`
	// OutputLimit and WallLimit tell that the process was killed for having passed that limit.
	OutputLimit bool `json:"outputLimit"`
	WallLimit   bool `json:"wallLimit"`
}

// drain is how long outputs are read on after the end of a process, if one that it started still holds them.
const drain = 10 * time.Second

// run starts the process and waits for its end.
func (r request) run(ended context.Context) outcome {
	limited, cancel := context.WithTimeout(ended, time.Duration(r.WallLimitMs)*time.Millisecond)
	defer cancel()
	done := outcome{ID: r.ID}
	command := exec.CommandContext(limited, r.Argv[0], r.Argv[1:]...)
	command.Dir = "/"
	command.Env = append([]string{}, r.Env...) // nil would be our own
	command.Stdin = bytes.NewReader(r.Input)
	command.WaitDelay = drain
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	command.Cancel = func() error {
		done.WallLimit = true
		return command.Process.Kill()
	}
	over := func() { _ = command.Process.Kill() }
	stdout, stderr := bounded{limit: r.OutputBytes, over: over}, bounded{limit: r.OutputBytes, over: over}
	result := bounded{limit: r.OutputBytes, over: over}
	command.Stdout, command.Stderr = &stdout, &stderr
	report, err := r.openReport(command)
	if err == nil {
		err = command.Start()
		report.handedOver()
	}
	if err != nil {
		report.close()
		done.Failure = err.Error()
		return done
	}
	reported := report.exchange(r.Nonce, &result)
	_ = command.Wait()
	report.hurry()
	<-reported
	done.ExitCode = status(command.ProcessState)
	done.Stdout, done.Stderr, done.Result = stdout.kept, stderr.kept, result.kept
	done.OutputLimit = stdout.passed || stderr.passed || result.passed
	return done
}

func status(state *os.ProcessState) int {
	how := state.Sys().(syscall.WaitStatus)
	if how.Signaled() {
		return 128 + int(how.Signal())
	}
	return how.ExitStatus()
}

// bounded keeps as much as it may hold and calls over, at each write, when more comes.
type bounded struct {
	limit  int
	over   func()
	kept   []byte
	passed bool
}

func (b *bounded) Write(some []byte) (int, error) {
	fitting := min(len(some), b.limit-len(b.kept))
	b.kept = append(b.kept, some[:fitting]...)
	if fitting < len(some) {
		b.passed = true
		b.over()
	}
	return len(some), nil
}

// report holds the pipes of descriptors 3 and 4: our ends, and theirs. Without a nonce there are none.
type report struct {
	result, nonce *os.File
	theirs        []*os.File
}

func (r request) openReport(command *exec.Cmd) (pipes report, err error) {
	if r.Nonce == nil {
		return pipes, nil
	}
	var theirResult, theirNonce *os.File
	if pipes.result, theirResult, err = os.Pipe(); err != nil {
		return pipes, err
	}
	pipes.theirs = []*os.File{theirResult}
	if theirNonce, pipes.nonce, err = os.Pipe(); err != nil {
		return pipes, err
	}
	pipes.theirs = append(pipes.theirs, theirNonce)
	command.ExtraFiles = pipes.theirs
	return pipes, nil
}

// handedOver closes what now is the process's alone.
func (p report) handedOver() {
	for _, file := range p.theirs {
		file.Close()
	}
}

func (p report) close() {
	p.handedOver()
	p.result.Close() // of a nil file: an error, and nothing else
	p.nonce.Close()
}

// exchange gives the nonce and reads the result until all its writers are gone; the channel closes then.
func (p report) exchange(nonce *string, result io.Writer) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if nonce == nil {
			return
		}
		given := make(chan struct{})
		go func() {
			defer close(given)
			_, _ = io.WriteString(p.nonce, *nonce+"\n") // nobody need read it
			p.nonce.Close()
		}()
		_, _ = io.Copy(result, p.result)
		p.result.Close()
		<-given
	}()
	return done
}

// hurry bounds how long exchange still takes.
func (p report) hurry() {
	_ = p.result.SetDeadline(time.Now().Add(drain))
	_ = p.nonce.SetDeadline(time.Now().Add(drain))
}
