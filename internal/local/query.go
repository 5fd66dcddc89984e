package local

import (
	"encoding/json"
	"strconv"
	"sync"
	"time"
)

// Telegram's bounds of answers.
const (
	queryLifetime    = 15 * time.Minute // how long a pressed button waits for its answer, by the local clock
	maxCallbackText  = 200              // characters of a toast or alert
	maxInlineResults = 50
)

// openQuery is a callback or inline query that waits for its one answer.
type openQuery struct {
	chat int64
	at   time.Time
}

// queryTable holds what waits for an answer. Old entries leave with the new ones that come: memory follows the traffic.
type queryTable struct {
	mu    sync.Mutex
	last  int64
	open  map[string]openQuery
	order []string
}

// add gives a new query its number.
func (t *queryTable) add(chat int64, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	// Numbers start at the time of the first query, so that they grow over restarts too.
	t.last = max(t.last+1, now.UnixMicro())
	id := strconv.FormatInt(t.last, 10)
	t.put(id, openQuery{chat: chat, at: now})
	return id
}

// put keeps a query and drops those whose time has passed; the lock is held.
func (t *queryTable) put(id string, q openQuery) {
	if t.open == nil {
		t.open = make(map[string]openQuery)
	}
	for len(t.order) > 0 {
		oldest, waiting := t.open[t.order[0]]
		if waiting && q.at.Sub(oldest.at) <= queryLifetime {
			break
		}
		delete(t.open, t.order[0])
		t.order = t.order[1:]
	}
	t.open[id] = q
	t.order = append(t.order, id)
}

// restore brings back a query of an unconfirmed update after a restart.
func (t *queryTable) restore(id string, chat int64, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		t.last = max(t.last, n)
	}
	t.put(id, openQuery{chat: chat, at: at})
}

// take ends a query: its answer was given. False when it is unknown, answered or too old.
func (t *queryTable) take(id string, now time.Time) (openQuery, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	q, ok := t.open[id]
	delete(t.open, id)
	return q, ok && now.Sub(q.at) <= queryLifetime
}

// answerCallbackQuery tells the person who pressed a button.
func answerCallbackQuery(s *Server, c *call) (any, *apiError) {
	id := c.param("callback_query_id")
	text := c.param("text")
	if units(text) > maxCallbackText {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	q, ok := s.queries.take(id, s.Now())
	if !ok {
		return nil, errQueryTooOld()
	}
	c.chat = q.chat
	s.events.publish(EventAnswer, func() Event {
		return Event{Chat: q.chat, Answer: &Answer{
			QueryID: id, Text: text, Alert: c.flag("show_alert"), URL: c.param("url"),
		}}
	})
	return true, nil
}

// answerInlineQuery gives the results of an inline question; they are seen in the recorded call.
func answerInlineQuery(s *Server, c *call) (any, *apiError) {
	var results []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	if json.Unmarshal([]byte(c.param("results")), &results) != nil {
		return nil, badRequest("can't parse inline query results JSON object")
	}
	if len(results) > maxInlineResults {
		return nil, badRequest("RESULTS_TOO_MUCH")
	}
	seen := make(map[string]bool, len(results))
	for _, r := range results {
		if r.ID == "" || len(r.ID) > maxCallbackData {
			return nil, badRequest("RESULT_ID_INVALID")
		}
		if seen[r.ID] {
			return nil, badRequest("RESULT_ID_DUPLICATE")
		}
		seen[r.ID] = true
	}
	q, ok := s.queries.take(c.param("inline_query_id"), s.Now())
	if !ok {
		return nil, errQueryTooOld()
	}
	c.chat = q.chat
	return true, nil
}
