package vault

import "vault"

var _ = vault.Add
