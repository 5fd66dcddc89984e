package handlers

import (
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/locales"
)

// kazakhLetters occur in Kazakh and never in Russian.
const kazakhLetters = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"

// guess takes the language from what was written, else from Telegram.
func guess(u bot.Update) string {
	if (u.Kind == bot.KindText || u.Kind == bot.KindInline) && strings.ContainsAny(u.Text, kazakhLetters) {
		return locales.Kazakh
	}
	return locales.Match(u.From.Language)
}

// chooseLanguage finds the language to answer in: the one chosen, the one
// remembered for good, or a guess that the person can change in one press.
func (c *Conversation) chooseLanguage(t *turn) {
	if t.session.Language == "" && t.update.Kind != bot.KindGroup && t.update.Kind != bot.KindInline {
		c.meet(t)
	}
	code := t.session.Language
	if code == "" {
		code = guess(t.update)
	}
	if !t.session.Chosen && !t.session.Form.inOneLanguage() && (t.update.Kind == bot.KindText && t.update.Command == "" || t.update.Kind == bot.KindInline) {
		code = guess(t.update) // each question in its own language; its buttons follow
		if t.session.Language != "" {
			t.session.Language = code
		}
	}
	t.language = t.know.Texts.In(code)
}

// meet looks a new or forgotten chat up, and remembers it. Without the base
// the guess serves, and the next update tries again.
func (c *Conversation) meet(t *turn) {
	known, ok, err := c.o.People.Find(t.ctx, t.update.Chat)
	if err == nil && ok {
		t.session.Language, t.session.Offered = known.Language, true
		// At first contact Telegram's language is kept: another one was chosen.
		t.session.Chosen = known.Language != locales.Match(t.update.From.Language)
		return
	}
	if t.update.Kind == bot.KindBlocked || t.update.Kind == bot.KindJoined {
		return
	}
	code := locales.Match(t.update.From.Language) // one sentence in Kazakh does not settle all the others
	if err == nil {
		err = c.o.People.SetLanguage(t.ctx, t.update.Chat, code)
	}
	if err != nil {
		c.o.Log.Warn("person not remembered", "update", t.update.ID, "error", err)
		return
	}
	t.session.Language = code
}

// setLanguage is the press on a language.
func (c *Conversation) setLanguage(t *turn, code string) []bot.Reply {
	t.session.Language, t.session.Chosen, t.session.Offered = code, true, true
	t.language = t.know.Texts.In(code)
	reply := t.home()
	if v, ok := t.shownView(); ok {
		reply = t.card(v)
	}
	reply.Edit = true
	if err := c.o.People.SetLanguage(t.ctx, t.update.Chat, code); err != nil {
		c.o.Log.Warn("language not remembered", "update", t.update.ID, "error", err)
		reply.Text = t.language.T("MemoryAway") + "\n\n" + reply.Text
	}
	c.menuInLanguage(t)
	return []bot.Reply{reply}
}

// offerLanguage adds the other language to the first answer, once; the answer
// itself does not wait for it.
func (t *turn) offerLanguage(k bot.Keyboard) bot.Keyboard {
	if t.session.Chosen || t.session.Offered {
		return k
	}
	t.session.Offered = true
	return append(k, t.languageRow())
}

func (t *turn) languageRow() []bot.Button {
	return []bot.Button{
		t.button(t.know.Texts.In(locales.Kazakh).T("LanguageName"), verbLanguage, locales.Kazakh),
		t.button(t.know.Texts.In(locales.Russian).T("LanguageName"), verbLanguage, locales.Russian),
	}
}
