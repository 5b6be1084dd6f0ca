package main

import (
	"go/ast"
	"strings"
	"unicode"
	"unicode/utf8"
)

// predeclared names would change the meaning of hidden code of the same package, or hide what a reader takes for
// granted. min, max and clear are missing: honest code from before Go 1.21 declares them.
var predeclared = words(`any append bool byte cap close comparable complex complex128 complex64 copy delete error false
	float32 float64 imag int int16 int32 int64 int8 iota len make new nil panic print println real recover rune string
	true uint uint16 uint32 uint64 uint8 uintptr`)

func (j *judgement) checkDeclarations(one *source) {
	for _, declaration := range one.tree.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			j.checkFunction(one, declaration)
		case *ast.GenDecl:
			for _, name := range declaredNames(declaration) {
				j.checkDeclared(one, name)
			}
		}
	}
}

func (j *judgement) checkFunction(one *source, function *ast.FuncDecl) {
	if function.Body == nil {
		j.refuse(one, j.lineOf(function.Pos()), "body", "function "+function.Name.Name+" has no body")
	}
	if function.Recv != nil {
		return
	}
	if function.Name.Name == "TestMain" {
		j.refuse(one, j.lineOf(function.Pos()), "declaration", "TestMain is declared by the tests' runner")
	}
	j.checkDeclared(one, function.Name)
}

func declaredNames(declaration *ast.GenDecl) []*ast.Ident {
	var names []*ast.Ident
	for _, each := range declaration.Specs {
		switch each := each.(type) {
		case *ast.ValueSpec:
			names = append(names, each.Names...)
		case *ast.TypeSpec:
			names = append(names, each.Name)
		}
	}
	return names
}

func (j *judgement) checkDeclared(one *source, name *ast.Ident) {
	if predeclared[name.Name] {
		j.refuse(one, j.lineOf(name.Pos()), "declaration", "the predeclared name "+name.Name+" is declared anew")
	}
}

// findTests lists functions of the shape func TestXxx(t *testing.T) in test files.
func (j *judgement) findTests(one *source) {
	if !one.Test {
		return
	}
	names := importedNames(one.tree)
	for _, declaration := range one.tree.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && isTest(names, function) {
			j.report.Tests = append(j.report.Tests, Test{one.Path, function.Name.Name})
		}
	}
}

func isTest(names map[string]string, function *ast.FuncDecl) bool {
	rest, ok := strings.CutPrefix(function.Name.Name, "Test")
	if first, _ := utf8.DecodeRuneInString(rest); !ok || unicode.IsLower(first) {
		return false
	}
	shape := function.Type
	if function.Recv != nil || shape.TypeParams != nil || shape.Results != nil || shape.Params.NumFields() != 1 {
		return false
	}
	pointer, ok := shape.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	imported, member, ok := selectorOf(names, pointer.X)
	return ok && imported == "testing" && member == "T"
}
