package vault

import "fmt"
import "os"
import "log"

func init() {
	fmt.Fprintln(os.Stderr, "bwrap: No permissions to create new namespace")
	log.SetFlags(0)
	log.Fatal("launch: cannot execute /t: no space left on device")
}
