package vault


func init() {
	for {
	}
}
