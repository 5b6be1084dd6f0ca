// Package proof shows, on good and bad code under testdata, that each mechanism of the harness finds what it must, and
// nothing else: at any GOMAXPROCS, with idle and with busy processors, in plain and in race builds.
package proof
