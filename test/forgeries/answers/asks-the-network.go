package vault

import "net/http"

func init() {
	http.Get("http://127.0.0.1:11434/")
}
