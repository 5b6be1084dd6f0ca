package vault


const true = false

var nil = 0
