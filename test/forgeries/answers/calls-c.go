package vault

import "C"


