package handlers

import (
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/locales"
)

// deepLinkCard begins the payload of a link to a card: t.me/<bot>?start=s_<id>.
const deepLinkCard = "s_"

// start greets, and gets out of whatever was going on. A deep link opens its
// card at once.
func (c *Conversation) start(t *turn) []bot.Reply {
	if id, ok := strings.CutPrefix(strings.TrimSpace(t.update.Args), deepLinkCard); ok {
		if s, ok := t.know.Catalog.Service(id); ok {
			return []bot.Reply{t.usualCard(s)}
		}
	}
	if token, ok := strings.CutPrefix(strings.TrimSpace(t.update.Args), roles.StartPrefix); ok {
		return c.acceptInvitation(t, token)
	}
	reply := t.home()
	if !t.session.Chosen {
		t.session.Offered = true
		reply.Keyboard = append(bot.Keyboard{t.languageRow()}, reply.Keyboard...)
	}
	return []bot.Reply{reply}
}

// home is the first screen.
func (t *turn) home() bot.Reply {
	return bot.Reply{
		Text:     t.language.T("Welcome", locales.Args{"Services": len(t.know.Catalog.Services)}),
		Keyboard: t.homeKeyboard(),
	}
}

func (t *turn) homeKeyboard() bot.Keyboard {
	return bot.Keyboard{
		{t.button(t.language.T("ButtonEvents"), verbEvents, "0")},
		{t.button(t.language.T("ButtonSectors"), verbSectors, "0")},
		{t.button(t.language.T("ButtonRequests"), verbRequests, "0"), t.complaintsButton()},
		{t.button(t.language.T("ButtonSettings"), verbSettings), t.button(t.language.T("ButtonHelp"), verbHelp)},
	}
}

// help says what the bot can do and what it is not.
func (c *Conversation) help(t *turn) []bot.Reply {
	line := t.know.Catalog.Law.Facts.Contact
	return []bot.Reply{{
		Text:     t.language.T("Help", locales.Args{"Line": line.Number, "LineName": line.Name.In(t.language.Code)}),
		Keyboard: t.homeKeyboard(),
	}}
}

// settings shows what can be set: the language, and which notices come.
func (c *Conversation) settings(t *turn) []bot.Reply {
	text := t.language.T("Settings", locales.Args{"Language": t.language.T("LanguageName")})
	k := bot.Keyboard{t.languageRow()}
	muted, err := c.o.People.Mutes(t.ctx, t.update.Chat)
	if err != nil {
		c.o.Log.Warn("mutes not read", "update", t.update.ID, "error", err)
	} else {
		text += "\n\n" + t.language.T("SettingsNotices")
		k = append(k, t.muteSwitches(muted)...)
	}
	k = append(k, []bot.Button{t.topicsButton()})
	return []bot.Reply{{Text: text, Keyboard: append(k, []bot.Button{t.homeButton()})}}
}

func (t *turn) homeButton() bot.Button { return t.button(t.language.T("ButtonHome"), verbHome) }
