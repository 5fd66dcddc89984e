// Package clock is the time that the program lives by. It is passed in
// everywhere, so that a test, the terminal chat or the local Telegram's page
// can move it.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// Func makes a function a clock.
type Func func() time.Time

// Now calls the function.
func (f Func) Now() time.Time { return f() }

// System is the machine's clock.
func System() Clock { return Func(time.Now) }

// Manual stands still until it is moved.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// At makes a clock that stands at a moment.
func At(t time.Time) *Manual { return &Manual{now: t} }

// Now tells where the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock on.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}
