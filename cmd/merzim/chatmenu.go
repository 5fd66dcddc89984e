package main

import (
	"context"
	"time"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/handlers"
)

// menuTimeout bounds the call that sets a chat's menu: an answer waits for it.
const menuTimeout = 3 * time.Second

// introduceStaff sets the menus of all who have a role, in their languages: the
// commands may be others than before.
func (a *app) introduceStaff(ctx context.Context) {
	holders, err := a.cases.roles.List(ctx)
	for _, h := range holders {
		person, _, found := a.cases.people.Find(ctx, h.Chat)
		if err = found; err == nil {
			items := handlers.MenuOf(a.knowledge.Load().Texts.In(person.Language), h.Role)
			if err = bot.SetChatMenu(ctx, a.telegram, h.Chat, items); bot.Blocked(err) || bot.Refused(err) {
				err = nil // they have left
			}
		}
		if err != nil {
			break
		}
	}
	if err != nil && ctx.Err() == nil {
		a.log.Warn("menus of staff not set", "error", err)
	}
}

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
