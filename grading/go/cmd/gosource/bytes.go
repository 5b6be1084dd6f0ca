package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	largestFile = 128 << 10
	longestLine = 2000
)

// checkBytes normalises line ends and the byte order mark, and refuses what a reader or a compiler could misread.
func (j *judgement) checkBytes(one *source) bool {
	if len(one.Content) > largestFile {
		j.refuse(one, 0, "size", fmt.Sprintf("%d bytes, more than %d", len(one.Content), largestFile))
		one.Content = ""
		return false
	}
	one.Content = strings.TrimPrefix(one.Content, "\ufeff")
	one.Content = strings.ReplaceAll(one.Content, "\r\n", "\n")
	if !utf8.ValidString(one.Content) {
		j.refuse(one, 0, "encoding", "not valid UTF-8")
		return false
	}
	if at := strings.IndexFunc(one.Content, forbidden); at >= 0 {
		letter, _ := utf8.DecodeRuneInString(one.Content[at:])
		j.refuse(one, 1+strings.Count(one.Content[:at], "\n"), "character", fmt.Sprintf("control character %U", letter))
		return false
	}
	return j.checkLines(one)
}

func (j *judgement) checkLines(one *source) bool {
	number := 0
	for line := range strings.Lines(one.Content) {
		number++
		if len(line) > longestLine {
			j.refuse(one, number, "line-length", fmt.Sprintf("%d bytes in a line, more than %d", len(line), longestLine))
			return false
		}
	}
	return true
}

// forbidden letters are control characters, byte order marks within the text, and those that turn the direction of text.
func forbidden(letter rune) bool {
	switch {
	case letter == '\t' || letter == '\n' || letter == '\r':
		return false
	case letter < ' ' || letter == 0x7f || letter == 0xfeff:
		return true
	}
	return letter >= 0x202a && letter <= 0x202e || letter >= 0x2066 && letter <= 0x2069
}
