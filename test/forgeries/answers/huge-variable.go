package vault


var huge [1 << 40]byte
