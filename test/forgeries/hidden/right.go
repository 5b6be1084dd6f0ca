package vault

import (
	"errors"
	"sync"
)

var ErrEmpty = errors.New("vault: empty")

type Counter struct {
	lock sync.Mutex
	n    int
}

func (c *Counter) Add() {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.n++
}

func (c *Counter) Sum() int {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.n
}

func Add(a, b int) int { return a + b }

func First(items []int) (int, error) {
	if len(items) == 0 {
		return 0, ErrEmpty
	}
	return items[0], nil
}
