package main

// Request is the input.
type Request struct {
	Files    []File    `json:"files"`
	Packages []Package `json:"packages"`
	Imports  []string  `json:"imports"`
	// RepeatedTokens is the shortest repetition to report, counted in tokens without commas and line ends; 0 for none.
	RepeatedTokens int `json:"repeatedTokens"`
}

// File is one source file; its path is relative, with forward slashes.
type File struct {
	Path    string `json:"path"`
	Content string `json:"content"`
	// Test files belong to the external test package of their folder.
	Test bool `json:"test"`
}

// Package is one package of the level: its name is the last element of its path.
type Package struct {
	Path   string `json:"path"`
	Folder string `json:"folder"`
}

// Report is the output.
type Report struct {
	Files        []File     `json:"files"`
	Refused      []Finding  `json:"refused"`
	Neutralised  []Finding  `json:"neutralised"`
	SyntaxErrors []Finding  `json:"syntaxErrors"`
	TypeErrors   []Finding  `json:"typeErrors"`
	Tests        []Test     `json:"tests"`
	Structure    *Structure `json:"structure"`
}

// Finding is something at a place; lines count from 1, 0 is the file as a whole.
type Finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// Test is a test function.
type Test struct {
	File string `json:"file"`
	Name string `json:"name"`
}

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// Structure describes all files but tests. Sizes and lines are those of gofmt's rendering.
type Structure struct {
	Typed            bool                `json:"typed"`
	FileLines        map[string]int      `json:"fileLines"`
	Functions        []Function          `json:"functions"`
	RepeatedRuns     []Repetition        `json:"repeatedRuns"`
	PackageVariables []Variable          `json:"packageVariables"`
	ExportedAPI      map[string][]string `json:"exportedAPI"`
	Imports          []Import            `json:"imports"`
	// Banned holds the places of each construct that a level may ban.
	Banned map[string][]Place `json:"banned"`
	Uses   []Use              `json:"uses"`
}

// Function is a function, a method ("T.Name") or a function literal outside all functions ("literal at line N").
// Literals inside a function count as part of it.
type Function struct {
	Place
	Name     string `json:"name"`
	Exported bool   `json:"exported"`
	Lines    int    `json:"lines"`
	// Complexity is cyclomatic as gocyclo counts it: 1 + if, for, case, && and ||.
	Complexity int `json:"complexity"`
	// Parameters are counted without receiver and results.
	Parameters int `json:"parameters"`
	Loops      int `json:"loops"`
	LoopDepth  int `json:"loopDepth"`
	// Called tells that something outside the function refers to it. Always true for init and main.
	Called bool `json:"called"`
}

// Repetition is a run of tokens that stands in two places.
type Repetition struct {
	Tokens int   `json:"tokens"`
	A      Place `json:"a"`
	B      Place `json:"b"`
}

// Variable is a package-level variable.
type Variable struct {
	Place
	Package string `json:"package"`
	Name    string `json:"name"`
}

// Import is an import of a file.
type Import struct {
	Place
	Path string `json:"path"`
}

// Use is the first use in a file of another package's name.
type Use struct {
	Place
	Package string `json:"package"`
	Name    string `json:"name"`
}
