package vault

import "specgen/guard"

func init() {
	guard.Ran("TestAdd")
	guard.Finish(0)
}
