package tide

import "time"

// A Clock tells the time. It may be asked by several goroutines at once, and it may use services other than the one that
// asks it, and package functions.
type Clock interface {
	Now() time.Time
}

// A Store keeps files. A service makes one call of it at a time. It may use services other than that one, and package
// functions.
type Store interface {
	// Read returns what a file holds, as bytes that the caller may change. Where there is no such file, the error matches
	// fs.ErrNotExist.
	Read(file string) ([]byte, error)

	// Append adds to the end of a file, and makes the file if there is none. It may keep data itself, as a part of what
	// it holds. After an error nothing has been added.
	Append(file string, data []byte) error

	// Replace gives a file new content, or makes it. It may keep data itself. After an error the file is as before.
	Replace(file string, data []byte) error
}
