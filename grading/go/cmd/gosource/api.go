package main

import (
	"go/types"
	"slices"
	"strings"
)

// exportedAPI renders, for each package, what it exports: one line for each name, exported field and method, without
// names of parameters and values of constants. Two packages with equal lines can replace each other.
func (c *code) exportedAPI() map[string][]string {
	found := map[string][]string{}
	for path, one := range c.own {
		lines := []string{}
		for _, name := range one.Scope().Names() {
			if object := one.Scope().Lookup(name); object.Exported() {
				lines = append(lines, apiOf(object)...)
			}
		}
		slices.Sort(lines)
		found[path] = lines
	}
	return found
}

func byName(other *types.Package) string { return other.Path() }

func show(kind types.Type) string { return types.TypeString(unnamed(kind), byName) }

func apiOf(object types.Object) []string {
	switch object := object.(type) {
	case *types.Const:
		return []string{"const " + object.Name() + " " + show(object.Type())}
	case *types.Var:
		return []string{"var " + object.Name() + " " + show(object.Type())}
	case *types.Func:
		return []string{"func " + object.Name() + strings.TrimPrefix(show(object.Type()), "func")}
	case *types.TypeName:
		return apiOfType(object)
	}
	return nil
}

func apiOfType(object *types.TypeName) []string {
	if object.IsAlias() {
		return []string{"type " + object.Name() + " = " + show(types.Unalias(object.Type()))}
	}
	head := "type " + object.Name()
	if named, ok := object.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
		head = "type " + types.TypeString(named, byName)
	}
	lines := methodsOf(object)
	structure, ok := object.Type().Underlying().(*types.Struct)
	if !ok {
		return append(lines, head+" "+show(object.Type().Underlying()))
	}
	for field := range structure.Fields() {
		if field.Exported() {
			lines = append(lines, "field "+object.Name()+"."+field.Name()+" "+show(field.Type()))
		}
	}
	return append(lines, head+" struct")
}

// methodsOf lists exported methods, promoted ones too, and whether a value has them or only a pointer.
func methodsOf(object *types.TypeName) []string {
	var lines []string
	if types.IsInterface(object.Type()) {
		return nil
	}
	ofValue := types.NewMethodSet(object.Type())
	for method := range types.NewMethodSet(types.NewPointer(object.Type())).Methods() {
		if !method.Obj().Exported() {
			continue
		}
		receiver := "*" + object.Name()
		if ofValue.Lookup(method.Obj().Pkg(), method.Obj().Name()) != nil {
			receiver = object.Name()
		}
		lines = append(lines, "method ("+receiver+") "+method.Obj().Name()+strings.TrimPrefix(show(method.Type()), "func"))
	}
	return lines
}

// unnamed drops the names of parameters and results from a type.
func unnamed(kind types.Type) types.Type {
	switch kind := kind.(type) {
	case *types.Signature:
		if kind.TypeParams().Len() > 0 {
			return kind
		}
		return types.NewSignatureType(nil, nil, nil, unnamedTuple(kind.Params()), unnamedTuple(kind.Results()), kind.Variadic())
	case *types.Pointer:
		return types.NewPointer(unnamed(kind.Elem()))
	case *types.Slice:
		return types.NewSlice(unnamed(kind.Elem()))
	case *types.Array:
		return types.NewArray(unnamed(kind.Elem()), kind.Len())
	case *types.Map:
		return types.NewMap(unnamed(kind.Key()), unnamed(kind.Elem()))
	case *types.Chan:
		return types.NewChan(kind.Dir(), unnamed(kind.Elem()))
	}
	return kind
}

func unnamedTuple(tuple *types.Tuple) *types.Tuple {
	var variables []*types.Var
	for one := range tuple.Variables() {
		variables = append(variables, types.NewParam(one.Pos(), one.Pkg(), "", unnamed(one.Type())))
	}
	return types.NewTuple(variables...)
}
