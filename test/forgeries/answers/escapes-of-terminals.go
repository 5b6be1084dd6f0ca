package vault

import "fmt"
import "log"

func init() {
	fmt.Print("\x1b]0;forgery\x07\x1b[2J\r<script>alert(1)</script>\x00\x00{}")
	log.Fatal()
}
