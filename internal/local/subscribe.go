package local

import (
	"context"
	"sync"
	"sync/atomic"
)

// subscriberBuffer is how many events a slow listener may be behind; beyond it the subscription ends.
const subscriberBuffer = 1 << 14

// hub hands events to whoever listens; an event that nobody asked for costs one atomic load.
type hub struct {
	mu          sync.Mutex
	seq         int64
	wanted      atomic.Uint32 // the kinds that somebody listens to
	subscribers map[chan Event]kindSet
}

// kindSet is a set of event kinds, a bit each.
type kindSet uint32

// kindsOf makes a set; no names mean all, unknown ones nothing.
func kindsOf(names []string) kindSet {
	var set kindSet
	for i, kind := range eventKinds() {
		if len(names) == 0 {
			set |= 1 << i
		}
		for _, name := range names {
			if name == kind {
				set |= 1 << i
			}
		}
	}
	return set
}

// Subscribe gives the events from now on, in order for each chat; kinds narrow them, none means all. The channel
// closes when ctx ends, and when the listener falls too far behind: read the state anew then and subscribe again.
func (s *Server) Subscribe(ctx context.Context, kinds ...string) <-chan Event {
	ch := make(chan Event, subscriberBuffer)
	h := &s.events
	h.mu.Lock()
	if h.subscribers == nil {
		h.subscribers = make(map[chan Event]kindSet)
	}
	h.subscribers[ch] = kindsOf(kinds)
	h.count()
	h.mu.Unlock()
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.drop(ch)
	})
	return ch
}

// count sums up what is wanted; the lock is held.
func (h *hub) count() {
	var all kindSet
	for _, set := range h.subscribers {
		all |= set
	}
	h.wanted.Store(uint32(all))
}

// drop ends a subscription once; the lock is held.
func (h *hub) drop(ch chan Event) {
	if _, known := h.subscribers[ch]; !known {
		return
	}
	delete(h.subscribers, ch)
	h.count()
	close(ch)
}

// wants says whether somebody listens to the kind.
func (h *hub) wants(kind string) bool {
	wanted := kindSet(h.wanted.Load())
	return wanted != 0 && wanted&kindsOf([]string{kind}) != 0
}

// publish makes the event only if somebody wants it.
func (h *hub) publish(kind string, event func() Event) {
	if !h.wants(kind) {
		return
	}
	e := event()
	e.Kind = kind
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq++
	e.Seq = h.seq
	for ch, set := range h.subscribers {
		if set&kindsOf([]string{kind}) == 0 {
			continue
		}
		select {
		case ch <- e:
		default:
			h.drop(ch)
		}
	}
}
