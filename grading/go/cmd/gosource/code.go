package main

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
)

// unit is one file as gofmt renders it, so that layout moves no number.
type unit struct {
	path    string
	content string
	owner   *Package
	tree    *ast.File
}

// code is everything but tests, with types where they could be resolved.
type code struct {
	places *token.FileSet
	units  []*unit
	typed  bool
	info   *types.Info
	own    map[string]*types.Package
}

func (j *judgement) structure(archives map[string]string) *Structure {
	c := &code{places: token.NewFileSet(), own: map[string]*types.Package{}}
	for _, one := range j.sources {
		if !one.Test {
			c.units = append(c.units, c.render(one))
		}
	}
	j.report.TypeErrors = append(j.report.TypeErrors, c.check(j.Packages, archives)...)
	functions := c.functions()
	return &Structure{
		Typed:            c.typed,
		FileLines:        c.fileLines(),
		Functions:        c.describe(functions),
		RepeatedRuns:     c.repetitions(functions, j.RepeatedTokens),
		PackageVariables: c.variables(),
		ExportedAPI:      c.exportedAPI(),
		Imports:          c.imports(),
		Banned:           c.constructs(functions),
		Uses:             c.uses(),
	}
}

// render cannot fail: the file has parsed before.
func (c *code) render(one *source) *unit {
	content := []byte(one.Content)
	if formatted, err := format.Source(content); err == nil {
		content = formatted
	}
	tree, _ := parser.ParseFile(c.places, one.Path, content, parser.ParseComments)
	return &unit{one.Path, string(content), one.owner, tree}
}

func (c *code) place(at token.Pos) Place {
	position := c.places.PositionFor(at, false)
	return Place{position.Filename, position.Line}
}

func (c *code) offset(at token.Pos) int { return c.places.PositionFor(at, false).Offset }

func (c *code) fileLines() map[string]int {
	lines := map[string]int{}
	for _, one := range c.units {
		lines[one.path] = strings.Count(one.content, "\n")
	}
	return lines
}

func (c *code) imports() []Import {
	found := []Import{}
	for _, one := range c.units {
		for _, each := range one.tree.Imports {
			found = append(found, Import{c.place(each.Pos()), strings.Trim(each.Path.Value, "\"`")})
		}
	}
	return found
}

func (c *code) variables() []Variable {
	found := []Variable{}
	for _, one := range c.units {
		for _, declaration := range one.tree.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok || general.Tok != token.VAR {
				continue
			}
			for _, name := range declaredNames(general) {
				found = append(found, Variable{c.place(name.Pos()), one.owner.Path, name.Name})
			}
		}
	}
	return found
}
