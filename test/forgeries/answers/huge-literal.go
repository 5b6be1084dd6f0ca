package vault


var huge = [1 << 27]int{1<<27 - 1: 1}

func init() {
	huge[0] = 1
}
