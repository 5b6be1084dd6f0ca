package vault

import "os"
import "fmt"

func init() {
	text, err := os.ReadFile("/proc/self/fd/4")
	fmt.Println(string(text), err)
}
