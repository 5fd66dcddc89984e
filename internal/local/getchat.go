package local

import "slices"

// fullChat is what getChat answers.
type fullChat struct {
	ChatInfo
	AccentColorID    int `json:"accent_color_id"`
	MaxReactionCount int `json:"max_reaction_count"`
}

// getChat says who is in a chat.
func getChat(s *Server, c *call) (any, *apiError) {
	found, err := s.target(c)
	if err != nil {
		return nil, err
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	return fullChat{ChatInfo: found.info, MaxReactionCount: 11}, nil //nolint:mnd // Telegram's figure for private chats
}

// sendChatAction shows that the bot is busy.
func sendChatAction(s *Server, c *call) (any, *apiError) {
	found, err := s.target(c)
	if err != nil {
		return nil, err
	}
	action := c.param("action")
	if !slices.Contains(chatActions(), action) {
		return nil, badRequest("wrong parameter action in request")
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	if err := found.writable(); err != nil {
		return nil, err
	}
	s.events.publish(EventAction, func() Event { return Event{Chat: found.id, Action: action} })
	return true, nil
}

// chatActions are the actions that Telegram knows.
func chatActions() []string {
	return []string{
		"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
		"choose_sticker", "find_location", "record_video_note", "upload_video_note",
	}
}
