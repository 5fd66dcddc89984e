package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/locales"
)

// BroadcastKeyboard stands under each message of a broadcast: one press spares
// its reader all of them.
func BroadcastKeyboard(language *locales.Language, id int64) bot.Keyboard {
	t := &turn{language: language}
	return bot.Keyboard{{t.button(language.T("BroadcastMute"), verbBroadcastMute, strconv.FormatInt(id, 10))}}
}

// pressReceived answers the buttons under a broadcast.
func (c *Conversation) pressReceived(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if verb != verbBroadcastMute || len(fields) != 1 {
		return nil, false
	}
	return c.switchKind(t, broadcasts.MuteKind, true), true
}
