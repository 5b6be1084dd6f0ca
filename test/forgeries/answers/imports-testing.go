package vault

import "testing"

func init() {
	testing.Init()
}
