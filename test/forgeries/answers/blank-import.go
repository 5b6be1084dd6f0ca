package vault

import _ "net/http/pprof"


