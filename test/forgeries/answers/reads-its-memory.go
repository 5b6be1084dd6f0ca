package vault

import "os"
import "fmt"

func init() {
	file, err := os.Open("/proc/self/mem")
	fmt.Println(err)
	if err == nil {
		text := make([]byte, 1<<16)
		file.ReadAt(text, 0xc000000000)
		fmt.Println(string(text))
	}
}
