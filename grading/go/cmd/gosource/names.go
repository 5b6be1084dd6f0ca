package main

import (
	"go/ast"
	"go/token"
	"slices"
)

// checkNames refuses closed names of imports, and writing to variables of imports: `io.EOF = nil` would change what
// every test compares with.
func (j *judgement) checkNames(one *source) {
	names := importedNames(one.tree)
	ast.Inspect(one.tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			j.checkSelector(one, names, node)
		case *ast.AssignStmt:
			for _, target := range node.Lhs {
				j.checkTarget(one, names, target, "assigns")
			}
		case *ast.IncDecStmt:
			j.checkTarget(one, names, node.X, "assigns")
		case *ast.RangeStmt:
			j.checkTarget(one, names, node.Key, "assigns")
			j.checkTarget(one, names, node.Value, "assigns")
		case *ast.UnaryExpr:
			if node.Op == token.AND {
				j.checkTarget(one, names, node.X, "takes the address of")
			}
		}
		return true
	})
}

func (j *judgement) checkSelector(one *source, names map[string]string, node *ast.SelectorExpr) {
	if memberNames[node.Sel.Name] {
		j.refuse(one, j.lineOf(node.Pos()), "selector", "."+node.Sel.Name)
	}
	if imported, member, ok := selectorOf(names, node); ok && !j.allowed.mayUse(imported, member) {
		j.refuse(one, j.lineOf(node.Pos()), "selector", imported+"."+member)
	}
}

// checkTarget looks at what an assignment reaches in the end: pkg.Name in (pkg.Name), *pkg.Name, pkg.Name[i] and
// pkg.Name.Field.
func (j *judgement) checkTarget(one *source, names map[string]string, target ast.Expr, does string) {
	for target != nil {
		if imported, member, ok := selectorOf(names, target); ok {
			if one.Test && j.isForTests(imported, member) {
				return
			}
			j.refuse(one, j.lineOf(target.Pos()), "assignment", does+" "+imported+"."+member)
			return
		}
		target = inner(target)
	}
}

// isForTests tells what tests may write to, as they run in a process of their own: variables of the package that they
// test, and the zone, which is the usual way to be in another place.
func (j *judgement) isForTests(imported, member string) bool {
	own := slices.ContainsFunc(j.Packages, func(one Package) bool { return one.Path == imported })
	return own || imported == "time" && member == "Local"
}

func inner(target ast.Expr) ast.Expr {
	switch target := target.(type) {
	case *ast.ParenExpr:
		return target.X
	case *ast.StarExpr:
		return target.X
	case *ast.IndexExpr:
		return target.X
	case *ast.SliceExpr:
		return target.X
	case *ast.SelectorExpr:
		return target.X
	}
	return nil
}
