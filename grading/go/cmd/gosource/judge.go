package main

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
)

// source is a file on its way through the gate.
type source struct {
	File
	// owner is the level's package in whose folder the file lies, or nil.
	owner *Package
	tree  *ast.File
}

// judgement gathers what is found about a request.
type judgement struct {
	Request
	allowed allowed
	places  *token.FileSet
	sources []*source
	report  Report
}

// judge goes from cheap and safe to dear: bytes, tokens, syntax, types. A file that breaks a bound is never parsed.
func judge(request Request, archives map[string]string) Report {
	j := &judgement{Request: request, allowed: readAllowed(request), places: token.NewFileSet(), report: emptyReport()}
	for _, file := range request.Files {
		one := &source{File: file, owner: j.ownerOf(file.Path)}
		if j.checkBytes(one) && j.checkTokens(one) {
			j.parse(one)
		}
		j.sources = append(j.sources, one)
		j.report.Files = append(j.report.Files, one.File)
	}
	if len(j.report.Refused) == 0 && len(j.report.SyntaxErrors) == 0 {
		j.report.Structure = j.structure(archives)
	}
	return j.report
}

func emptyReport() Report {
	return Report{Files: []File{}, Refused: []Finding{}, Neutralised: []Finding{}, SyntaxErrors: []Finding{},
		TypeErrors: []Finding{}, Tests: []Test{}}
}

func (j *judgement) ownerOf(file string) *Package {
	for i := range j.Packages {
		if path.Clean(j.Packages[i].Folder) == path.Dir(file) {
			return &j.Packages[i]
		}
	}
	return nil
}

func (j *judgement) refuse(one *source, line int, rule, message string) {
	j.report.Refused = append(j.report.Refused, Finding{one.Path, line, rule, message})
}

func (j *judgement) lineOf(at token.Pos) int { return j.places.PositionFor(at, false).Line }

func (j *judgement) placeOf(at token.Pos) Place {
	position := j.places.PositionFor(at, false)
	return Place{position.Filename, position.Line}
}

// parse applies the rules on syntax to what parses; the rest is left to the compiler's report.
func (j *judgement) parse(one *source) {
	tree, err := parser.ParseFile(j.places, one.Path, one.Content, parser.ParseComments)
	if failures, ok := err.(scanner.ErrorList); ok {
		for _, failure := range failures {
			j.report.SyntaxErrors = append(j.report.SyntaxErrors, Finding{one.Path, failure.Pos.Line, "syntax", failure.Msg})
		}
		return
	}
	one.tree = tree
	j.checkClause(one)
	j.checkImports(one)
	j.checkNames(one)
	j.checkDeclarations(one)
	j.findTests(one)
}

func (j *judgement) checkClause(one *source) {
	if one.owner == nil {
		j.refuse(one, 1, "folder", "no package of the level has this folder")
		return
	}
	expected := one.owner.name()
	if one.Test {
		expected += "_test"
	}
	if found := one.tree.Name.Name; found != expected {
		j.refuse(one, j.lineOf(one.tree.Name.Pos()), "package", "expected package "+expected+", found package "+found)
	}
}

func (p *Package) name() string { return path.Base(p.Path) }
