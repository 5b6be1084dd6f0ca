package vault


func init() {
	for {
		go func() { select {} }()
	}
}
