package handlers

import (
	"errors"
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// maxRoles bounds the people with a role, and the invitations, on one screen;
// the console has all.
const maxRoles = 20

// rolesCommand lists who has a role, and the invitations that are open. A person
// is known by the number of the invitation that they accepted.
func (c *Conversation) rolesCommand(t *turn, _ roles.Holder) []bot.Reply {
	holders, err := c.o.Roles.List(t.ctx)
	if err != nil {
		return c.notStored(t, err)
	}
	open, err := c.o.Roles.Open(t.ctx)
	if err != nil {
		return c.notStored(t, err)
	}
	var b textLines
	var k bot.Keyboard
	b.add(t.language.T("RolesHead"))
	for _, h := range holders[:min(len(holders), maxRoles)] {
		own := h.Chat == t.update.Chat
		key := "RolesHolder"
		if own {
			key = "RolesHolderYou"
		}
		args := locales.Args{"Number": h.Invitation, "Role": t.grantText(h.Grant), "Since": t.language.Date(calendar.DateIn(h.Since))}
		b.add(t.language.T(key, args))
		if !own {
			k = append(k, []bot.Button{t.button(t.language.T("ButtonRevoke", args), verbRevoke, idField(h.Invitation), pressNo)})
		}
	}
	if len(open) > 0 {
		b.add("\n" + t.language.T("RolesOpen"))
	}
	for _, i := range open[:min(len(open), maxRoles)] {
		args := locales.Args{"Number": i.ID, "Role": t.grantText(i.Grant), "Until": t.moment(i.ExpiresAt)}
		b.add(t.language.T("RolesInvitation", args))
		k = append(k, []bot.Button{t.button(t.language.T("ButtonWithdrawInvitation", args), verbWithdrawInvitation, idField(i.ID))})
	}
	if len(holders) > maxRoles || len(open) > maxRoles {
		b.add("\n" + t.language.T("RolesMore"))
	}
	return []bot.Reply{{Text: b.String(), Keyboard: append(k, []bot.Button{t.homeButton()})}}
}

func (t *turn) rolesButton() bot.Button { return t.button(t.language.T("ButtonRoles"), verbRoles) }

func (c *Conversation) pressRoles(t *turn, h roles.Holder, _ []string) ([]bot.Reply, bool) {
	return edited(c.rolesCommand(t, h)...), true
}

// pressRevoke asks once, then ends a role.
func (c *Conversation) pressRevoke(t *turn, h roles.Holder, fields []string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return nil, false
	}
	holders, err := c.o.Roles.List(t.ctx)
	if err != nil {
		return c.notStored(t, err), true
	}
	for _, other := range holders {
		if other.Invitation != id {
			continue
		}
		args := locales.Args{"Number": id, "Role": t.grantText(other.Grant)}
		if fields[1] != pressYes {
			return edited(bot.Reply{Text: t.language.T("RevokeAsk", args), Keyboard: bot.Keyboard{
				{t.button(t.language.T("ButtonRevokeYes"), verbRevoke, fields[0], pressYes)}, {t.rolesButton()},
			}}), true
		}
		err := c.o.Roles.Revoke(t.ctx, roles.Person(h.Chat), id)
		switch {
		case errors.Is(err, roles.ErrSelf):
			return []bot.Reply{{Toast: t.language.T("RevokeSelf")}}, true
		case err != nil && !errors.Is(err, roles.ErrNoRole):
			return c.notStored(t, err), true
		}
		c.o.SetMenu(t.ctx, other.Chat, nil)
	}
	return edited(c.rolesCommand(t, h)...), true
}

// pressWithdraw takes back an invitation that nobody has accepted.
func (c *Conversation) pressWithdraw(t *turn, h roles.Holder, fields []string) ([]bot.Reply, bool) {
	id, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return nil, false
	}
	if err := c.o.Roles.Withdraw(t.ctx, roles.Person(h.Chat), id); err != nil && !errors.Is(err, roles.ErrInvitation) {
		return c.notStored(t, err), true
	}
	return edited(c.rolesCommand(t, h)...), true
}
