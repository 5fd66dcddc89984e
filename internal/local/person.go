package local

import (
	"fmt"
	"strconv"
)

// Person is somebody with a private chat with the bot. Its methods do what a person does in Telegram.
type Person struct {
	s *Server
	c *chat
}

// PersonOptions describe a person. Empty fields leave what is known.
type PersonOptions struct {
	Lang      string // Telegram's language_code
	FirstName string
	LastName  string
	Username  string
	Started   bool // as if the person had written before: the bot may write first
}

// Person gives the person of a positive number and adds them when new. A new person has not started the bot.
func (s *Server) Person(id int64, o PersonOptions) *Person {
	c, added := s.chats.getOrAdd(id, func() *chat {
		u := &User{ID: id, FirstName: "Person " + strconv.FormatInt(id, 10)}
		return newPrivate(id, u)
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	u := *c.user
	for _, field := range []struct {
		to   *string
		from string
	}{{&u.FirstName, o.FirstName}, {&u.LastName, o.LastName}, {&u.Username, o.Username}, {&u.LanguageCode, o.Lang}} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	started := c.started || o.Started
	if added || u != *c.user || started != c.started {
		c.user, c.info, c.started = &u, privateInfo(id, &u), started
		s.chatChanged(c)
	}
	return &Person{s: s, c: c}
}

// ID is the person's number and that of their private chat.
func (p *Person) ID() int64 { return p.c.id }

// Send writes a text. A person who had blocked the bot unblocks it by writing, as at Telegram; a text that is too
// long goes as several messages, of which the last is given.
func (p *Person) Send(text string) Message {
	var sent Message
	for _, part := range splitText(text) {
		part, _ = trim(part, nil)
		if part != "" {
			sent = p.post(&Message{Text: part, Entities: withFound(part, nil)})
		}
	}
	return sent
}

// splitText cuts a text into messages of Telegram's size.
func splitText(text string) []string {
	var parts []string
	start, n := 0, 0
	for i, r := range text {
		if n+runeUnits(r) > maxText {
			parts = append(parts, text[start:i])
			start, n = i, 0
		}
		n += runeUnits(r)
	}
	return append(parts, text[start:])
}

// post puts the person's message into their private chat and makes its update.
func (p *Person) post(m *Message) Message {
	p.Unblock()
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	if !p.c.started {
		p.c.started = true
		p.s.chatChanged(p.c)
	}
	p.s.receive(p.c, p.c.user, m)
	return *m
}

// receive stores a person's message and makes its update. c.mu is held.
func (s *Server) receive(c *chat, from *User, m *Message) {
	m.MessageID = s.newMessageID(c)
	m.From, m.Chat, m.Date = from, c.info, s.Now().Unix()
	s.keep(c, m)
	if c.info.Type == chatPrivate || s.forBot(m) {
		s.enqueue(c.id, updateMessage, m)
	}
}

// Edit changes one of the person's own messages.
func (p *Person) Edit(messageID int64, text string) error {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	old := p.c.message(messageID)
	if old == nil || old.From.IsBot {
		return fmt.Errorf("message %d is not the person's", messageID)
	}
	m := *old
	m.Text, m.Entities, m.EditDate = text, withFound(text, nil), p.s.Now().Unix()
	p.s.replace(p.c, &m)
	p.s.enqueue(p.c.id, updateEdited, &m)
	return nil
}
