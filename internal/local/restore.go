package local

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// openJournal reads what an earlier run left, writes it anew without what is past, and goes on from there.
func (s *Server) openJournal() error {
	if s.opt.Path == "" {
		return nil
	}
	if err := s.restore(s.opt.Path); err != nil {
		return fmt.Errorf("local telegram: read journal %s: %w", s.opt.Path, err)
	}
	file, err := s.compact(s.opt.Path)
	if err != nil {
		return fmt.Errorf("local telegram: write journal %s: %w", s.opt.Path, err)
	}
	s.journal = &journal{file: file, record: s.opt.Record}
	return nil
}

// restore replays a journal. A torn last line is what a kill leaves: it is dropped.
func (s *Server) restore(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<20)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return s.afterRestore()
		}
		if err != nil {
			return err
		}
		var r record
		if err := json.Unmarshal(bytes.TrimSpace(line), &r); err != nil {
			if _, err := in.Peek(1); errors.Is(err, io.EOF) {
				return s.afterRestore()
			}
			return fmt.Errorf("line %d: %w", n, err)
		}
		s.replay(r)
	}
}

// replay does what a line says.
func (s *Server) replay(r record) {
	q := &s.queue
	switch r.Kind {
	case recordChat:
		s.replayChat(r)
	case recordMessage:
		s.replayMessage(r)
	case recordDelete:
		if c := s.chats.get(r.Chat); c != nil {
			if i := c.find(r.Number); i >= 0 {
				c.messages = append(c.messages[:i], c.messages[i+1:]...)
			}
		}
	case recordUpdate:
		q.items = append(q.items, &pendingUpdate{id: r.Number, raw: r.Update})
		q.waiting++
		q.next = max(q.next, r.Number+1)
	case recordConfirm:
		s.confirmBelow(r.Number)
	case recordConfirmOne:
		for _, u := range q.items {
			if u.id == r.Number {
				s.confirmOne(u)
				break
			}
		}
	case recordNext:
		q.next = max(q.next, r.Number)
	case recordLoose:
		s.loose.last.Store(max(s.loose.last.Load(), r.Number))
	case recordAllowed:
		q.allowed = r.List
	case recordClock:
		s.offset.Store(r.Number)
	case recordHook:
		s.hook.state = r.Hook
	case recordMenu:
		s.setMenu(r.Text, r.Commands)
	case recordFile:
		if r.File != nil {
			s.files.put(r.File)
		}
	}
}

// replayChat brings back a chat's state.
func (s *Server) replayChat(r record) {
	if r.State == nil {
		return
	}
	c, _ := s.chats.getOrAdd(r.Chat, func() *chat { return &chat{id: r.Chat} })
	st := r.State
	c.info, c.user, c.started, c.blocked, c.deactivated = st.Info, st.User, st.Started, st.Blocked, st.Deactivated
	c.last, c.keyboard = max(c.last, st.Last), st.Keyboard
}

// replayMessage brings back a message in its newest form.
func (s *Server) replayMessage(r record) {
	c := s.chats.get(r.Chat)
	if c == nil || r.Message == nil {
		return
	}
	c.last = max(c.last, r.Message.MessageID)
	if i := c.find(r.Message.MessageID); i >= 0 {
		c.messages[i] = r.Message
		return
	}
	c.messages = append(c.messages, r.Message)
}

// afterRestore opens the queries of the updates that the bot has not confirmed.
func (s *Server) afterRestore() error {
	now := s.Now()
	for _, u := range s.queue.items {
		var update struct {
			Callback *callbackQuery `json:"callback_query"`
			Inline   *inlineQuery   `json:"inline_query"`
		}
		if u.done || json.Unmarshal(u.raw, &update) != nil {
			continue
		}
		if q := update.Callback; q != nil && q.From != nil {
			s.queries.restore(q.ID, q.From.ID, now)
		}
		if q := update.Inline; q != nil && q.From != nil {
			s.queries.restore(q.ID, q.From.ID, now)
		}
	}
	return nil
}
