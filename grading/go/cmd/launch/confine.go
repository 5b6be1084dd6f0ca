//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

const (
	lastDescriptor = 4
	// callCloseRange is the number of close_range(2), the same on all architectures since Linux 5.9.
	callCloseRange    = 436
	closeRangeCloexec = 4
)

var resources = []struct {
	name   string
	number int
}{
	{"cpu", syscall.RLIMIT_CPU},
	{"fsize", syscall.RLIMIT_FSIZE},
	{"nproc", resourceNproc},
	{"nofile", syscall.RLIMIT_NOFILE},
	{"data", syscall.RLIMIT_DATA},
}

// closeAbove marks every later descriptor to be closed by exec; the runtime still needs its own until then.
func closeAbove(last int) error {
	_, _, failure := syscall.RawSyscall(callCloseRange, uintptr(last+1), uintptr(^uint32(0)), closeRangeCloexec)
	if failure == 0 {
		return nil
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("cannot close descriptors: %w", err)
	}
	for _, entry := range entries {
		if number, err := strconv.Atoi(entry.Name()); err == nil && number > last {
			syscall.CloseOnExec(number)
		}
	}
	return nil
}

func (r request) become() error {
	if r.uid < 0 && r.gid < 0 {
		return nil
	}
	if r.uid < 0 || r.gid < 0 {
		return fmt.Errorf("expected -uid and -gid together, found %d and %d", r.uid, r.gid)
	}
	if err := syscall.Setgroups(nil); err != nil {
		return fmt.Errorf("cannot drop groups: %w", err)
	}
	if err := syscall.Setresgid(r.gid, r.gid, r.gid); err != nil {
		return fmt.Errorf("cannot become group %d: %w", r.gid, err)
	}
	if err := syscall.Setresuid(r.uid, r.uid, r.uid); err != nil {
		return fmt.Errorf("cannot become user %d: %w", r.uid, err)
	}
	return nil
}

// dieWith has the end of the parent end this process. To become another user revokes that, so it comes after.
func dieWith(parent int) error {
	if _, _, failure := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0); failure != 0 {
		return fmt.Errorf("cannot ask for the parent's end: %w", failure)
	}
	if os.Getppid() != parent {
		return errors.New("the parent has ended")
	}
	return nil
}

// limit sets limits last: they may be too tight for what comes before.
func (r request) limit() error {
	for _, one := range append(r.limits, limit{"core", syscall.RLIMIT_CORE, 0, 0}) {
		value := syscall.Rlimit{Cur: one.soft, Max: one.hard}
		if err := syscall.Setrlimit(one.resource, &value); err != nil {
			return fmt.Errorf("cannot set -%s %d:%d: %w", one.name, one.soft, one.hard, err)
		}
	}
	return nil
}
