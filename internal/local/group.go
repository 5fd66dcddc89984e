package local

import "strings"

// Group is a group chat with the bot in it. Its number is negative.
type Group struct {
	s *Server
	c *chat
}

// Group gives the group of a negative number and adds it, with the bot in it, when new.
func (s *Server) Group(id int64, title string) *Group {
	c, added := s.chats.getOrAdd(id, func() *chat {
		return &chat{id: id, started: true, info: ChatInfo{ID: id, Type: chatGroup, Title: title}}
	})
	if added {
		c.mu.Lock()
		defer c.mu.Unlock()
		s.chatChanged(c)
		s.memberChanged(c, &User{ID: groupAdmin, FirstName: "Admin"}, "left", "member")
	}
	return &Group{s: s, c: c}
}

// groupAdmin is the number of who adds the bot to groups and removes it.
const groupAdmin = 2

// ID is the group's number.
func (g *Group) ID() int64 { return g.c.id }

// Send writes a text as the person. The bot sees only commands, mentions of it and replies to it, as a bot with
// Telegram's privacy mode does.
func (g *Group) Send(from *Person, text string) Message {
	text, _ = trim(text, nil)
	from.c.mu.Lock()
	user := from.c.user
	from.c.mu.Unlock()
	g.c.mu.Lock()
	defer g.c.mu.Unlock()
	m := &Message{Text: text, Entities: withFound(text, nil)}
	g.s.receive(g.c, user, m)
	return *m
}

// Kick removes the bot from the group.
func (g *Group) Kick() {
	g.c.mu.Lock()
	defer g.c.mu.Unlock()
	if g.c.blocked {
		return
	}
	g.c.blocked = true
	g.s.chatChanged(g.c)
	g.s.memberChanged(g.c, &User{ID: groupAdmin, FirstName: "Admin"}, "member", "kicked")
}

// forBot says whether a group's message is meant for the bot.
func (s *Server) forBot(m *Message) bool {
	if strings.Contains(m.Text, "@"+s.opt.BotName) || m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.IsBot {
		return true
	}
	command, _, _ := strings.Cut(m.Text, " ")
	return strings.HasPrefix(command, "/") && !strings.Contains(command, "@")
}
