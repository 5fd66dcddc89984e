package handlers

import (
	"unicode/utf8"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/locales"
)

// Bounds of a question.
const (
	maxQuestion = 1000 // characters; a longer text is no question
	maxChoices  = 3    // services offered when it is not clear which one is meant
)

// find answers a free text with the service that it asks for, with a choice
// where several are near, or says that there is none.
func (c *Conversation) find(t *turn) []bot.Reply {
	if utf8.RuneCountInString(t.update.Text) > maxQuestion {
		return []bot.Reply{{Text: t.language.T("QuestionTooLong", locales.Args{"Limit": maxQuestion}), Keyboard: t.offerLanguage(t.homeKeyboard())}}
	}
	found := t.know.answers.search(t.know.Finder, t.update.Text)
	switch {
	case !found.Service || len(found.Hits) == 0:
		if m := t.know.Reader.Read(t.update.Text, t.now); m.Intent == understand.Talk {
			return []bot.Reply{t.talk(m)}
		}
		return []bot.Reply{t.notFound(found.Hits)}
	case found.Close:
		return []bot.Reply{{Text: t.language.T("WhichOne"), Keyboard: t.offerLanguage(append(t.hitButtons(found.Hits), []bot.Button{t.homeButton()}))}}
	}
	s, ok := t.know.Catalog.Service(found.Hits[0].ID)
	if !ok {
		return []bot.Reply{t.notFound(nil)}
	}
	return []bot.Reply{t.card(s.Settle(nil))}
}

func (t *turn) hitButtons(hits []search.Hit) bot.Keyboard {
	var k bot.Keyboard
	for _, hit := range hits {
		if s, ok := t.know.Catalog.Service(hit.ID); ok {
			k = append(k, []bot.Button{t.button(s.Title.In(t.language.Code), verbCard, s.ID, caseCode(s, nil))})
		}
	}
	return k
}

// notFound says plainly that no service was found and offers ways on.
func (t *turn) notFound(near []search.Hit) bot.Reply {
	nearest := ""
	if len(near) > 0 {
		nearest = near[0].ID
	}
	t.keepQuestion(nearest)
	line := t.know.Catalog.Law.Facts.Contact
	key := "NotFound"
	if len(near) > 0 {
		key = "NotFoundNear"
	}
	text := t.language.T(key, locales.Args{"Line": line.Number})
	return bot.Reply{Text: text, Keyboard: t.offerLanguage(append(append(t.hitButtons(near),
		[]bot.Button{t.button(t.language.T("ButtonMissing"), verbMissing)}), t.homeKeyboard()[:2]...))}
}

// talk answers a greeting or thanks.
func (t *turn) talk(m understand.Meaning) bot.Reply {
	key := "TalkHello"
	if m.Thanks && !m.Greeting {
		key = "TalkThanks"
	}
	return bot.Reply{Text: t.language.T(key), Keyboard: t.offerLanguage(t.homeKeyboard())}
}
