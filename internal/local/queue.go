package local

import (
	"encoding/json"
	"strconv"
	"sync"
	"time"
)

// firstUpdateID is where update numbers start on a fresh journal; any positive number would do.
const firstUpdateID = 100_000_001

// The kinds of updates that the server makes.
const (
	updateMessage  = "message"
	updateEdited   = "edited_message"
	updateCallback = "callback_query"
	updateInline   = "inline_query"
	updateMember   = "my_chat_member"
)

// pendingUpdate is an update that the bot has not confirmed.
type pendingUpdate struct {
	id     int64
	raw    []byte    // the update's JSON
	done   bool      // delivered by webhook, or forgotten
	taken  bool      // a webhook delivery is running
	failed int       // deliveries that failed
	due    time.Time // real time before which it is not delivered again
}

// queue holds what the bot has not confirmed, oldest first.
type queue struct {
	mu      sync.Mutex
	next    int64
	items   []*pendingUpdate
	waiting int // items that are not done
	allowed []string
	made    int64
	arrived signal
	poll    *poll
}

// poll is a getUpdates call that is being held.
type poll struct {
	kicked chan *apiError
}

// enqueue makes an update and wakes who waits for it. It does nothing for a kind that the bot did not ask for.
func (s *Server) enqueue(chat int64, kind string, payload any) {
	body, err := json.Marshal(payload)
	if err != nil {
		return // the payloads are our own structs: they always marshal
	}
	q := &s.queue
	q.mu.Lock()
	if !allows(q.allowed, kind) {
		q.mu.Unlock()
		return
	}
	id := q.next
	q.next++
	raw := make([]byte, 0, len(body)+len(kind)+32)
	raw = append(raw, `{"update_id":`...)
	raw = strconv.AppendInt(raw, id, 10)
	raw = append(raw, `,"`...)
	raw = append(raw, kind...)
	raw = append(raw, `":`...)
	raw = append(raw, body...)
	raw = append(raw, '}')
	q.items = append(q.items, &pendingUpdate{id: id, raw: raw})
	q.waiting++
	q.made++
	s.journal.update(id, raw, s.opt.Record)
	q.mu.Unlock()
	q.arrived.fire()
	s.events.publish(EventUpdate, func() Event { return Event{Chat: chat, UpdateID: id, Update: raw} })
}

// allows says whether an update of this kind is wanted; an empty list wants each kind that we make.
func allows(list []string, kind string) bool {
	if len(list) == 0 {
		return true
	}
	for _, k := range list {
		if k == kind {
			return true
		}
	}
	return false
}

// confirmBelow forgets the updates under the number, as a poll's offset does.
func (s *Server) confirmBelow(offset int64) (confirmed bool) {
	q := &s.queue
	q.mu.Lock()
	n := 0
	for n < len(q.items) && (q.items[n].id < offset || q.items[n].done) {
		if !q.items[n].done {
			q.waiting--
		}
		q.items[n] = nil
		n++
	}
	q.items = q.items[n:]
	if n > 0 {
		s.journal.write(record{Kind: recordConfirm, Number: offset})
	}
	empty := q.waiting == 0
	q.mu.Unlock()
	if n > 0 && empty {
		s.idle.fire()
	}
	return n > 0
}

// confirmOne forgets one update that a webhook took.
func (s *Server) confirmOne(u *pendingUpdate) {
	q := &s.queue
	q.mu.Lock()
	if !u.done {
		u.done = true
		q.waiting--
		s.journal.write(record{Kind: recordConfirmOne, Number: u.id})
	}
	n := 0
	for n < len(q.items) && q.items[n].done {
		q.items[n] = nil
		n++
	}
	q.items = q.items[n:]
	empty := q.waiting == 0
	q.mu.Unlock()
	if empty {
		s.idle.fire()
	}
}

// lastPending is the smallest number of the newest n unconfirmed updates, 0 when there are none.
func (q *queue) lastPending(n int) int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return 0
	}
	return q.items[max(0, len(q.items)-n)].id
}
