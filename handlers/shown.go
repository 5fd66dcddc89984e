package handlers

import (
	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/understand"
)

// Shown is a card in a case.
type Shown struct {
	Service string `json:"s"`
	Case    string `json:"c,omitempty"` // as in buttons
}

// shows notes the card that this answer shows: the next text may speak of it.
func (t *turn) shows(v catalog.View, code string) {
	t.session.Shown = &Shown{Service: v.Service.ID, Case: code}
}

// shownView is the card that the last answer showed; ok is false where it
// showed none.
func (t *turn) shownView() (v catalog.View, ok bool) {
	if t.shown == nil {
		return v, false
	}
	s, ok := t.know.Catalog.Service(t.shown.Service)
	if !ok {
		return v, false
	}
	choice, ok := readCase(s, t.shown.Case)
	return s.Settle(choice), ok
}

// partOf answers a question that asks about a part of a service and names none:
// with that part of the card just shown, else by asking which service is meant.
func (t *turn) partOf(part understand.Part) []bot.Reply {
	v, ok := t.shownView()
	if !ok {
		return []bot.Reply{{Text: t.language.T("AskService"), Keyboard: t.offerLanguage(t.homeKeyboard()[:2])}}
	}
	code := caseCode(v.Service, v.Choice)
	t.shows(v, code)
	w := t.writer()
	switch {
	case part == understand.Papers && len(v.Documents) > 0:
		return []bot.Reply{t.papers(v, 0)}
	case part == understand.Fee:
		return t.partBelow(v, w.Fees(v.Service))
	case part == understand.Refusals && len(v.Service.Refusals) > 0:
		return t.partBelow(v, w.Refusals(v.Service))
	case part == understand.Term && countable(v):
		return t.partBelow(v, w.Counting(v))
	}
	return []bot.Reply{t.card(v)} // it says the rest itself
}

// partBelow is a part of a card as a message of its own.
func (t *turn) partBelow(v catalog.View, text string) []bot.Reply {
	replies := t.part(v, text)
	for i := range replies {
		replies[i].Edit = false
	}
	return replies
}

// inContext is the meaning of a sentence that names no service where it speaks of
// the card just shown: «вчера подал», «просят заплатить». An own request that is
// waited for goes first, and where the request is, is asked of those alone.
func (c *Conversation) inContext(t *turn, m understand.Meaning) understand.Meaning {
	if t.shown == nil || len(m.Services) > 0 {
		return m
	}
	switch m.Intent {
	case understand.Track, understand.Money:
	case understand.Complain:
		if len(c.spokenOf(t, m)) > 0 {
			return m
		}
	default:
		return m
	}
	if v, ok := t.shownView(); ok {
		m.Services, t.meant = []string{v.Service.ID}, true
	}
	return m
}
