package local

import "sync"

// signal wakes all who wait; firing it without waiters costs a lock and nothing else.
type signal struct {
	mu sync.Mutex
	ch chan struct{}
}

// wait gives a channel that the next fire closes. Take it before looking at the state that it guards.
func (s *signal) wait() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	return s.ch
}

// fire wakes everyone who waits now.
func (s *signal) fire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
}
