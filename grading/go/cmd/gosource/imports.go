package main

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
)

// importedNames maps the names under which a file knows its imports to their paths.
func importedNames(tree *ast.File) map[string]string {
	names := map[string]string{}
	for _, one := range tree.Imports {
		imported, _ := strconv.Unquote(one.Path.Value)
		if one.Name != nil {
			names[one.Name.Name] = imported
		} else {
			names[defaultName(imported)] = imported
		}
	}
	return names
}

// defaultName is the package's name, which for paths like math/rand/v2 is the element before the last.
func defaultName(imported string) string {
	base := path.Base(imported)
	if version, found := strings.CutPrefix(base, "v"); found {
		if _, err := strconv.Atoi(version); err == nil {
			return path.Base(path.Dir(imported))
		}
	}
	return base
}

func (j *judgement) checkImports(one *source) {
	for _, each := range one.tree.Imports {
		imported, _ := strconv.Unquote(each.Path.Value)
		line := j.lineOf(each.Pos())
		switch {
		case each.Name != nil && (each.Name.Name == "." || each.Name.Name == "_"):
			j.refuse(one, line, "import", "import "+each.Name.Name+" "+each.Path.Value)
		case one.owner != nil && imported == one.owner.Path && !one.Test:
			j.refuse(one, line, "import", "the package imports itself")
		case !j.allowed.mayImport(imported):
			j.refuse(one, line, "import", each.Path.Value+" is not among the imports allowed here")
		}
	}
}

// selectorOf resolves "name.Member" of an import. The name counts as an import unless the parser saw it declared in an
// enclosing scope.
func selectorOf(names map[string]string, expression ast.Expr) (imported, member string, ok bool) {
	selector, isSelector := expression.(*ast.SelectorExpr)
	if !isSelector {
		return "", "", false
	}
	name, isName := selector.X.(*ast.Ident)
	if !isName || name.Obj != nil {
		return "", "", false
	}
	imported, ok = names[name.Name]
	return imported, selector.Sel.Name, ok
}
