package local

// newMessageID gives the chat's next message number. Recorded chats count for themselves, so that a conversation
// always gets the same numbers; without recording all chats share one counter, which needs no memory. c.mu is held.
func (s *Server) newMessageID(c *chat) int64 {
	if !s.opt.Record {
		c.last = s.loose.take(s.journal)
		return c.last
	}
	c.last++
	return c.last
}

// keep stores a new message, tells the journal and the listeners. c.mu is held.
func (s *Server) keep(c *chat, m *Message) {
	if s.opt.Record {
		c.messages = append(c.messages, m)
		s.journal.write(record{Kind: recordMessage, Chat: c.id, Message: m})
	}
	s.events.publish(EventMessage, func() Event { return Event{Chat: c.id, Message: m} })
}

// replace stores the new form of a message. c.mu is held.
func (s *Server) replace(c *chat, m *Message) {
	if i := c.find(m.MessageID); i >= 0 {
		c.messages[i] = m
		s.journal.write(record{Kind: recordMessage, Chat: c.id, Message: m})
	}
	s.events.publish(EventEdit, func() Event { return Event{Chat: c.id, Message: m} })
}

// remove forgets a message. c.mu is held.
func (s *Server) remove(c *chat, id int64) {
	if i := c.find(id); i >= 0 {
		c.messages = append(c.messages[:i:i], c.messages[i+1:]...)
		s.journal.write(record{Kind: recordDelete, Chat: c.id, Number: id})
	}
	s.events.publish(EventDelete, func() Event { return Event{Chat: c.id, MessageID: id} })
}

// chatChanged makes a chat's state last and known. c.mu is held.
func (s *Server) chatChanged(c *chat) {
	s.journal.write(c.record())
	s.events.publish(EventChat, func() Event { return Event{Chat: c.id} })
}

// record is the chat's own line of the journal. c.mu is held.
func (c *chat) record() record {
	info := c.info
	return record{Kind: recordChat, Chat: c.id, State: &chatState{
		Info: info, User: c.user, Started: c.started, Blocked: c.blocked, Deactivated: c.deactivated,
		Last: c.last, Keyboard: c.keyboard,
	}}
}

// target finds the chat that a call names by chat_id.
func (s *Server) target(c *call) (*chat, *apiError) {
	if c.param("chat_id") == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, ok := c.number("chat_id")
	if !ok {
		return nil, errChatNotFound()
	}
	if found := s.chats.get(id); found != nil {
		return found, nil
	}
	if s.opt.AnyChat && id > 0 {
		return s.looseChat(id), nil
	}
	return nil, errChatNotFound()
}

// looseChat is a person of whom nothing is stored.
func (s *Server) looseChat(id int64) *chat {
	c := newPrivate(id, &User{ID: id, FirstName: "Person", LanguageCode: "ru"})
	c.started, c.loose = true, true
	return c
}
