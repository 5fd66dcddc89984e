package local

// Block makes the bot's messages to this person fail with 403 and tells the bot.
func (p *Person) Block() { p.setBlocked(true) }

// Unblock undoes Block.
func (p *Person) Unblock() { p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	if p.c.blocked == blocked {
		return
	}
	p.c.blocked = blocked
	p.s.chatChanged(p.c)
	old, now := "member", "kicked"
	if !blocked {
		old, now = now, old
	}
	p.s.memberChanged(p.c, p.c.user, old, now)
}

// Deactivate deletes the person's account: the bot's messages fail with 403 from now on.
func (p *Person) Deactivate() {
	p.c.mu.Lock()
	defer p.c.mu.Unlock()
	p.c.deactivated = true
	p.s.chatChanged(p.c)
}

// memberChanged makes the update of the bot's place in a chat. c.mu is held.
func (s *Server) memberChanged(c *chat, from *User, old, now string) {
	bot := s.botUser(s.botNumber())
	s.enqueue(c.id, updateMember, chatMember{
		Chat: c.info, From: from, Date: s.Now().Unix(),
		Old: memberOf(bot, old), New: memberOf(bot, now),
	})
}

// defaultBot is the bot's number while no token has told it.
const defaultBot = 1

// botNumber is the number in the token that was used last.
func (s *Server) botNumber() int64 {
	if id := s.bot.Load(); id != 0 {
		return id
	}
	return defaultBot
}

// memberOf makes a status; who was kicked is kicked for ever, which Telegram writes as 0.
func memberOf(bot *User, status string) memberStatus {
	m := memberStatus{User: bot, Status: status}
	if status == "kicked" {
		m.UntilDate = new(int64)
	}
	return m
}
