package main

import "strings"

// harmless directives are obeyed by tools that are not used here, or change speed alone; they lose their effect.
var harmless = map[string]bool{"build": true, "generate": true, "inline": true, "noinline": true, "nosplit": true}

// edit inserts a space at an offset.
type edit int

func apply(content string, edits []edit) string {
	var text strings.Builder
	from := 0
	for _, at := range edits {
		text.WriteString(content[from:at])
		text.WriteByte(' ')
		from = int(at)
	}
	text.WriteString(content[from:])
	return text.String()
}

// checkComment refuses directives to the compiler and returns the edits that turn harmless ones into plain comments.
func (j *judgement) checkComment(one *source, line, offset int, text string) []edit {
	name, isDirective := strings.CutPrefix(text, "//go:")
	name, _, _ = strings.Cut(strings.Replace(name, "\t", " ", 1), " ")
	name = strings.TrimRight(name, "\r\n")
	tag, isTag := strings.CutPrefix(strings.TrimLeft(strings.TrimPrefix(text, "//"), " \t"), "+build")
	switch {
	case (strings.HasPrefix(text, "//line ") || strings.HasPrefix(text, "/*line ")) && strings.Contains(text, ":"):
		j.refuse(one, line, "directive", "a line directive")
	case strings.HasPrefix(text, "//export "):
		j.refuse(one, line, "directive", "an export directive")
	case isDirective && !harmless[name]:
		j.refuse(one, line, "directive", "the directive go:"+name)
	case isDirective:
		j.neutralise(one, line, "go:"+name)
		return []edit{edit(offset + len("//"))}
	case isTag && strings.HasPrefix(text, "//"):
		j.neutralise(one, line, "+build")
		return []edit{edit(offset + len(text) - len(tag) - len("build"))}
	}
	return nil
}

func (j *judgement) neutralise(one *source, line int, name string) {
	j.report.Neutralised = append(j.report.Neutralised, Finding{one.Path, line, "directive", "the directive " + name + " has no effect here"})
}
