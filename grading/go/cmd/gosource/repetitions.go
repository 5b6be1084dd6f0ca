package main

import (
	"go/ast"
	"go/scanner"
	"go/token"
)

const mostRepetitions = 50

// word is a token of a function's body, renamed so that copies with other names and values are equal.
type word struct {
	code rune
	at   token.Pos
}

// repetitions finds runs of at least `shortest` words that stand in two places which do not overlap. A run lies within
// one function. The words inside composite literals that hold only data are left out: a table repeats its own shape.
func (c *code) repetitions(functions []*function, shortest int) []Repetition {
	found := []Repetition{}
	if shortest <= 0 {
		return found
	}
	words := c.words(functions)
	first := map[string]int{}
	for at := 0; at+shortest <= len(words) && len(found) < mostRepetitions; at++ {
		run := codes(words[at : at+shortest])
		earlier, known := first[run]
		if run == "" {
			continue
		}
		if !known {
			first[run] = at
			continue
		}
		if at-earlier < shortest {
			continue
		}
		length := shortest
		for at+length < len(words) && earlier+length < at && words[at+length].code == words[earlier+length].code && words[at+length].code != 0 {
			length++
		}
		found = append(found, Repetition{length, c.place(words[earlier].at), c.place(words[at].at)})
		at += length - 1
	}
	return found
}

// codes is empty for a run that crosses functions.
func codes(run []word) string {
	text := make([]rune, len(run))
	for i, one := range run {
		if one.code == 0 {
			return ""
		}
		text[i] = one.code
	}
	return string(text)
}

// words ends each function with a word of code 0.
func (c *code) words(functions []*function) []word {
	var found []word
	vocabulary := map[string]rune{}
	for _, one := range functions {
		data := dataIn(one.body)
		file := c.places.File(one.body.Pos())
		start, end := c.offset(one.body.Pos()), c.offset(one.body.End())
		var tokens scanner.Scanner
		content := []byte(one.unit.content[start:end])
		local := token.NewFileSet().AddFile(one.unit.path, -1, len(content))
		tokens.Init(local, content, nil, 0)
		for {
			at, kind, text := tokens.Scan()
			if kind == token.EOF {
				break
			}
			position := file.Pos(start + local.Offset(at))
			if name := normalise(kind, text); name != "" && !within(data, position) {
				if vocabulary[name] == 0 {
					vocabulary[name] = rune(len(vocabulary) + 1)
				}
				found = append(found, word{vocabulary[name], position})
			}
		}
		found = append(found, word{})
	}
	return found
}

// normalise maps a token to the word that stands for it. Line ends and commas say nothing about structure.
func normalise(kind token.Token, text string) string {
	switch {
	case kind == token.COMMA || kind == token.SEMICOLON && text == "\n":
		return ""
	case kind == token.IDENT && predeclared[text]:
		return text
	case kind == token.IDENT:
		return "name"
	case kind.IsLiteral():
		return "literal"
	}
	return kind.String()
}

// span is the inside of a pair of braces.
type span struct{ from, to token.Pos }

func within(spans []span, at token.Pos) bool {
	for _, one := range spans {
		if one.from < at && at < one.to {
			return true
		}
	}
	return false
}

// dataIn finds composite literals without calls and functions.
func dataIn(body ast.Node) []span {
	var found []span
	ast.Inspect(body, func(node ast.Node) bool {
		literal, ok := node.(*ast.CompositeLit)
		if ok && isData(literal) {
			found = append(found, span{literal.Lbrace, literal.Rbrace})
			return false
		}
		return true
	})
	return found
}

func isData(literal *ast.CompositeLit) bool {
	data := true
	ast.Inspect(literal, func(node ast.Node) bool {
		switch node.(type) {
		case *ast.CallExpr, *ast.FuncLit:
			data = false
		}
		return data
	})
	return data
}
