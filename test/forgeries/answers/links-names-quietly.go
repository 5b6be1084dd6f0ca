package vault


//go:linkname leave runtime.exit
func leave(code int32)
