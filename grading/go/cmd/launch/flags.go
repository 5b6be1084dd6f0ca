//go:build linux

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// request is what the flags ask for; -1 and an empty list ask for nothing.
type request struct {
	uid, gid int
	limits   []limit
	argv     []string
}

type limit struct {
	name       string
	resource   int
	soft, hard uint64
}

// Numbers of Linux's resources that package syscall does not name.
const resourceNproc = 6

func parse(arguments []string) (request, error) {
	var asked request
	flags := flag.NewFlagSet("launch", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&asked.uid, "uid", -1, "")
	flags.IntVar(&asked.gid, "gid", -1, "")
	for _, one := range resources {
		flags.Func(one.name, "", func(value string) error {
			soft, hard, err := parseLimit(value)
			asked.limits = append(asked.limits, limit{one.name, one.number, soft, hard})
			return err
		})
	}
	if err := flags.Parse(arguments); err != nil {
		return asked, err
	}
	asked.argv = flags.Args()
	if len(asked.argv) == 0 {
		return asked, errors.New("expected a program after the flags: launch [flags] -- argv…")
	}
	return asked, nil
}

// parseLimit reads "N" or "SOFT:HARD".
func parseLimit(value string) (soft, hard uint64, err error) {
	first, second, both := strings.Cut(value, ":")
	if !both {
		second = first
	}
	soft, softErr := strconv.ParseUint(first, 10, 63)
	hard, hardErr := strconv.ParseUint(second, 10, 63)
	if softErr != nil || hardErr != nil || soft > hard {
		return 0, 0, fmt.Errorf("expected N or SOFT:HARD with SOFT ≤ HARD, found %q", value)
	}
	return soft, hard, nil
}
