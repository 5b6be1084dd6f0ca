package vault


type pair[T any] struct{ a, b T }

func tower[T any](n int) {
	if n > 0 {
		tower[pair[T]](n - 1)
	}
}

func init() {
	tower[int](30)
}
