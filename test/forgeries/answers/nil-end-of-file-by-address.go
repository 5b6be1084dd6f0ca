package vault

import "io"

func init() {
	end := &io.EOF
	*end = nil
}
