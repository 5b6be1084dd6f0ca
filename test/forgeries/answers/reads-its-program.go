package vault

import "os"
import "fmt"
import "strings"

func init() {
	text, _ := os.ReadFile("/proc/self/exe")
	at := strings.Index(string(text), "R1: ")
	fmt.Println(at, len(text))
}
