package vault

import "reflect"

var n int

func init() {
	*(*int)(reflect.ValueOf(&n).UnsafePointer()) = 1
}
