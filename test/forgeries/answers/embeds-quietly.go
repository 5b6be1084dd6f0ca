package vault


//go:embed *.go
var tests string
