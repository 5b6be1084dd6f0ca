// Command gosource judges Go sources without building them: whether they may be compiled here (the source gate), and
// how they are built (structure). It reads one JSON object from standard input and writes one to standard output.
//
// Input (see Request): the files, which must include everything the packages need, in any order; the packages in
// dependency order; what may be imported. An entry of "imports" is an import path ("strings"); for a package of which
// only a safe part is open ("os", "reflect", …; see halfopen.go) "os.ReadFile" opens one name more and "os.*" all but
// those that are always closed. The level's own packages may be imported without being listed.
//
//	{"files": [{"path": "tariff.go", "content": "package tariff…", "test": false}],
//	 "packages": [{"path": "tariff", "folder": "."}],
//	 "imports": ["errors", "time"],
//	 "repeatedTokens": 45}
//
// Output (see Report): "files" are the sources as they are to be compiled: line ends, byte order mark and harmless
// directives are neutralised. A non-empty "refused" forbids the answer, and "structure" is null then, as it is when
// there are "syntaxErrors". "tests" are the functions that `go test` would run.
//
//	{"files": [{"path": "tariff.go", "content": "package tariff…", "test": false}],
//	 "refused": [{"file": "tariff.go", "line": 3, "rule": "import", "message": "…"}],
//	 "neutralised": [{"file": "tariff.go", "line": 1, "rule": "directive", "message": "…"}],
//	 "syntaxErrors": [], "typeErrors": [{"file": "tariff.go", "line": 9, "rule": "type", "message": "…"}],
//	 "tests": [{"file": "tariff_test.go", "name": "TestFee"}],
//	 "structure": {…}}
//
// With -importcfg FILE (lines "packagefile path=archive", as the compiler reads them) types are resolved and
// structure.typed is true if all packages type-check. Without types, "exportedAPI" is empty and "uses", "called",
// "recursion" and "string-conversion" rest on names alone. Types, and then compiling too, can take for ever for hostile
// sources: what takes more than 5 s of CPU time is refused by the rule "effort". The exit status is 0 whenever an answer was judged, 2 when the
// input or the importcfg could not be read.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

const largestInput = 32 << 20

func main() {
	importcfg := flag.String("importcfg", "", "file that lists archives of packages")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *importcfg); err != nil {
		fmt.Fprintln(os.Stderr, "gosource:", err)
		os.Exit(2)
	}
}

func run(from io.Reader, to io.Writer, importcfg string) error {
	var request Request
	if err := json.NewDecoder(io.LimitReader(from, largestInput)).Decode(&request); err != nil {
		return fmt.Errorf("expected a request as JSON on standard input: %w", err)
	}
	archives, err := readArchives(importcfg)
	if err != nil {
		return err
	}
	return json.NewEncoder(to).Encode(withinEffort(func() Report { return judge(request, archives) }))
}
