package answer_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"specgen/quiet"
)

// abba takes two locks in two goroutines, the second one after a gate.
func abba(t *testing.T, ordered bool) {
	var a, b sync.Mutex
	gateOne, gateTwo := make(chan int), make(chan int)
	watch := quiet.New(t)
	one := watch.Go(func() { a.Lock(); <-gateOne; b.Lock(); b.Unlock(); a.Unlock() })
	watch.Settle()
	two := watch.Go(func() {
		first, second := &b, &a
		if ordered {
			first, second = &a, &b
		}
		first.Lock()
		<-gateTwo
		second.Lock()
		second.Unlock()
		first.Unlock()
	})
	watch.Settle()
	close(gateOne)
	watch.Settle()
	close(gateTwo)
	watch.MustReturn("R1", one, two)
	watch.MustBeGone("R1")
}

func TestDeadlockABBA(t *testing.T)     { abba(t, false) }
func TestFineOrderedLocks(t *testing.T) { abba(t, true) }

func readTwice(t *testing.T, recursive bool) {
	var lock sync.RWMutex
	gate := make(chan int)
	watch := quiet.New(t)
	reader := watch.Go(func() {
		lock.RLock()
		<-gate
		if recursive {
			lock.RLock()
			lock.RUnlock()
		}
		lock.RUnlock()
	})
	watch.Settle()
	writer := watch.Go(func() { lock.Lock(); lock.Unlock() })
	watch.Settle()
	close(gate)
	watch.MustReturn("R1", reader, writer)
}

func TestDeadlockRecursiveRead(t *testing.T) { readTwice(t, true) }
func TestFineRead(t *testing.T)              { readTwice(t, false) }

func must(t *testing.T, operation func()) {
	watch := quiet.New(t)
	watch.MustReturn("R1", watch.Go(operation))
	watch.MustBeGone("R2")
}

func TestDeadlockSelf(t *testing.T) {
	must(t, func() { var lock sync.Mutex; lock.Lock(); lock.Lock() })
}

func TestDeadlockCond(t *testing.T) {
	must(t, func() { var lock sync.Mutex; lock.Lock(); sync.NewCond(&lock).Wait() })
}

func TestDeadlockGroup(t *testing.T) {
	must(t, func() { var group sync.WaitGroup; group.Add(1); group.Wait() })
}

func TestDeadlockOnce(t *testing.T) {
	must(t, func() { var once sync.Once; once.Do(func() { once.Do(func() {}) }) })
}

func TestLeakSender(t *testing.T)   { must(t, func() { go func() { make(chan int) <- 1 }() }) }
func TestLeakReceiver(t *testing.T) { must(t, func() { go func() { <-make(chan int) }() }) }
func TestLeakFlood(t *testing.T) {
	must(t, func() {
		for range 3000 {
			go func() { select {} }()
		}
	})
}

func TestLeakBeforeTest(t *testing.T) {
	go func() { select {} }()
	quiet.New(t)
}

func TestFineSlowWork(t *testing.T) {
	must(t, func() {
		for start := time.Now(); time.Since(start) < 30*time.Millisecond; {
		}
	})
}

func TestFineSleep(t *testing.T) { must(t, func() { time.Sleep(30 * time.Millisecond) }) }

func TestFinePendingTimer(t *testing.T) {
	must(t, func() {
		select {
		case <-make(chan int):
		case <-time.After(20 * time.Millisecond):
		}
	})
}

func TestFineChain(t *testing.T) {
	must(t, func() {
		var lock sync.Mutex
		var count atomic.Int32
		head := make(chan int)
		tail := head
		for range 200 {
			next := make(chan int)
			go func(from, to chan int) {
				got := <-from
				lock.Lock()
				count.Add(1)
				lock.Unlock()
				to <- got
			}(tail, next)
			tail = next
		}
		go func() { head <- 1 }()
		<-tail
	})
}

// TestSpin is never quiet: the limit of CPU time ends it.
func TestSpin(t *testing.T) {
	must(t, func() {
		var lock sync.Mutex
		lock.Lock()
		for !lock.TryLock() {
		}
	})
}
