package vault

import "os/exec"

func init() {
	exec.Command("/bin/sh", "-c", "touch /tmp/forgery").Run()
}
