package main

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultLimit = 100              // updates a poll, as Telegram has it
	maxHold      = 50 * time.Second // the longest long poll
	notFound     = `{"ok":false,"error_code":404,"description":"Not Found"}`
	conflict     = `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`
	badChat      = `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`
	okTrue       = `{"ok":true,"result":true}`
	me           = `{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot",` +
		`"can_join_groups":false,"can_read_all_group_messages":false,"supports_inline_queries":false}}`
)

// telegram is the stand-in for the Bot API: the methods that the measured bots call, nothing else.
type telegram struct {
	crowd   *crowd
	texts   []string // the questions as JSON strings
	people  []string // per citizen, the JSON of the sender and the chat
	message atomic.Int64

	mu      sync.Mutex
	unknown map[string]int // calls of methods that it does not have
}

func newTelegram(c *crowd, questions []string) *telegram {
	t := &telegram{crowd: c, unknown: map[string]int{}}
	for _, q := range questions {
		t.texts = append(t.texts, string(appendString(nil, q)))
	}
	for i := range c.waiting {
		language := "ru"
		if i%2 == 1 {
			language = "kk"
		}
		id := strconv.Itoa(firstChat + i)
		t.people = append(t.people, `"from":{"id":`+id+`,"is_bot":false,"first_name":"Citizen","language_code":"`+language+
			`"},"chat":{"id":`+id+`,"type":"private","first_name":"Citizen"}`)
	}
	return t
}

// answer is the stand-in's answerer.
func (t *telegram) answer(r *request, buf []byte) ([]byte, int, func()) {
	switch strings.ToLower(string(r.method)) {
	case "sendmessage":
		return t.sendMessage(r, buf)
	case "getupdates":
		body, status := t.getUpdates(r, buf)
		return body, status, nil
	case "editmessagetext":
		chat, _ := fieldChat.number(r.body, r.query)
		id, _ := fieldMessage.number(r.body, r.query)
		return appendMessage(buf, id, chat), 200, nil
	case "answercallbackquery", "deletemessage":
		return append(buf, okTrue...), 200, nil
	case "getme":
		return append(buf, me...), 200, nil
	}
	t.mu.Lock()
	t.unknown[string(r.method)]++
	t.mu.Unlock()
	return append(buf, notFound...), 404, nil
}

func (t *telegram) sendMessage(r *request, buf []byte) ([]byte, int, func()) {
	chat, ok := fieldChat.number(r.body, r.query)
	citizen := int(chat - firstChat)
	if !ok || citizen < 0 || citizen >= len(t.people) {
		return append(buf, badChat...), 400, nil
	}
	var after func()
	if t.crowd.answered(citizen, len(r.body)) {
		after = func() { t.crowd.next(citizen) }
	}
	return appendMessage(buf, t.message.Add(1), chat), 200, after
}

// missing names the methods that were called in vain, each with how often.
func (t *telegram) missing() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var names []string
	for name, calls := range t.unknown {
		names = append(names, name+" "+strconv.Itoa(calls))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// getUpdates confirms what is below the offset and answers with what waits, or holds the call until something comes.
// A second poll ends the first, as with Telegram.
func (t *telegram) getUpdates(r *request, buf []byte) ([]byte, int) {
	offset, _ := fieldOffset.number(r.body, r.query)
	limit, _ := fieldLimit.number(r.body, r.query)
	seconds, _ := fieldTimeout.number(r.body, r.query)
	if limit < 1 || limit > defaultLimit {
		limit = defaultLimit
	}
	hold := time.NewTimer(min(time.Duration(seconds)*time.Second, maxHold))
	defer hold.Stop()

	c := t.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.polled:
	default:
		close(c.polled)
	}
	c.poll++
	mine := c.poll
	c.wakePoll()
	if offset < 0 && len(c.pending) > 0 {
		offset = c.pending[max(0, len(c.pending)+int(offset))].id
	}
	confirmed := 0
	for confirmed < len(c.pending) && c.pending[confirmed].id < offset {
		confirmed++
	}
	c.pending = slices.Delete(c.pending, 0, confirmed)

	if len(c.pending) == 0 && seconds > 0 {
		wake := make(chan struct{})
		c.wake = wake
		c.mu.Unlock()
		select {
		case <-wake:
		case <-hold.C:
		}
		c.mu.Lock()
		if c.poll != mine {
			return append(buf, conflict...), 409
		}
		c.wake = nil
	}
	c.tally.polls++
	return t.handOut(buf, c.pending[:min(int(limit), len(c.pending))]), 200
}

// handOut appends the updates as JSON and notes when they left. The caller holds the crowd's lock.
func (t *telegram) handOut(buf []byte, updates []update) []byte {
	now := time.Since(t.crowd.start)
	date := time.Now().Unix()
	buf = append(buf, `{"ok":true,"result":[`...)
	for i, u := range updates {
		w := t.crowd.waiting[u.citizen]
		for j := range w {
			if w[j].id == u.id && w[j].handed == 0 {
				w[j].handed = now
			}
		}
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, `{"update_id":`...)
		buf = strconv.AppendInt(buf, u.id, 10)
		buf = append(buf, `,"message":{"message_id":`...)
		buf = strconv.AppendInt(buf, t.message.Add(1), 10)
		buf = append(buf, ',')
		buf = append(buf, t.people[u.citizen]...)
		buf = append(buf, `,"date":`...)
		buf = strconv.AppendInt(buf, date, 10)
		buf = append(buf, `,"text":`...)
		buf = append(buf, t.texts[u.question]...)
		buf = append(buf, "}}"...)
	}
	return append(buf, "]}"...)
}

func appendMessage(buf []byte, id, chat int64) []byte {
	buf = append(buf, `{"ok":true,"result":{"message_id":`...)
	buf = strconv.AppendInt(buf, id, 10)
	buf = append(buf, `,"date":`...)
	buf = strconv.AppendInt(buf, time.Now().Unix(), 10)
	buf = append(buf, `,"chat":{"id":`...)
	buf = strconv.AppendInt(buf, chat, 10)
	return append(buf, `,"type":"private"}}}`...)
}

// appendString appends s as a JSON string.
func appendString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r < ' ':
			buf = append(buf, `\u00`...)
			buf = append(buf, "0123456789abcdef"[r>>4], "0123456789abcdef"[r&15])
		default:
			buf = append(buf, string(r)...)
		}
	}
	return append(buf, '"')
}
