package main

import (
	"go/ast"
	"go/token"
)

// complexity is cyclomatic complexity by gocyclo's rule (github.com/fzipp/gocyclo): one, and one more for each if, for,
// case that is not a default, && and ||; what stands in function literals counts for the function around them.
func complexity(body ast.Node) int {
	count := 1
	ast.Inspect(body, func(node ast.Node) bool {
		if branches(node) {
			count++
		}
		return true
	})
	return count
}

func branches(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
		return true
	case *ast.CaseClause:
		return node.List != nil
	case *ast.CommClause:
		return node.Comm != nil
	case *ast.BinaryExpr:
		return node.Op == token.LAND || node.Op == token.LOR
	}
	return false
}

type loops struct{ count, deepest int }

// loopVisitor knows how many loops are around what it visits.
type loopVisitor struct {
	found *loops
	depth int
}

func measureLoops(body ast.Node) loops {
	var found loops
	ast.Walk(loopVisitor{&found, 0}, body)
	return found
}

func (v loopVisitor) Visit(node ast.Node) ast.Visitor {
	switch node.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		v.depth++
		v.found.count++
		v.found.deepest = max(v.found.deepest, v.depth)
	}
	return v
}
