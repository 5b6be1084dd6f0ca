package main

import (
	"fmt"
	"go/scanner"
	"go/token"
)

const (
	deepestNesting    = 60
	longestIdentifier = 80
	mostTokens        = 30000
	longestChain      = 60
)

// bounds follows tokens so that neither parser nor compiler meets input that they take very long for, or recurse on.
type bounds struct {
	tokens, depth, chain int
	afterBracket         bool
}

// checkTokens refuses sources that are too large or too deep, and directives.
func (j *judgement) checkTokens(one *source) bool {
	var found bounds
	var tokens scanner.Scanner
	var edits []edit
	content := []byte(one.Content)
	file := token.NewFileSet().AddFile(one.Path, -1, len(content))
	tokens.Init(file, content, func(token.Position, string) {}, scanner.ScanComments)
	for {
		at, kind, text := tokens.Scan()
		if kind == token.EOF {
			break
		}
		line := file.PositionFor(at, false).Line
		if kind == token.COMMENT {
			edits = append(edits, j.checkComment(one, line, file.Offset(at), text)...)
		}
		if rule, message := found.take(kind, text); rule != "" {
			j.refuse(one, line, rule, message)
			return false
		}
	}
	one.Content = apply(one.Content, edits)
	return true
}

// take counts a token and names the rule that it breaks, if any.
func (b *bounds) take(kind token.Token, text string) (rule, message string) {
	b.tokens++
	b.nest(kind)
	b.follow(kind)
	switch {
	case b.tokens > mostTokens:
		return "tokens", fmt.Sprintf("more than %d tokens", mostTokens)
	case b.depth > deepestNesting:
		return "nesting", fmt.Sprintf("brackets nest deeper than %d", deepestNesting)
	case b.chain > longestChain:
		return "chain", fmt.Sprintf("more than %d operators in a row", longestChain)
	case kind == token.IDENT && len(text) > longestIdentifier:
		return "identifier", fmt.Sprintf("an identifier of %d bytes, more than %d", len(text), longestIdentifier)
	}
	return "", ""
}

func (b *bounds) nest(kind token.Token) {
	switch kind {
	case token.LPAREN, token.LBRACE, token.LBRACK:
		b.depth++
	case token.RPAREN, token.RBRACE, token.RBRACK:
		b.depth--
	}
}

// follow measures runs like "[]*[]*" or "[2][2][2]": prefixes of an expression or type.
func (b *bounds) follow(kind token.Token) {
	inBrackets := b.afterBracket && (kind == token.INT || kind == token.IDENT)
	b.afterBracket = kind == token.LBRACK
	switch kind {
	case token.MUL, token.AND, token.NOT, token.SUB, token.ADD, token.XOR, token.TILDE, token.ARROW, token.ELLIPSIS,
		token.LBRACK, token.RBRACK, token.LPAREN, token.RPAREN, token.CHAN, token.FUNC, token.MAP:
		b.chain++
	default:
		if !inBrackets {
			b.chain = 0
		}
	}
}
