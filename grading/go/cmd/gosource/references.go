package main

import (
	"go/ast"
	"go/types"
)

// callee is what an identifier refers to if that may be a function: the function's object, or its name where only that
// is known (methods of interfaces; everything, without types).
func (c *code) callee(name *ast.Ident) any {
	if c.info == nil {
		return name.Name
	}
	found, ok := c.info.Uses[name].(*types.Func)
	if !ok {
		return nil
	}
	if receiver := found.Signature().Recv(); receiver != nil && types.IsInterface(receiver.Type()) {
		return found.Name()
	}
	return found.Origin()
}

// identities are the values by which callee may name a function.
func (c *code) identities(one *function) []any {
	if one.declared == nil {
		return nil
	}
	name := one.declared.Name
	if c.info == nil {
		return []any{name.Name}
	}
	if one.declared.Recv == nil {
		return []any{c.info.Defs[name]}
	}
	return []any{c.info.Defs[name], name.Name}
}

// called tells of each function whether something outside it refers to it. A method that some interface in use names
// counts as called.
func (c *code) called(functions []*function) map[*function]bool {
	found := map[*function]bool{}
	byIdentity := map[any][]*function{}
	for _, one := range functions {
		found[one] = one.declared == nil || one.name == "init" || one.name == "main"
		for _, identity := range c.identities(one) {
			byIdentity[identity] = append(byIdentity[identity], one)
		}
	}
	for _, one := range c.units {
		ast.Inspect(one.tree, func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok {
				for _, target := range byIdentity[c.callee(name)] {
					found[target] = found[target] || !target.contains(name.Pos())
				}
			}
			return true
		})
	}
	return found
}

// recursive lists functions that can come to call themselves through functions of these sources.
func (c *code) recursive(functions []*function) []*function {
	calls := c.calls(functions)
	var found []*function
	for _, one := range functions {
		seen := map[*function]bool{}
		for open := calls[one]; len(open) > 0 && !seen[one]; {
			next := open[0]
			open = open[1:]
			if !seen[next] {
				seen[next] = true
				open = append(open, calls[next]...)
			}
		}
		if seen[one] {
			found = append(found, one)
		}
	}
	return found
}

// calls leaves out what is known by the name of a method only: Error of a wrapped error is not the Error around it.
func (c *code) calls(functions []*function) map[*function][]*function {
	byIdentity := map[any]*function{}
	for _, one := range functions {
		if identities := c.identities(one); len(identities) > 0 && (c.info != nil || one.declared.Recv == nil) {
			byIdentity[identities[0]] = one
		}
	}
	found := map[*function][]*function{}
	for _, one := range functions {
		ast.Inspect(one.body, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.SelectorExpr:
				return c.info != nil
			case *ast.Ident:
				if target := byIdentity[c.callee(node)]; target != nil {
					found[one] = append(found[one], target)
				}
			}
			return true
		})
	}
	return found
}
