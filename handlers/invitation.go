package handlers

import (
	"errors"
	"html"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// acceptInvitation takes the role that an invitation's link offers, once.
func (c *Conversation) acceptInvitation(t *turn, token string) []bot.Reply {
	if c.o.Roles == nil {
		return []bot.Reply{t.home()}
	}
	h, err := c.o.Roles.Accept(t.ctx, t.update.ID, t.update.Chat, token)
	switch {
	case errors.Is(err, roles.ErrInvitation):
		return []bot.Reply{{Text: t.language.T("InvitationOver"), Keyboard: t.homeKeyboard()}}
	case err != nil:
		return c.notStored(t, err)
	}
	c.o.SetMenu(t.ctx, t.update.Chat, MenuOf(t.language, h.Role))
	return []bot.Reply{{
		Text: t.language.T("InvitationAccepted", locales.Args{"Role": t.grantText(h.Grant)}) + "\n\n" +
			t.language.T(locales.Key("RoleMay", h.Role)) + "\n\n" + t.language.T("RoleLogged"),
		Keyboard: bot.Keyboard{{t.homeButton()}},
	}}
}

// grantText says a role with its bounds, as HTML.
func (t *turn) grantText(g roles.Grant) locales.HTML {
	parts := []string{t.language.T(locales.Key("Role", g.Role))}
	if g.Agency != "" {
		parts = append(parts, html.EscapeString(t.agencyName(g.Agency)))
	}
	if g.Region != "" {
		parts = append(parts, html.EscapeString(t.regionName(g.Region)))
	}
	return locales.HTML(strings.Join(parts, ", "))
}

// agencyName is what people call an agency; one that left the catalogue is
// called by its id.
func (t *turn) agencyName(id string) string {
	if a, ok := t.know.Catalog.Agency(id); ok {
		return a.Name.In(t.language.Code)
	}
	return id
}

func (t *turn) regionName(id string) string {
	if r, ok := t.region(id); ok {
		return r.Name.In(t.language.Code)
	}
	return id
}

func (t *turn) region(id string) (catalog.Region, bool) {
	for _, r := range t.know.Catalog.Regions {
		if r.ID == id {
			return r, true
		}
	}
	return catalog.Region{}, false
}

// loginReply tells the way into the console: a button where Telegram opens the
// address, else text.
func (t *turn) loginReply(address, code string) bot.Reply {
	text := t.language.T("ConsoleLink", locales.Args{"Code": code})
	if strings.HasPrefix(address, "https://") {
		return bot.Reply{Text: text, Keyboard: bot.Keyboard{{{Label: t.language.T("ButtonConsole"), URL: address}}}}
	}
	return bot.Reply{Text: text + "\n\n" + html.EscapeString(address)}
}
