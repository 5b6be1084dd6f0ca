package guard

import (
	"syscall"
	"unsafe"
)

const (
	prSetDumpable = 4
	rlimitNproc   = 6
	mostThreads   = 128
)

// confine makes /proc/self/mem and environ unreadable and bounds the number of threads. A thread limit counts per user
// namespace, so it is set only as the first process of a sandbox: elsewhere the user's other processes would count.
func confine() {
	syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0)
	if syscall.Getpid() != 1 {
		return
	}
	limit := syscall.Rlimit{Cur: mostThreads, Max: mostThreads}
	syscall.RawSyscall(syscall.SYS_SETRLIMIT, rlimitNproc, uintptr(unsafe.Pointer(&limit)), 0)
}
