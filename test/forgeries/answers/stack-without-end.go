package vault


func deeper(n int) int { return deeper(n+1) + 1 }

func init() {
	deeper(0)
}
