package local

import "reflect"

// editMessageText gives a text message another text and keyboard.
func editMessageText(s *Server, c *call) (any, *apiError) {
	text, entities, err := c.text("text", "entities")
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(m *Message) *apiError {
		if s.opt.Record && m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities = text, entities
		return nil
	})
}

// editMessageCaption gives a file another caption and keyboard.
func editMessageCaption(s *Server, c *call) (any, *apiError) {
	caption, entities, err := c.caption()
	if err != nil {
		return nil, err
	}
	return s.edit(c, func(m *Message) *apiError {
		if s.opt.Record && m.Document == nil && m.Photo == nil && m.Voice == nil {
			return badRequest("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities = caption, entities
		return nil
	})
}

// editMessageReplyMarkup changes the keyboard alone.
func editMessageReplyMarkup(s *Server, c *call) (any, *apiError) {
	return s.edit(c, func(*Message) *apiError { return nil })
}

// edit changes one of the bot's messages; a call without reply_markup takes the keyboard away, as at Telegram.
func (s *Server) edit(c *call, change func(*Message) *apiError) (any, *apiError) {
	in, err := s.target(c)
	if err != nil {
		return nil, err
	}
	markup, err := c.markup()
	if err != nil {
		return nil, err
	}
	id, _ := c.number("message_id")
	if id == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if err := in.writable(); err != nil {
		return nil, err
	}
	old, err := s.editable(in, id, c.bot)
	if err != nil {
		return nil, err
	}
	m := *old
	if err := change(&m); err != nil {
		return nil, err
	}
	m.ReplyMarkup = markup.inline
	if s.opt.Record && sameContent(old, &m) {
		return nil, errNotModified()
	}
	m.EditDate = s.Now().Unix()
	s.replace(in, &m)
	return &m, nil
}

// editable finds one of the bot's messages; without recording each number that was given out counts as one.
func (s *Server) editable(in *chat, id, bot int64) (*Message, *apiError) {
	if !s.opt.Record {
		if id < 1 || id > s.loose.highest() {
			return nil, errEditNotFound()
		}
		return &Message{MessageID: id, From: s.botUser(bot), Chat: in.info, Date: s.Now().Unix()}, nil
	}
	old := in.message(id)
	switch {
	case old == nil:
		return nil, errEditNotFound()
	case old.From == nil || !old.From.IsBot:
		return nil, errNotEditable()
	}
	return old, nil
}

// sameContent says whether an edit would change nothing that a person sees.
func sameContent(a, b *Message) bool {
	return a.Text == b.Text && a.Caption == b.Caption && a.Document == b.Document && samePhoto(a.Photo, b.Photo) &&
		sameEntities(a.Entities, b.Entities) && sameEntities(a.CaptionEntities, b.CaptionEntities) &&
		reflect.DeepEqual(a.ReplyMarkup, b.ReplyMarkup)
}

func sameEntities(a, b []Entity) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

func samePhoto(a, b []PhotoSize) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}
