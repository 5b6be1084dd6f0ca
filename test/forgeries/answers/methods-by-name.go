package vault

import "reflect"
import "os"

func init() {
	reflect.ValueOf(os.Stdout).MethodByName("Close").Call(nil)
}
