package clock_test

import (
	"sync"
	"testing"
	"time"

	"github.com/merzim/merzim/internal/clock"
)

func TestManual(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	c := clock.At(at)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			c.Advance(time.Minute)
			if c.Now().Before(at.Add(time.Minute)) {
				t.Error("it went back")
			}
		})
	}
	all.Wait()
	if got := c.Now(); !got.Equal(at.Add(10 * time.Minute)) {
		t.Error(got)
	}
	c.Advance(-time.Hour)
	if got := c.Now(); !got.Equal(at.Add(-50 * time.Minute)) {
		t.Error(got)
	}
}

func TestSystem(t *testing.T) {
	t.Parallel()
	before := time.Now()
	if got := clock.System().Now(); got.Before(before) || got.After(time.Now()) {
		t.Error(got)
	}
}
