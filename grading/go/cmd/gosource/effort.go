package main

import (
	"syscall"
	"time"
)

// mostEffort bounds the CPU time of this process; an honest answer takes about a hundredth of a second.
const mostEffort = 5 * time.Second

// withinEffort gives up, by a refusal, on what takes too long. It measures CPU time, so a busy machine changes nothing.
func withinEffort(judge func() Report) Report {
	done := make(chan Report, 1)
	go func() { done <- judge() }()
	for {
		select {
		case report := <-done:
			return report
		case <-time.After(50 * time.Millisecond):
		}
		if effort() > mostEffort {
			report := emptyReport()
			report.Refused = append(report.Refused, Finding{Rule: "effort", Message: "the sources take too long to check"})
			return report
		}
	}
}

func effort() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
