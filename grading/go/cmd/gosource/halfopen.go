package main

import "strings"

// part is how much of a package is open: only the names in open, or all but those in closed.
type part struct{ open, closed map[string]bool }

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// halfOpen lists packages of which a part would reach files, processes or memory that an answer has no business with.
// Names in closed stay closed even where a level opens the whole package.
var halfOpen = map[string]part{
	"os": {
		open: words(`ErrNotExist ErrExist ErrPermission ErrInvalid ErrClosed ErrDeadlineExceeded PathError FileMode
			FileInfo ModePerm IsNotExist IsExist IsPermission Stdout Stderr`),
		closed: words(`Exit NewFile StartProcess FindProcess Process ProcAttr Getenv LookupEnv Environ Executable Pipe`),
	},
	"runtime": {
		open:   words(`Gosched NumGoroutine NumCPU GOMAXPROCS KeepAlive GC Error GOOS GOARCH MemStats ReadMemStats`),
		closed: words(`Stack Caller Callers CallersFrames Goexit LockOSThread`),
	},
	"runtime/debug": {open: words(`Stack PrintStack`), closed: words(`SetMaxStack SetCrashOutput WriteHeapDump SetTraceback`)},
	"reflect": {
		open: words(`DeepEqual TypeOf TypeFor ValueOf Type Kind Value Zero Indirect Bool Int Int8 Int16 Int32 Int64 Uint Uint8
			Uint16 Uint32 Uint64 Float32 Float64 String Slice Map Struct Ptr Pointer Array Interface Func Chan Invalid`),
		closed: words(`NewAt SliceAt MakeFunc`),
	},
	"path/filepath": {open: words(`Join Clean Base Dir Ext Rel IsAbs IsLocal Split ToSlash FromSlash Match Separator`)},
	"archive/zip":   {closed: words(`OpenReader`)},
	"html/template": {closed: words(`ParseFiles ParseGlob ParseFS`)},
	"text/template": {closed: words(`ParseFiles ParseGlob ParseFS`)},
	"net/http": {closed: words(`Dir FS FileServer FileServerFS NewFileTransport NewFileTransportFS ListenAndServe
		ListenAndServeTLS Serve ServeTLS ServeFile ServeFileFS Server Get Head Post PostForm Client Transport DefaultClient
		DefaultTransport`)},
	"testing": {open: words(`T B F TB M Short Verbose AllocsPerRun`), closed: words(`Main MainStart Init RunTests RunBenchmarks`)},
}

// alwaysClosed are packages that no level can open.
var alwaysClosed = words(`C unsafe syscall plugin os/exec os/signal runtime/cgo`)

// memberNames reach raw memory or descriptors through a value, wherever that comes from.
var memberNames = words(`UnsafePointer UnsafeAddr MethodByName SetPointer SyscallConn`)

// allowed is what a level lets an answer import.
type allowed struct {
	packages map[string]bool
	names    map[string]bool
}

// readAllowed splits entries like "os.ReadFile" at the dot behind the last slash.
func readAllowed(request Request) allowed {
	found := allowed{map[string]bool{}, map[string]bool{}}
	for _, entry := range request.Imports {
		base := strings.LastIndexByte(entry, '/') + 1
		if name, _, isName := strings.Cut(entry[base:], "."); isName {
			found.packages[entry[:base]+name] = true
			found.names[entry] = true
		} else {
			found.packages[entry] = true
		}
	}
	for _, own := range request.Packages {
		found.packages[own.Path] = true
	}
	return found
}

func (a allowed) mayImport(path string) bool { return a.packages[path] && !alwaysClosed[path] }

func (a allowed) mayUse(path, name string) bool {
	half, isHalf := halfOpen[path]
	switch {
	case !isHalf:
		return true
	case half.closed[name]:
		return false
	}
	return half.open == nil || half.open[name] || a.names[path+"."+name] || a.names[path+".*"]
}
