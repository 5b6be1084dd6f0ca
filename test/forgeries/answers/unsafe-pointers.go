package vault

import "unsafe"

var n int

func init() {
	*(*int)(unsafe.Pointer(&n)) = 1
}
