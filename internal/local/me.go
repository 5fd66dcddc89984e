package local

import (
	"strings"
	"sync"
)

// botUser is the bot as messages show it.
func (s *Server) botUser(id int64) *User {
	return &User{ID: id, IsBot: true, FirstName: s.opt.BotTitle, Username: s.opt.BotName}
}

// me is what getMe answers.
type me struct {
	User
	CanJoinGroups           bool `json:"can_join_groups"`
	CanReadAllGroupMessages bool `json:"can_read_all_group_messages"`
	SupportsInlineQueries   bool `json:"supports_inline_queries"`
	CanConnectToBusiness    bool `json:"can_connect_to_business"`
	HasMainWebApp           bool `json:"has_main_web_app"`
}

// getMe says who the bot is.
func getMe(s *Server, c *call) (any, *apiError) {
	return me{User: *s.botUser(c.bot), CanJoinGroups: true, SupportsInlineQueries: true}, nil
}

// botTexts are the bot's name and descriptions by method suffix and language.
type botTexts struct {
	mu   sync.Mutex
	text map[string]string
}

// Telegram's bounds, in characters.
const (
	maxBotName          = 64
	maxDescription      = 512
	maxShortDescription = 120
)

// textField tells the parameter and the bound of setMyName, setMyDescription and setMyShortDescription.
func textField(method string) (field string, limit int) {
	switch {
	case strings.HasSuffix(method, "myname"):
		return "name", maxBotName
	case strings.HasSuffix(method, "shortdescription"):
		return "short_description", maxShortDescription
	}
	return "description", maxDescription
}

// setMyText keeps the bot's name or description of a language.
func setMyText(s *Server, c *call) (any, *apiError) {
	field, limit := textField(c.method)
	value := c.param(field)
	if units(value) > limit {
		return nil, badRequest("%s is too long", strings.ReplaceAll(field, "_", " "))
	}
	s.texts.mu.Lock()
	defer s.texts.mu.Unlock()
	if s.texts.text == nil {
		s.texts.text = make(map[string]string)
	}
	s.texts.text[field+" "+c.param("language_code")] = value
	return true, nil
}

// getMyText gives the bot's name or description, falling back to the one without a language.
func getMyText(s *Server, c *call) (any, *apiError) {
	field, _ := textField(c.method)
	s.texts.mu.Lock()
	defer s.texts.mu.Unlock()
	value := s.texts.text[field+" "+c.param("language_code")]
	if value == "" {
		value = s.texts.text[field+" "]
	}
	if value == "" && field == "name" {
		value = s.opt.BotTitle
	}
	return map[string]string{field: value}, nil
}
