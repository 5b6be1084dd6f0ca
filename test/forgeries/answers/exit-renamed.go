package vault

import quiet "os"

func init() {
	quiet.Exit(0)
}
