package vault

import "trial/hidden"

var _ = hidden.TestAdd
