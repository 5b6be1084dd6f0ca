package vault

import "embed"

//go:embed *_test.go
var tests embed.FS
