package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/importer"
	"go/types"
	"io"
	"os"
	"strings"
)

const (
	language       = "go1.26"
	mostTypeErrors = 10
)

// readArchives reads lines "packagefile path=archive"; other lines are for the compiler alone.
func readArchives(importcfg string) (map[string]string, error) {
	archives := map[string]string{}
	if importcfg == "" {
		return archives, nil
	}
	file, err := os.Open(importcfg)
	if err != nil {
		return nil, fmt.Errorf("expected an importcfg: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if entry, ok := strings.CutPrefix(lines.Text(), "packagefile "); ok {
			imported, archive, _ := strings.Cut(entry, "=")
			archives[imported] = archive
		}
	}
	return archives, lines.Err()
}

// imported finds the level's own packages first, then archives.
type imported struct {
	own      map[string]*types.Package
	archives types.Importer
}

func (i imported) Import(path string) (*types.Package, error) {
	if found := i.own[path]; found != nil {
		return found, nil
	}
	return i.archives.Import(path)
}

// check resolves types, package after package. Without archives it leaves them unresolved and reports nothing.
func (c *code) check(packages []Package, archives map[string]string) []Finding {
	if len(archives) == 0 {
		return nil
	}
	var failures []Finding
	c.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	lookup := func(path string) (io.ReadCloser, error) {
		if archive, ok := archives[path]; ok {
			return os.Open(archive)
		}
		return nil, fmt.Errorf("no archive of %q", path)
	}
	config := types.Config{
		GoVersion: language,
		Importer:  imported{c.own, importer.ForCompiler(c.places, "gc", lookup)},
		Error: func(err error) {
			if failure, ok := err.(types.Error); ok && len(failures) < mostTypeErrors {
				place := c.place(failure.Pos)
				failures = append(failures, Finding{place.File, place.Line, "type", failure.Msg})
			}
		},
	}
	for _, one := range packages {
		if trees := c.treesOf(one); len(trees) > 0 {
			c.own[one.Path], _ = config.Check(one.Path, c.places, trees, c.info)
		}
	}
	c.typed = len(failures) == 0
	return failures
}

func (c *code) treesOf(one Package) []*ast.File {
	var trees []*ast.File
	for _, each := range c.units {
		if each.owner.Path == one.Path {
			trees = append(trees, each.tree)
		}
	}
	return trees
}
