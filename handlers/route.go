package handlers

import (
	"github.com/merzim/merzim/bot"
)

// commands are the slash commands; each appears here only when it works.
var commands = map[string]func(*Conversation, *turn) []bot.Reply{
	"start":    (*Conversation).start,
	"services": (*Conversation).services,
	"requests": (*Conversation).requests,
	"settings": (*Conversation).settings,
	"language": (*Conversation).settings,
	"help":     (*Conversation).help,
	"privacy":  (*Conversation).privacy,
	"mydata":   (*Conversation).myData,
	"forget":   (*Conversation).forget,

	"complaints": (*Conversation).complaintsCommand,
}

// Menu lists the commands shown in Telegram's menu, with their text keys.
func Menu() []MenuItem {
	return []MenuItem{
		{Command: "start", Key: "MenuStart"}, {Command: "services", Key: "MenuServices"},
		{Command: "requests", Key: "ButtonRequests"}, {Command: "complaints", Key: "ButtonComplaints"},
		{Command: "settings", Key: "MenuSettings"}, {Command: "privacy", Key: "MenuPrivacy"},
		{Command: "mydata", Key: "MenuMyData"}, {Command: "forget", Key: "ButtonForget"}, {Command: "help", Key: "ButtonHelp"},
	}
}

// MenuItem is one command of the menu.
type MenuItem struct{ Command, Key string }

// route takes an update to its handler.
func (c *Conversation) route(t *turn) ([]bot.Reply, error) {
	u := t.update
	await, key := t.session.Await, t.session.AwaitKey
	question, nearest := t.session.Unfound, t.session.Nearest
	t.session.Await, t.session.AwaitKey, t.session.Unfound, t.session.Nearest = "", 0, "", ""
	t.form, t.session.Form = t.session.Form, nil
	t.shown, t.session.Shown = t.session.Shown, nil
	switch u.Kind {
	case bot.KindGroup:
		t.session.Form, t.session.Shown = t.form, t.shown
		return []bot.Reply{{Text: t.language.T("PrivateOnly")}}, nil
	case bot.KindBlocked, bot.KindJoined:
		return nil, c.o.People.SetBlocked(t.ctx, u.Chat, u.Kind == bot.KindBlocked)
	case bot.KindInline:
		t.session.Form, t.session.Shown = t.form, t.shown
		return []bot.Reply{c.inline(t)}, nil
	case bot.KindMedia, bot.KindFile:
		t.session.Form, t.session.Shown = t.form, t.shown
		if replies, ok := c.fillFile(t); ok {
			return replies, nil
		}
		return []bot.Reply{{Text: t.language.T("TextOnly")}}, nil
	case bot.KindPress:
		return c.press(t, question, nearest), nil
	}
	if u.Command == "" && await == awaitWrong {
		return c.explain(t, key), nil
	}
	if u.Command == "" {
		if replies, ok := c.typedNumber(t); ok {
			return t.waits(t.form, replies), nil
		}
	}
	if u.Command == "" && t.form != nil {
		return c.fill(t, t.form), nil
	}
	if u.Command == "" {
		return c.find(t), nil
	}
	if handle, ok := commands[u.Command]; ok {
		return handle(c, t), nil
	}
	if command, ok := staffCommands(u.Command); ok {
		return c.asStaff(t, "/"+u.Command, command), nil
	}
	return t.unknownCommand(), nil
}

// unknownCommand is the answer to a command that is not there, or not for the
// person.
func (t *turn) unknownCommand() []bot.Reply {
	return []bot.Reply{{Text: t.language.T("UnknownCommand"), Keyboard: t.homeKeyboard()}}
}
