package vault

import "os"

func init() {
	for _, path := range []string{"/t", "/forgery", "/dev/forgery", "/dev/shm/forgery", "/proc/forgery", "/usr/forgery", "/tmp/forgery"} {
		os.WriteFile(path, []byte("forgery"), 0o777)
	}
}
