package local

// sendMessage sends a text.
func sendMessage(s *Server, c *call) (any, *apiError) {
	to, err := s.target(c)
	if err != nil {
		return nil, err
	}
	text, entities, err := c.text("text", "entities")
	if err != nil {
		return nil, err
	}
	return s.post(c, to, &Message{Text: text, Entities: entities})
}

// text reads a message's text with its entities and checks its length.
func (c *call) text(name, entitiesName string) (string, []Entity, *apiError) {
	text, entities, err := c.formatted(name, entitiesName)
	switch {
	case err != nil:
		return "", nil, err
	case text == "":
		return "", nil, errTextEmpty()
	case units(text) > maxText:
		return "", nil, errTooLong()
	}
	return text, entities, nil
}

// caption reads a file's caption with its entities and checks its length.
func (c *call) caption() (string, []Entity, *apiError) {
	text, entities, err := c.formatted("caption", "caption_entities")
	if err == nil && units(text) > maxCaption {
		err = errCaptionLong()
	}
	return text, entities, err
}

// post puts the bot's message into the chat: permission, markup, reply, pace, number, storing.
func (s *Server) post(c *call, to *chat, m *Message) (any, *apiError) {
	markup, err := c.markup()
	if err != nil {
		return nil, err
	}
	to.mu.Lock()
	defer to.mu.Unlock()
	if err := to.writable(); err != nil {
		return nil, err
	}
	if m.ReplyTo, err = s.replyTarget(c, to); err != nil {
		return nil, err
	}
	if err := s.charge(to); err != nil {
		return nil, err
	}
	m.MessageID = s.newMessageID(to)
	m.From = s.botUser(c.bot)
	m.Chat = to.info
	m.Date = s.Now().Unix()
	m.ReplyMarkup = markup.inline
	s.keep(to, m)
	if markup.reply != nil || markup.remove {
		to.keyboard = markup.reply
		s.chatChanged(to)
		s.events.publish(EventKeyboard, func() Event { return Event{Chat: to.id, Keyboard: markup.reply} })
	}
	return m, nil
}

// replyTarget finds the message that the call replies to, nil when it replies to none. to.mu is held.
func (s *Server) replyTarget(c *call, to *chat) (*Message, *apiError) {
	id, given := c.number("reply_to_message_id")
	lenient := c.flag("allow_sending_without_reply")
	if p, ok := c.replyParameters(); ok {
		id, given, lenient = p.MessageID, true, p.Lenient
	}
	if !given || id == 0 {
		return nil, nil
	}
	if !s.opt.Record {
		return nil, nil
	}
	found := to.message(id)
	if found == nil {
		if lenient {
			return nil, nil
		}
		return nil, errReplyNotFound()
	}
	flat := *found
	flat.ReplyTo = nil
	return &flat, nil
}

// forwardMessage sends a message anew; the origin is not shown.
func forwardMessage(s *Server, c *call) (any, *apiError) {
	to, err := s.target(c)
	if err != nil {
		return nil, err
	}
	source, err := s.source(c)
	if err != nil {
		return nil, err
	}
	return s.post(c, to, contentOf(source))
}

// copyMessage sends a message anew and answers with its number.
func copyMessage(s *Server, c *call) (any, *apiError) {
	to, err := s.target(c)
	if err != nil {
		return nil, err
	}
	source, err := s.source(c)
	if err != nil {
		return nil, err
	}
	sent, err := s.post(c, to, contentOf(source))
	if err != nil {
		return nil, err
	}
	return map[string]int64{"message_id": sent.(*Message).MessageID}, nil //nolint:forcetypeassert // post gives messages
}

// source finds the message to copy or forward.
func (s *Server) source(c *call) (*Message, *apiError) {
	from, _ := c.number("from_chat_id")
	id, _ := c.number("message_id")
	found := s.chats.get(from)
	if found == nil {
		return nil, errChatNotFound()
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	m := found.message(id)
	if m == nil {
		return nil, badRequest("message to copy not found")
	}
	return m, nil
}

// contentOf is a message's content without its place.
func contentOf(m *Message) *Message {
	return &Message{
		Text: m.Text, Entities: m.Entities, Caption: m.Caption, CaptionEntities: m.CaptionEntities,
		Document: m.Document, Photo: m.Photo, Voice: m.Voice, Sticker: m.Sticker, Contact: m.Contact,
	}
}
