//go:build linux

// Command launch starts a program confined: launch [flags] -- argv…
//
//	-uid N -gid N    become this user and group, without supplementary groups (needs root)
//	-cpu SOFT:HARD   seconds of CPU time
//	-fsize N         bytes of the largest file it may write
//	-nproc N         processes and threads of the user
//	-nofile N        open descriptors
//	-data N          bytes of data segment
//
// Descriptors above 4 are closed, core dumps are off; descriptors 0 to 4 and the environment pass through. The program
// ends with the process that started launch. It is named by its path and replaces launch, so its exit status is the
// caller's. If it cannot be started, launch writes one line to standard error and exits with status 125.
package main

import (
	"fmt"
	"os"
	"syscall"
)

const exitFailed = 125

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "launch:", err)
		os.Exit(exitFailed)
	}
}

func run(arguments []string) error {
	parent := os.Getppid()
	wanted, err := parse(arguments)
	if err != nil {
		return err
	}
	if err := closeAbove(lastDescriptor); err != nil {
		return err
	}
	if err := wanted.become(); err != nil {
		return err
	}
	if err := dieWith(parent); err != nil {
		return err
	}
	if err := wanted.limit(); err != nil {
		return err
	}
	err = syscall.Exec(wanted.argv[0], wanted.argv, os.Environ())
	return fmt.Errorf("cannot execute %s: %w", wanted.argv[0], err)
}
