package vault


func init() {
	select {}
}
