package main

import "go/ast"

// uses lists, once for each file, the names of other packages that it refers to.
func (c *code) uses() []Use {
	found := []Use{}
	for _, one := range c.units {
		names := importedNames(one.tree)
		seen := map[[2]string]bool{}
		ast.Inspect(one.tree, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			imported, member, ok := c.foreign(names, selector)
			if ok && !seen[[2]string{imported, member}] {
				seen[[2]string{imported, member}] = true
				found = append(found, Use{c.place(selector.Pos()), imported, member})
			}
			return true
		})
	}
	return found
}

// foreign resolves pkg.Name; imports by dot are refused, so that nothing else can name another package's object.
func (c *code) foreign(names map[string]string, selector *ast.SelectorExpr) (imported, member string, ok bool) {
	if c.info == nil {
		return selectorOf(names, selector)
	}
	object := c.info.Uses[selector.Sel]
	if object == nil || object.Pkg() == nil || object.Parent() != object.Pkg().Scope() {
		return "", "", false
	}
	return object.Pkg().Path(), object.Name(), true
}
