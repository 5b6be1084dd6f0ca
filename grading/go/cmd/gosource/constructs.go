package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

// constructs lists the places of everything that a level may ban.
func (c *code) constructs(functions []*function) map[string][]Place {
	found := map[string][]Place{}
	for _, name := range []string{"range", "else", "map", "closure", "recursion", "string-conversion", "goto", "goroutine", "defer", "switch"} {
		found[name] = []Place{}
	}
	for _, one := range c.units {
		ast.Inspect(one.tree, func(node ast.Node) bool {
			if name := c.construct(node); name != "" {
				found[name] = append(found[name], c.place(node.Pos()))
			}
			if branch, ok := node.(*ast.IfStmt); ok && branch.Else != nil {
				found["else"] = append(found["else"], c.place(branch.Else.Pos()))
			}
			return true
		})
	}
	for _, one := range c.recursive(functions) {
		found["recursion"] = append(found["recursion"], c.place(one.node.Pos()))
	}
	return found
}

func (c *code) construct(node ast.Node) string {
	switch node := node.(type) {
	case *ast.RangeStmt:
		return "range"
	case *ast.MapType:
		return "map"
	case *ast.FuncLit:
		return "closure"
	case *ast.GoStmt:
		return "goroutine"
	case *ast.DeferStmt:
		return "defer"
	case *ast.SwitchStmt, *ast.TypeSwitchStmt:
		return "switch"
	case *ast.BranchStmt:
		if node.Tok == token.GOTO {
			return "goto"
		}
	case *ast.CallExpr:
		if c.isStringConversion(node) {
			return "string-conversion"
		}
	}
	return ""
}

// isStringConversion tells whether a call converts between a string and something else, such as bytes. From one string
// type to another nothing is converted.
func (c *code) isStringConversion(call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	if c.info == nil {
		return looksLikeStringConversion(ast.Unparen(call.Fun))
	}
	target, known := c.info.Types[call.Fun]
	if !known || !target.IsType() {
		return false
	}
	return isString(target.Type) != isString(c.info.Types[call.Args[0]].Type)
}

func isString(kind types.Type) bool {
	if kind == nil {
		return false
	}
	basic, ok := kind.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// looksLikeStringConversion recognises string(x), []byte(x) and []rune(x).
func looksLikeStringConversion(target ast.Expr) bool {
	switch target := target.(type) {
	case *ast.Ident:
		return target.Name == "string" && target.Obj == nil
	case *ast.ArrayType:
		element, ok := target.Elt.(*ast.Ident)
		return ok && target.Len == nil && (element.Name == "byte" || element.Name == "rune")
	}
	return false
}
