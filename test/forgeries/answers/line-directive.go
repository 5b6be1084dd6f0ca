package vault


//line hidden/vault_test.go:1
func unused() {}
