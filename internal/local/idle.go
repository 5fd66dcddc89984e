package local

import "context"

// PendingUpdates is how many updates the bot has not confirmed.
func (s *Server) PendingUpdates() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.waiting
}

// Idle waits until each update has been confirmed (a poll's offset passed it, or the webhook answered 2xx) and
// no call is being answered. It says false when ctx ended first.
func (s *Server) Idle(ctx context.Context) bool {
	for {
		changed := s.idle.wait()
		if s.PendingUpdates() == 0 && s.inflight.Load() == 0 {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
