package local

import (
	"encoding/json"
	"slices"
	"time"
)

// Telegram's bounds of getUpdates.
const (
	maxBatch    = 100              // updates an answer
	maxPollHold = 50 * time.Second // a longer timeout is cut to this
)

// The two conflicts that end or refuse a poll.
const (
	conflictPoller  = "terminated by other getUpdates request; make sure that only one bot instance is running"
	conflictWebhook = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	conflictSet     = "terminated by setWebhook request"
)

// getUpdates confirms what the offset passed and hands out what is next, waiting for it when asked to.
func getUpdates(s *Server, c *call) (any, *apiError) {
	if s.hook.active() {
		return nil, conflict(conflictWebhook)
	}
	if list, given, err := allowedUpdates(c); err != nil {
		return nil, err
	} else if given {
		s.setAllowed(list)
	}
	offset, _ := c.number("offset")
	limit, ok := c.number("limit")
	if !ok || limit < 1 || limit > maxBatch {
		limit = maxBatch
	}
	hold, _ := c.number("timeout")
	mine := s.takePoll()
	defer s.leavePoll(mine)
	confirmed := false
	switch {
	case offset > 0:
		confirmed = s.confirmBelow(offset)
	case offset < 0:
		confirmed = s.confirmBelow(s.queue.lastPending(int(max(offset, -1<<30)) * -1))
	}
	c.empty = !confirmed
	end := time.NewTimer(min(max(time.Duration(hold)*time.Second, 0), maxPollHold))
	defer end.Stop()
	for {
		arrived := s.queue.arrived.wait()
		if batch := s.queue.batch(offset, int(limit)); batch != nil {
			c.empty = false
			return json.RawMessage(batch), nil
		}
		select {
		case <-arrived:
		case err := <-mine.kicked:
			c.empty = false
			return nil, err
		case <-end.C:
			return json.RawMessage("[]"), nil
		case <-c.ctx.Done():
			return json.RawMessage("[]"), nil
		case <-s.running.Done():
			return json.RawMessage("[]"), nil
		}
	}
}

// takePoll makes this call the only poll; an older one ends with a conflict, as at Telegram.
func (s *Server) takePoll() *poll {
	mine := &poll{kicked: make(chan *apiError, 1)}
	s.queue.mu.Lock()
	older := s.queue.poll
	s.queue.poll = mine
	s.queue.mu.Unlock()
	older.kick(conflict(conflictPoller))
	return mine
}

// leavePoll ends this call's turn.
func (s *Server) leavePoll(mine *poll) {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	if s.queue.poll == mine {
		s.queue.poll = nil
	}
}

// kick ends a held poll with an error; a nil poll is nobody.
func (p *poll) kick(err *apiError) {
	if p != nil {
		p.kicked <- err // one place, and a poll is kicked once: whoever kicks took it out of the queue
	}
}

// batch is the JSON list of the next updates, nil when there are none.
func (q *queue) batch(offset int64, limit int) []byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	size, n := 2, 0
	for _, u := range q.items {
		if n == limit {
			break
		}
		if !u.done && u.id >= offset {
			size += len(u.raw) + 1
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]byte, 0, size)
	out = append(out, '[')
	for _, u := range q.items {
		if n == 0 {
			break
		}
		if u.done || u.id < offset {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, u.raw...)
		n--
	}
	return append(out, ']')
}

// allowedUpdates reads the list, given says whether the call has one.
func allowedUpdates(c *call) (list []string, given bool, err *apiError) {
	raw := c.param("allowed_updates")
	if raw == "" {
		return nil, false, nil
	}
	if json.Unmarshal([]byte(raw), &list) != nil {
		return nil, false, badRequest("can't parse allowed updates JSON object")
	}
	return list, true, nil
}

// setAllowed remembers which updates the bot wants; it holds for updates made from now on.
func (s *Server) setAllowed(list []string) {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	if !slices.Equal(s.queue.allowed, list) {
		s.queue.allowed = list
		s.journal.write(record{Kind: recordAllowed, List: list})
	}
}
