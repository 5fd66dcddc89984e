package local

// Chat gives a look at the chat of a number; it is empty when there is none.
func (s *Server) Chat(id int64) *ChatView { return &ChatView{c: s.chats.get(id)} }

// ChatView shows a chat as it is at each question.
type ChatView struct{ c *chat }

// Exists says whether there is such a chat.
func (v *ChatView) Exists() bool { return v.c != nil }

// Messages gives the chat's messages, oldest first. It is empty without Options.Record.
func (v *ChatView) Messages() []Message { return v.After(0) }

// After gives the messages with greater numbers.
func (v *ChatView) After(id int64) []Message {
	if v.c == nil {
		return nil
	}
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	list := make([]Message, 0, len(v.c.messages))
	for _, m := range v.c.messages {
		if m.MessageID > id {
			list = append(list, *m)
		}
	}
	return list
}

// Message gives one message; false when it is gone or never was.
func (v *ChatView) Message(id int64) (Message, bool) {
	if v.c == nil {
		return Message{}, false
	}
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	if m := v.c.message(id); m != nil {
		return *m, true
	}
	return Message{}, false
}

// Last gives the newest message; the zero Message when there is none.
func (v *ChatView) Last() Message {
	if v.c == nil {
		return Message{}
	}
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	if n := len(v.c.messages); n > 0 {
		return *v.c.messages[n-1]
	}
	return Message{}
}

// Keyboard gives the reply keyboard that stands in the chat, nil when there is none.
func (v *ChatView) Keyboard() *ReplyKeyboard {
	if v.c == nil {
		return nil
	}
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	return v.c.keyboard
}

// Blocked says whether the person blocked the bot, or the group removed it.
func (v *ChatView) Blocked() bool {
	if v.c == nil {
		return false
	}
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	return v.c.blocked
}
