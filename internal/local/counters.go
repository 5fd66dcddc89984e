package local

import (
	"strconv"
	"sync"
)

// Counters are the sums since the server started.
type Counters struct {
	Updates int64                     `json:"updates"` // created
	Pending int                       `json:"pending"` // not confirmed
	Calls   map[string]map[string]int `json:"calls"`   // method -> status -> count; status 0: cut
}

// counters count calls without keeping them.
type counters struct {
	mu    sync.Mutex
	calls map[callKind]int
}

// callKind is what calls are counted by.
type callKind struct {
	method string
	status int
}

func (c *counters) count(method string, status int) {
	if _, _, known := findMethod(method); !known {
		method = "unknown" // the bot chooses the name: it must not grow the map
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls == nil {
		c.calls = make(map[callKind]int)
	}
	c.calls[callKind{method, status}]++
}

// Counters gives the sums since the server started.
func (s *Server) Counters() Counters {
	out := Counters{Pending: s.PendingUpdates(), Calls: make(map[string]map[string]int)}
	s.queue.mu.Lock()
	out.Updates = s.queue.made
	s.queue.mu.Unlock()
	s.counters.mu.Lock()
	defer s.counters.mu.Unlock()
	for kind, n := range s.counters.calls {
		name := properName(kind.method, kind.method)
		if out.Calls[name] == nil {
			out.Calls[name] = make(map[string]int)
		}
		out.Calls[name][strconv.Itoa(kind.status)] = n
	}
	return out
}
