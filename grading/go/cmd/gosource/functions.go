package main

import (
	"fmt"
	"go/ast"
	"go/token"
)

// function is a declaration, or a literal outside all declarations of functions.
type function struct {
	unit *unit
	name string
	node ast.Node
	// declared is nil for a literal.
	declared *ast.FuncDecl
	shape    *ast.FuncType
	body     *ast.BlockStmt
}

func (c *code) functions() []*function {
	var found []*function
	for _, one := range c.units {
		for _, declaration := range one.tree.Decls {
			if declared, ok := declaration.(*ast.FuncDecl); ok {
				found = append(found, &function{one, nameOf(declared), declared, declared, declared.Type, declared.Body})
			} else {
				found = append(found, c.literals(one, declaration)...)
			}
		}
	}
	return found
}

func nameOf(declared *ast.FuncDecl) string {
	if declared.Recv == nil || len(declared.Recv.List) == 0 {
		return declared.Name.Name
	}
	receiver := declared.Recv.List[0].Type
	for {
		switch kind := receiver.(type) {
		case *ast.StarExpr:
			receiver = kind.X
		case *ast.ParenExpr:
			receiver = kind.X
		case *ast.IndexExpr:
			receiver = kind.X
		case *ast.IndexListExpr:
			receiver = kind.X
		case *ast.Ident:
			return kind.Name + "." + declared.Name.Name
		default:
			return declared.Name.Name
		}
	}
}

func (c *code) literals(one *unit, declaration ast.Decl) []*function {
	var found []*function
	ast.Inspect(declaration, func(node ast.Node) bool {
		literal, ok := node.(*ast.FuncLit)
		if ok {
			name := fmt.Sprintf("literal at line %d", c.place(literal.Pos()).Line)
			found = append(found, &function{one, name, literal, nil, literal.Type, literal.Body})
		}
		return !ok
	})
	return found
}

func (f *function) contains(at token.Pos) bool { return f.node.Pos() <= at && at < f.node.End() }

func (c *code) describe(functions []*function) []Function {
	found := []Function{}
	called := c.called(functions)
	for _, one := range functions {
		start, end := one.node.Pos(), one.node.End()
		if one.declared != nil {
			start = one.declared.Type.Pos()
		}
		loops := measureLoops(one.body)
		found = append(found, Function{
			Place:      c.place(start),
			Name:       one.name,
			Exported:   one.declared != nil && one.declared.Name.IsExported(),
			Lines:      c.place(end).Line - c.place(start).Line + 1,
			Complexity: complexity(one.body),
			Parameters: parameters(one.shape),
			Loops:      loops.count,
			LoopDepth:  loops.deepest,
			Called:     called[one],
		})
	}
	return found
}

func parameters(shape *ast.FuncType) int { return shape.Params.NumFields() }
