package vault

import "io"

func init() {
	io.EOF = nil
}
