//go:build linux

// Command spawn starts processes for whoever holds its standard input. It is there because it is small: a fork copies
// the page tables of the process that asks for it, and the grader is large.
//
// It reads one JSON object a line (see request) and starts each at once, in the folder "/", in any number at a time. For
// each it writes one JSON object a line (see outcome) when that process has ended, in the order of the ends. Byte
// strings are base64. At the end of its input it kills what still runs, and ends.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

func main() {
	ignoreSignals()
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "spawn:", err)
		os.Exit(1)
	}
}

// ignoreSignals leaves it to our caller, who hears the same key, to end what runs. The signals are caught, not ignored:
// what is ignored would stay so in every process started.
func ignoreSignals() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
}

func serve(input io.Reader, output io.Writer) error {
	ended, end := context.WithCancel(context.Background())
	var running sync.WaitGroup
	defer running.Wait()
	defer end()
	var writing sync.Mutex
	write := json.NewEncoder(output)
	for read := json.NewDecoder(input); ; {
		var asked request
		if err := read.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("expected a request, found: %w", err)
		}
		running.Go(func() {
			done := asked.run(ended)
			writing.Lock()
			defer writing.Unlock()
			_ = write.Encode(done) // nobody reads any more: the input ends, too
		})
	}
}
