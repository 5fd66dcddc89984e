package handlers

import (
	"html"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/understand"
	"github.com/merzim/merzim/internal/complaints"
)

// complainSentence answers a sentence that complains of a refusal, or of
// nothing in particular. ok is false for a delay of a named service: how that
// stands is told first, and the button below it leads here.
func (c *Conversation) complainSentence(t *turn, m understand.Meaning) (replies []bot.Reply, ok bool) {
	switch {
	case len(m.Services) == 0 && !m.Refused:
		return c.begin(t, Form{Purpose: formComplaint}), true
	case !m.Refused:
		return nil, false
	case m.Close || !t.named(m):
		return c.begin(t, Form{Purpose: formComplaint, Kind: string(complaints.Refused), Near: m.Services}), true
	}
	s, found := t.know.Catalog.Service(m.Services[0])
	if !found {
		return nil, false
	}
	day := noDay
	if m.Filed != nil {
		day = dayCode(filing(m))
	}
	lines := []string{"<b>" + html.EscapeString(s.Title.In(t.language.Code)) + "</b>", t.language.T("RefusedSentence")}
	if reason := t.know.Catalog.Law.Rights.Reason; reason.Verified() {
		lines = append(lines, html.EscapeString(reason.Text.In(t.language.Code)))
	}
	k := bot.Keyboard{{t.button(t.language.T("ButtonComplainRefused"), verbComplainFiled, s.ID, caseCode(s, nil), day, pressRefused)}}
	if len(s.Refusals) > 0 {
		k = append(k, []bot.Button{t.button(t.language.T("ButtonRefusals"), verbRefusals, s.ID, caseCode(s, nil))})
	}
	k = append(k, []bot.Button{t.button(t.language.T("ButtonBack"), verbCard, s.ID, caseCode(s, nil))},
		[]bot.Button{t.button(t.language.T("ButtonOtherService"), verbNewComplaint)})
	return []bot.Reply{{Text: strings.Join(lines, "\n\n"), Keyboard: t.offerLanguage(k)}}, true
}

// moneySentence answers a sentence about money that was asked for: first where
// to report it, then that it can be counted here.
func (c *Conversation) moneySentence(t *turn, m understand.Meaning) (replies []bot.Reply, ok bool) {
	service := ""
	if t.named(m) && !m.Close {
		service = m.Services[0]
	}
	k := bot.Keyboard{{t.button(t.language.T("ButtonRecordMoney"), verbComplainMoney, service)}}
	if s, ok := t.know.Catalog.Service(service); ok {
		k[0] = []bot.Button{t.button(t.language.T("ButtonRecordMoneyAbout", plain(s.Title.In(t.language.Code))), verbComplainMoney, service)}
		k = append(k,
			[]bot.Button{t.button(t.language.T("ButtonOtherService"), verbComplainMoney, "")},
			[]bot.Button{t.button(t.language.T("ButtonFees"), verbFees, s.ID, caseCode(s, nil))},
			[]bot.Button{t.button(t.language.T("ButtonBack"), verbCard, s.ID, caseCode(s, nil))})
	}
	text := t.elsewhere(complaints.Money, service) + "\n\n" + t.language.T("MoneySentence")
	return []bot.Reply{{Text: text, Keyboard: t.offerLanguage(append(k, []bot.Button{t.homeButton()}))}}, true
}

// named reports that a sentence names its service plainly. A complaint is read
// with a lean towards some service; nobody is told of a refusal or of a bribe
// where that was only guessed.
func (t *turn) named(m understand.Meaning) bool {
	return t.meant || len(m.Services) > 0 && t.know.answers.search(t.know.Finder, t.update.Text).Service
}
