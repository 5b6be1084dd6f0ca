package vault


func panic(any) {}
