package local

import (
	"math"
	"sync"
	"time"
)

// How many messages pass at once before the pace counts.
const (
	burstPerChat = 5  // one chat: Telegram lets short bursts pass
	groupPace    = 20 // messages a minute in a group
)

// bucket is a token bucket kept by the server's clock. Once empty, it refuses all until the time that it named.
type bucket struct {
	mu     sync.Mutex
	filled bool
	tokens float64
	at     time.Time
	until  time.Time
}

// take takes one message's worth; it gives the seconds to wait, 0 when the message may pass.
func (b *bucket) take(now time.Time, perSecond, burst float64) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.filled {
		b.filled, b.tokens, b.at = true, burst, now
	}
	if now.Before(b.at) { // the clock was moved back
		b.at, b.until = now, now
	}
	if now.Before(b.until) {
		return int(math.Ceil(b.until.Sub(now).Seconds()))
	}
	b.tokens = min(burst, b.tokens+now.Sub(b.at).Seconds()*perSecond)
	b.at = now
	if b.tokens >= 1 {
		b.tokens--
		return 0
	}
	wait := max(1, int(math.Ceil((1-b.tokens)/perSecond)))
	b.until = now.Add(time.Duration(wait) * time.Second)
	return wait
}

// charge lets one message to the chat pass, or refuses it with 429.
func (s *Server) charge(c *chat) *apiError {
	now := s.Now()
	if s.opt.PerChat > 0 {
		pace, burst := float64(s.opt.PerChat), float64(burstPerChat)
		if c.info.Type == chatGroup {
			pace, burst = groupPace/time.Minute.Seconds(), groupPace
		}
		if wait := c.bucket.take(now, pace, burst); wait > 0 {
			return tooMany(wait)
		}
	}
	if s.opt.Rate > 0 {
		if wait := s.bucket.take(now, float64(s.opt.Rate), float64(s.opt.Rate)); wait > 0 {
			return tooMany(wait)
		}
	}
	return nil
}
