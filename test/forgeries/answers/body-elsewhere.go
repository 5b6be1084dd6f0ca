package vault


func elsewhere() int
