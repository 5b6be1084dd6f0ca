package answer_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"specgen/bubble"
)

func TestFineBubbleClock(t *testing.T) {
	bubble.Run(t, "R1", func(t *testing.T) {
		start, done := time.Now(), make(chan int)
		go func() { time.Sleep(24 * time.Hour); done <- 1 }()
		<-done
		if waited := time.Since(start); waited != 24*time.Hour {
			t.Fatalf("R1: waited %v", waited)
		}
	})
}

func TestFineBubbleContext(t *testing.T) {
	bubble.Run(t, "R1", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		done := make(chan int)
		go func() { defer close(done); <-ctx.Done() }()
		<-done
	})
}

func TestDeadlockBubble(t *testing.T) { bubble.Run(t, "R1", func(*testing.T) { <-make(chan int) }) }

func TestDeadlockBubbleGroup(t *testing.T) {
	bubble.Run(t, "R1", func(*testing.T) { var group sync.WaitGroup; group.Add(1); group.Wait() })
}

func TestLeakBubbleSend(t *testing.T) {
	bubble.Run(t, "R1", func(*testing.T) { go func() { make(chan int) <- 1 }() })
}

func TestLeakBubbleSleep(t *testing.T) {
	bubble.Run(t, "R1", func(*testing.T) { go func() { time.Sleep(time.Hour) }() })
}

func TestLeakBubbleTimeout(t *testing.T) {
	bubble.Run(t, "R1", func(*testing.T) {
		go func() {
			select {
			case make(chan int) <- 1:
			case <-time.After(50 * time.Millisecond):
			}
		}()
	})
}

func TestFailBubble(t *testing.T) {
	bubble.Run(t, "R1", func(t *testing.T) { t.Fatal("R1: wrong") })
}

// TestFailBubbleLeaves fails for its assertion, not for what it leaves behind because of that.
func TestFailBubbleLeaves(t *testing.T) {
	bubble.Run(t, "R1", func(t *testing.T) { go func() { select {} }(); t.Fatal("R1: wrong") })
}

func TestPanicBubble(t *testing.T) { bubble.Run(t, "R1", func(*testing.T) { panic("boom") }) }
