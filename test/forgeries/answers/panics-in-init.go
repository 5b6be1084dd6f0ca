package vault


func init() {
	panic("PASS")
}
