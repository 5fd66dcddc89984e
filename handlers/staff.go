package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/roles"
)

// The actions in the bot that the audit log holds, beside those of the stores.
const (
	ActionBot          roles.Action = "bot"           // a command or button; the subject names it
	ActionBotBroadcast roles.Action = "bot_broadcast" // the subject names the broadcast and what was done
)

// staffCommand is what those with a role may do. For everybody else it is
// unknown.
type staffCommand struct {
	of     []roles.Role
	handle func(*Conversation, *turn, roles.Holder) []bot.Reply
}

func staffCommands(name string) (staffCommand, bool) {
	switch name {
	case "console":
		return staffCommand{roles.All(), (*Conversation).consoleLink}, true
	case "invite":
		return staffCommand{[]roles.Role{roles.Admin}, (*Conversation).inviteCommand}, true
	case "roles":
		return staffCommand{[]roles.Role{roles.Admin}, (*Conversation).rolesCommand}, true
	case "broadcast":
		return staffCommand{senders(), (*Conversation).broadcastCommand}, true
	case "broadcasts":
		return staffCommand{senders(), (*Conversation).broadcastsCommand}, true
	case "report":
		return staffCommand{[]roles.Role{roles.Analyst}, func(c *Conversation, t *turn, _ roles.Holder) []bot.Reply { return c.report(t) }}, true
	}
	return staffCommand{}, false
}

// senders are the roles that write broadcasts.
func senders() []roles.Role { return []roles.Role{roles.Admin, roles.Staff} }

// role finds the role of the person who writes; ok is false for a citizen.
func (c *Conversation) role(t *turn) (h roles.Holder, ok bool, err error) {
	if c.o.Roles == nil {
		return roles.Holder{}, false, nil
	}
	return c.o.Roles.Find(t.ctx, t.update.Chat)
}

// asStaff does what a role allows. For anybody else there is no such command,
// which the log notes; the menu that may still show it goes.
func (c *Conversation) asStaff(t *turn, name string, command staffCommand) []bot.Reply {
	h, ok, err := c.role(t)
	switch {
	case err != nil:
		return c.notStored(t, err)
	case ok && slices.Contains(command.of, h.Role):
		return command.handle(c, t, h)
	}
	c.note(t, roles.Entry{Action: ActionBot, Subject: name, Agency: h.Agency, Refused: true})
	if !ok {
		c.o.SetMenu(t.ctx, t.update.Chat, nil)
	}
	if t.update.Kind == bot.KindPress {
		return t.oldButton()
	}
	return t.unknownCommand()
}

// note writes a line of the audit log about the person who writes. What was
// done stands without it, so a fault costs a warning alone.
func (c *Conversation) note(t *turn, e roles.Entry) {
	if c.o.Roles == nil {
		return
	}
	e.Actor = roles.Person(t.update.Chat)
	if err := c.o.Roles.Note(t.ctx, e); err != nil {
		c.o.Log.Error("audit log not written", "update", t.update.ID, "action", e.Action, "error", err)
	}
}

// actor is a person with a role as one who writes broadcasts.
func actor(h roles.Holder) broadcasts.Actor {
	return broadcasts.Actor{Chat: h.Chat, Admin: h.Role == roles.Admin, Agency: h.Agency, Region: h.Region}
}

// pressStaff answers the buttons of those with a role. They are asked for it at
// each press: a button outlives the role.
func (c *Conversation) pressStaff(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	press := map[string]struct {
		of     []roles.Role
		fields int
		handle func(*Conversation, *turn, roles.Holder, []string) ([]bot.Reply, bool)
	}{
		verbRoles:              {[]roles.Role{roles.Admin}, 0, (*Conversation).pressRoles},
		verbRevoke:             {[]roles.Role{roles.Admin}, 2, (*Conversation).pressRevoke},
		verbWithdrawInvitation: {[]roles.Role{roles.Admin}, 1, (*Conversation).pressWithdraw},
		verbBroadcasts:         {senders(), 1, (*Conversation).pressBroadcasts},
		verbBroadcast:          {senders(), 1, (*Conversation).pressBroadcast},
		verbBroadcastDo:        {senders(), 3, (*Conversation).pressBroadcastDo},
	}
	p, ok := press[verb]
	if !ok || len(fields) != p.fields {
		return nil, false
	}
	known := true
	replies := c.asStaff(t, verb, staffCommand{p.of, func(c *Conversation, t *turn, h roles.Holder) (replies []bot.Reply) {
		replies, known = p.handle(c, t, h, fields)
		return replies
	}})
	return replies, known
}

// consoleLink sends the one-time link into the console. Telegram opens no plain
// addresses from buttons, so those go as text.
func (c *Conversation) consoleLink(t *turn, _ roles.Holder) []bot.Reply {
	address, code, err := c.o.Login(t.ctx, t.update.Chat)
	if err != nil {
		return c.notStored(t, err)
	}
	return []bot.Reply{t.loginReply(address, code)}
}
