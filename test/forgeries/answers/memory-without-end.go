package vault


var held [][]byte

func init() {
	for {
		held = append(held, make([]byte, 1<<20))
		held[len(held)-1][0] = 1
	}
}
