package handlers

import (
	"slices"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
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
		return c.filedSentence(t, m)
	case understand.Track, understand.Status:
		return c.filedSentence(t, m)
	}
	return nil, false
}

// filedSentence answers a sentence about a request that was filed: with the
// tracked one that it speaks of, else with the date by which an answer is due.
// One that only may speak of a filing is left to the search, see invite.
func (c *Conversation) filedSentence(t *turn, m understand.Meaning) ([]bot.Reply, bool) {
	named, told := len(m.Services) > 0, m.Told || m.Filed != nil
	switch {
	case !named && m.Intent != understand.Status && !told:
		return nil, false
	case !named && m.Intent == understand.Track:
		return c.begin(t, Form{Purpose: formTrack, Filed: filing(m)}), true
	}
	tracked := c.spokenOf(t, m)
	switch {
	case len(tracked) == 1:
		return []bot.Reply{t.requestCard(tracked[0], false)}, true
	case len(tracked) > 1:
		return []bot.Reply{t.requestList(tracked, 0)}, true
	case !named:
		line := t.know.Catalog.Law.Facts.Contact.Number
		return []bot.Reply{{Text: t.language.T("StatusNothing", locales.Args{"Line": line}), Keyboard: bot.Keyboard{
			{t.button(t.language.T("ButtonNewRequest"), verbNewRequest)}, {t.homeButton()},
		}}}, true
	case !told:
		return nil, false
	}
	f := Form{Purpose: formTold, Filed: filing(m)}
	if m.Refused {
		f.Kind = toldRefused
	}
	if s, ok := t.know.Catalog.Service(m.Services[0]); ok && !m.Close {
		f.Service = s.ID
		f.pass(askCase) // the usual one; another is a press away
		if t.meant {
			f.Case = t.shown.Case
		}
	} else {
		f.Near = m.Services[:min(len(m.Services), maxChoices)]
	}
	return c.begin(t, f), true
}

// mayBeFiled reports that a sentence may speak of a filing.
func mayBeFiled(m understand.Meaning) bool {
	return m.Intent == understand.Complain || m.Intent == understand.Track || m.Intent == understand.Status
}

// invite adds to the card that a sentence led to a question for the day of
// filing, where the sentence may speak of one. Any other message is a new
// question.
func (t *turn) invite(m understand.Meaning, s *catalog.Service, card bot.Reply) bot.Reply {
	if !mayBeFiled(m) {
		return card
	}
	f := &Form{ID: t.update.ID, Purpose: formTold, Ask: askToldDay, Service: s.ID}
	f.pass(askCase)
	t.session.Form = f
	card.Text += "\n\n" + t.language.T("AskIfFiled")
	return card
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
