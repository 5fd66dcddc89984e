package handlers

import (
	"slices"
	"unicode/utf8"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/search"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/locales"
)

// Bounds of a question.
const (
	maxQuestion = 1000 // characters; a longer text is no question
	maxChoices  = 3    // services offered when it is not clear which one is meant
	maxNear     = 2    // services, and life events, offered when nothing was found
)

// find answers a free text with the service that it asks for, with a choice
// where several are near, or says that there is none.
func (c *Conversation) find(t *turn) []bot.Reply {
	if utf8.RuneCountInString(t.update.Text) > maxQuestion {
		return []bot.Reply{{Text: t.language.T("QuestionTooLong", locales.Args{"Limit": maxQuestion}), Keyboard: t.offerLanguage(t.homeKeyboard())}}
	}
	m := t.know.answers.meaning(t.know.Reader, t.update.Text, t.now)
	m = c.inContext(t, m)
	if replies, ok := c.understood(t, m); ok {
		return replies
	}
	if m.Part != "" && !mayBeFiled(m) {
		return t.partOf(m.Part)
	}
	found := t.know.answers.search(t.know.Finder, t.update.Text)
	certain := found.Service && len(found.Hits) > 0 && !found.Close
	if !certain && mayBeFiled(m) && len(m.Services) > 0 && !m.Close { // clearer without the words of waiting
		found = search.Result{Service: true, Hits: []search.Hit{{ID: m.Services[0]}}}
	}
	switch {
	case !found.Service || len(found.Hits) == 0:
		if m.Intent == understand.Talk {
			return []bot.Reply{t.talk(m)}
		}
		return []bot.Reply{c.unanswered(t, found.Hits)}
	case found.Close:
		return []bot.Reply{t.whichOne(found.Hits)}
	}
	s, ok := t.know.Catalog.Service(found.Hits[0].ID)
	if !ok {
		return []bot.Reply{c.unanswered(t, nil)}
	}
	return []bot.Reply{t.invite(m, s, t.usualCard(s))}
}

// whichOne asks which of several near services is meant, and says in a few
// words how they differ. One that was opened in this session comes first.
func (t *turn) whichOne(hits []search.Hit) bot.Reply {
	hits = slices.Clone(hits)
	slices.SortStableFunc(hits, func(a, b search.Hit) int {
		return slices.Index(t.session.Opened, b.ID) - slices.Index(t.session.Opened, a.ID)
	})
	text := t.language.T("WhichOne")
	for _, hit := range hits {
		if s, ok := t.know.Catalog.Service(hit.ID); ok {
			text += "\n" + t.whichOneItem(s)
		}
	}
	return bot.Reply{Text: text, Keyboard: t.offerLanguage(append(t.hitButtons(hits), []bot.Button{t.homeButton()}))}
}

// whichOneItem says in a few words what a service is.
func (t *turn) whichOneItem(s *catalog.Service) string {
	return t.language.T("WhichOneItem", locales.Args{"Title": s.Title.In(t.language.Code), "About": s.About.In(t.language.Code)})
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
	k := append(t.hitButtons(near[:min(len(near), maxNear)]), t.eventButtons(near)...)
	k = append(k, []bot.Button{t.button(t.language.T("ButtonMissing"), verbMissing)})
	return bot.Reply{Text: text, Keyboard: t.offerLanguage(append(k, t.homeKeyboard()[:2]...))}
}

// eventButtons are the life events in which the nearest services stand, the
// most frequent first.
func (t *turn) eventButtons(near []search.Hit) bot.Keyboard {
	type ranked struct {
		event catalog.Event
		hits  int
	}
	var list []ranked
	for _, e := range t.know.Catalog.Events {
		n := 0
		for _, hit := range near {
			if slices.Contains(e.Services, hit.ID) {
				n++
			}
		}
		if n > 0 {
			list = append(list, ranked{e, n})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return b.hits - a.hits })
	var k bot.Keyboard
	for _, r := range list[:min(len(list), maxNear)] {
		k = append(k, []bot.Button{t.button(r.event.Title.In(t.language.Code), verbEvent, r.event.ID, "0")})
	}
	return k
}

// talk answers a greeting or thanks.
func (t *turn) talk(m understand.Meaning) bot.Reply {
	key := "TalkHello"
	if m.Thanks && !m.Greeting {
		key = "TalkThanks"
	}
	return bot.Reply{Text: t.language.T(key), Keyboard: t.offerLanguage(t.homeKeyboard())}
}
