package vault


func main() {}

func TestMain() {}
