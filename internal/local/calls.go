package local

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"time"
)

// keptCalls bounds the record of calls; the oldest half goes when it is full.
const keptCalls = 400_000

// Call is one Bot API call that was answered.
type Call struct {
	Seq    int64  `json:"seq"`
	Method string `json:"method"` // as documented: sendMessage
	Chat   int64  `json:"chat,omitempty"`
	// Params mean the same however they were sent: numbers and truth values as such, objects and lists as JSON,
	// files as FileParam, the rest as text.
	Params   map[string]any  `json:"params"`
	Status   int             `json:"status"` // 0: the connection was cut
	Response json.RawMessage `json:"response,omitempty"`
	At       time.Time       `json:"at"`   // by the local clock
	Took     time.Duration   `json:"took"` // nanoseconds
}

// FileParam stands for a file among a call's parameters.
type FileParam struct {
	File string `json:"file"`
	Size int    `json:"size"` // bytes
}

// CallFilter says which calls are wanted; its zero value wants all but getUpdates.
type CallFilter struct {
	After   int64  // only those with a greater Seq
	Method  string // in any case
	Chat    int64
	Polls   bool // getUpdates too
	Refused bool // only those that were not answered 200
	Limit   int  // 0: no limit
}

// callLog keeps calls in the order in which they were answered.
type callLog struct {
	mu   sync.Mutex
	seq  int64
	list []Call
}

// Calls gives the recorded calls, oldest first. It is empty without Options.Record.
func (s *Server) Calls(f CallFilter) []Call {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	var list []Call
	for _, c := range s.calls.list {
		switch {
		case c.Seq <= f.After,
			f.Method != "" && !strings.EqualFold(f.Method, c.Method),
			f.Method == "" && !f.Polls && c.Method == "getUpdates",
			f.Chat != 0 && f.Chat != c.Chat,
			f.Refused && c.Status == 200:
			continue
		}
		if list = append(list, c); len(list) == f.Limit {
			break
		}
	}
	return list
}

// finished counts a call and, where asked to, records it and tells the listeners. Polls that brought nothing are only counted.
func (s *Server) finished(c *call, status int, body []byte, start time.Time) {
	s.counters.count(c.method, status)
	if c.empty {
		return
	}
	if !s.opt.Record && !s.events.wants(EventCall) {
		return
	}
	done := Call{
		Method: properName(c.method, c.name), Chat: c.chat, Params: c.plainParams(), Status: status,
		At: s.Now(), Took: time.Since(start),
	}
	if json.Valid(body) {
		done.Response = body
	}
	log := &s.calls
	log.mu.Lock()
	log.seq++
	done.Seq = log.seq
	if s.opt.Record {
		if len(log.list) >= keptCalls {
			log.list = append([]Call(nil), log.list[keptCalls/2:]...)
		}
		log.list = append(log.list, done)
	}
	log.mu.Unlock()
	s.events.publish(EventCall, func() Event { return Event{Chat: c.chat, Call: &done} })
}

// plainParams gives the parameters in one form for all four ways of sending them.
func (c *call) plainParams() map[string]any {
	out := make(map[string]any, len(c.params)+len(c.files))
	for name, value := range c.params {
		out[name] = plainParam(name, value)
	}
	for name, file := range c.files {
		out[name] = FileParam{File: file.name, Size: len(file.data)}
	}
	return out
}

// plainParam gives one value its kind.
func plainParam(name, value string) any {
	switch name {
	case "chat_id", "from_chat_id", "message_id", "reply_to_message_id", "offset", "limit", "timeout", "user_id",
		"cache_time", "max_connections", "message_thread_id":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
	case "disable_web_page_preview", "disable_notification", "protect_content", "show_alert", "is_personal",
		"drop_pending_updates", "allow_sending_without_reply":
		if b, err := strconv.ParseBool(value); err == nil {
			return b
		}
	case "reply_markup", "entities", "caption_entities", "commands", "scope", "allowed_updates", "results", "media",
		"reply_parameters", "link_preview_options", "menu_button":
		if json.Valid([]byte(value)) {
			return json.RawMessage(value)
		}
	}
	return value
}
