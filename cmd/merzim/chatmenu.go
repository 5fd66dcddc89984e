package main

import (
	"context"
	"time"

	"github.com/merzim/merzim/bot"
)

// menuTimeout bounds the call that sets a chat's menu: an answer waits for it.
const menuTimeout = 3 * time.Second

// setMenu sets the menu of a chat whose person has a role; without items the
// chat has everybody's again. A menu that can't be set costs a warning.
func (a *app) setMenu(ctx context.Context, chat int64, items []bot.MenuItem) {
	ctx, cancel := context.WithTimeout(ctx, menuTimeout)
	defer cancel()
	var err error
	if items == nil {
		err = bot.DropChatMenu(ctx, a.telegram, chat)
	} else {
		err = bot.SetChatMenu(ctx, a.telegram, chat, items)
	}
	if err != nil {
		a.log.Warn("menu of a chat not set", "error", err)
	}
}
