package local

import (
	"encoding/json"
	"strconv"
	"sync"
)

// Telegram's bounds of the commands menu.
const (
	maxCommands        = 100
	maxCommandName     = 32
	maxCommandDescribe = 256
)

// menus are the commands by scope and language.
type menus struct {
	mu   sync.Mutex
	list map[string][]Command // key: scope, space, language
}

// scopeKey reads the scope of a commands call.
func (c *call) scopeKey() (string, *apiError) {
	key := "default"
	if raw := c.param("scope"); raw != "" {
		var scope struct {
			Type   string      `json:"type"`
			ChatID json.Number `json:"chat_id"`
			UserID json.Number `json:"user_id"`
		}
		if json.Unmarshal([]byte(raw), &scope) != nil {
			return "", badRequest("can't parse BotCommandScope JSON object")
		}
		switch scope.Type {
		case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
			key = scope.Type
		case "chat", "chat_administrators":
			key = scope.Type + ":" + scope.ChatID.String()
		case "chat_member":
			key = scope.Type + ":" + scope.ChatID.String() + ":" + scope.UserID.String()
		default:
			return "", badRequest("BotCommandScope must have a valid type")
		}
	}
	return key + " " + c.param("language_code"), nil
}

// setMyCommands replaces the menu of a scope and language.
func setMyCommands(s *Server, c *call) (any, *apiError) {
	key, err := c.scopeKey()
	if err != nil {
		return nil, err
	}
	var list []Command
	if json.Unmarshal([]byte(c.param("commands")), &list) != nil {
		return nil, badRequest("can't parse commands list JSON object")
	}
	if len(list) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, one := range list {
		if !validCommand(one.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(one.Description); n == 0 || n > maxCommandDescribe {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.setMenu(key, list)
	return true, nil
}

// validCommand takes 1-32 small letters, digits and underscores.
func validCommand(name string) bool {
	if name == "" || len(name) > maxCommandName {
		return false
	}
	for i := range len(name) {
		if b := name[i]; !commandLetter(b) || 'A' <= b && b <= 'Z' {
			return false
		}
	}
	return true
}

// deleteMyCommands forgets the menu of a scope and language.
func deleteMyCommands(s *Server, c *call) (any, *apiError) {
	key, err := c.scopeKey()
	if err != nil {
		return nil, err
	}
	s.setMenu(key, nil)
	return true, nil
}

// getMyCommands gives the menu of exactly this scope and language.
func getMyCommands(s *Server, c *call) (any, *apiError) {
	key, err := c.scopeKey()
	if err != nil {
		return nil, err
	}
	s.menus.mu.Lock()
	defer s.menus.mu.Unlock()
	if list := s.menus.list[key]; list != nil {
		return list, nil
	}
	return []Command{}, nil
}

// setMenu keeps a menu.
func (s *Server) setMenu(key string, list []Command) {
	s.menus.mu.Lock()
	if s.menus.list == nil {
		s.menus.list = make(map[string][]Command)
	}
	if len(list) == 0 {
		delete(s.menus.list, key)
	} else {
		s.menus.list[key] = list
	}
	s.journal.write(record{Kind: recordMenu, Text: key, Commands: list})
	s.menus.mu.Unlock()
	s.events.publish(EventCommands, func() Event { return Event{} })
}

// Commands is the menu that a person sees in their private chat: the narrowest scope first, their language first.
func (s *Server) Commands(person int64) []Command {
	lang := ""
	if c := s.chats.get(person); c != nil {
		c.mu.Lock()
		if c.user != nil {
			lang = c.user.LanguageCode
		}
		c.mu.Unlock()
	}
	s.menus.mu.Lock()
	defer s.menus.mu.Unlock()
	for _, scope := range []string{"chat:" + strconv.FormatInt(person, 10), "all_private_chats", "default"} {
		for _, l := range []string{lang, ""} {
			if list := s.menus.list[scope+" "+l]; list != nil {
				return list
			}
		}
	}
	return nil
}

// setChatMenuButton takes the button beside the input; the page always shows the commands.
func setChatMenuButton(*Server, *call) (any, *apiError) { return true, nil }
