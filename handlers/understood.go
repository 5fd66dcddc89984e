package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// understood answers a sentence that tells more than which service is wanted;
// false leaves it to the search.
func (c *Conversation) understood(t *turn, m understand.Meaning) ([]bot.Reply, bool) {
	switch m.Intent {
	case understand.Money:
		return c.moneySentence(t, m)
	case understand.Complain:
		if m.Refused || len(m.Services) == 0 {
			if replies, ok := c.complainSentence(t, m); ok {
				return replies, true
			}
		}
		return c.filedSentence(t, m), true
	case understand.Track, understand.Status:
		return c.filedSentence(t, m), true
	}
	return nil, false
}

// filedSentence answers a sentence about a request that was filed: with the
// tracked one that it speaks of, else with the date by which an answer is due.
func (c *Conversation) filedSentence(t *turn, m understand.Meaning) []bot.Reply {
	if len(m.Services) == 0 && m.Intent == understand.Track {
		return c.begin(t, Form{Purpose: formTrack, Filed: filing(m)})
	}
	tracked := c.spokenOf(t, m)
	switch {
	case len(tracked) == 1:
		return []bot.Reply{t.requestCard(tracked[0], false)}
	case len(tracked) > 1:
		return []bot.Reply{t.requestList(tracked, 0)}
	case len(m.Services) == 0:
		line := t.know.Catalog.Law.Facts.Contact.Number
		return []bot.Reply{{Text: t.language.T("StatusNothing", locales.Args{"Line": line}), Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonNewRequest"), verbNewRequest)}, {t.homeButton()},
		}}}
	}
	f := Form{Purpose: formTold, Filed: filing(m)}
	if m.Refused {
		f.Kind = toldRefused
	}
	if m.Close {
		f.Near = m.Services[:min(len(m.Services), maxChoices)]
		return c.begin(t, f)
	}
	s, ok := t.know.Catalog.Service(m.Services[0])
	if !ok {
		return []bot.Reply{t.notFound(nil)}
	}
	f.Service = s.ID
	f.pass(askCase) // the usual one; another is a press away
	return c.begin(t, f)
}

// filing is the filing that a sentence tells of; no day where it names none.
func filing(m understand.Meaning) calendar.Filing {
	if m.Filed == nil {
		return calendar.Filing{Minute: calendar.NoHour}
	}
	return calendar.Filing{Date: *m.Filed, Minute: m.Minute}
}

// spokenOf are the open requests of which a sentence may speak: of its services,
// and of its day where it names one. Without the base there are none, and the
// answer is given anew.
func (c *Conversation) spokenOf(t *turn, m understand.Meaning) []requests.Request {
	list, err := c.o.Requests.List(t.ctx, t.update.Chat)
	if err != nil {
		c.o.Log.Warn("requests not read", "update", t.update.ID, "error", err)
		return nil
	}
	services := m.Services
	if !m.Close {
		services = services[:min(len(services), 1)]
	}
	return slices.DeleteFunc(list, func(r requests.Request) bool {
		return !r.State.Open() || len(services) > 0 && !slices.Contains(services, r.Service) || m.Filed != nil && r.Filed.Date != *m.Filed
	})
}
