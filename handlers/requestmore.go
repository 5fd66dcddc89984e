package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// requestMore is a request's second screen: what is wanted more rarely.
func (t *turn) requestMore(r requests.Request) bot.Reply {
	one := func(key, verb string, fields ...string) []bot.Button {
		return []bot.Button{t.requestButton(key, verb, r.ID, fields...)}
	}
	var k bot.Keyboard
	if _, _, ok := r.Basis(); ok && r.Rule.Length > 0 {
		k = append(k, one("ButtonCount", verbRequestCount))
	}
	k = append(k, append(one("ButtonTimeline", verbTimeline, "0"), one("ButtonHistory", verbHistory)...))
	if t.requests().HasDay(r) {
		k = append(k, one("ButtonCalendar", verbCalendar))
	}
	row := one("ButtonRegion", verbRequestAsk, askRegion)
	if s, ok := t.know.Catalog.Service(r.Service); ok && len(s.Settle(r.Choice).Documents) > 0 {
		row = append(row, one("ButtonPapers", verbRequestPapers, "0")...)
	}
	k = append(k, row)
	if r.State.Open() {
		if s, ok := t.know.Catalog.Service(r.Service); ok && caseMatters(s) {
			k = append(k, one("ButtonRequestCase", verbRequestAsk, askCase))
		}
		k = append(k, t.extensionButtons(r)...)
		if r.Muted {
			k = append(k, one("ButtonUnmuteRequest", verbMuteOne, "0"))
		} else {
			k = append(k, one("ButtonMuteRequest", verbMuteOne, "1"))
		}
		k = append(k, one("ButtonComplain", verbComplain))
		k = append(k, one("ButtonWithdrawn", verbState, string(requests.Withdrawn)))
	}
	k = append(k, one("ButtonDelete", verbDelete, "0"), one("ButtonBackToRequest", verbRequest))
	return bot.Reply{Text: t.requests().Head(r) + "\n\n" + t.language.T("RequestMoreHead"), Keyboard: k}
}

// extensionButtons tell that the agency prolonged the term, where the service
// has a row for that, or that it did not after all.
func (t *turn) extensionButtons(r requests.Request) bot.Keyboard {
	if r.Extension != nil {
		return bot.Keyboard{{t.requestButton("ButtonNotExtended", verbExtend, r.ID, "0")}}
	}
	s, ok := t.know.Catalog.Service(r.Service)
	if !ok {
		return nil
	}
	var k bot.Keyboard
	for i := range s.Terms {
		if row := &s.Terms[i]; row.Extends > 0 && row.Extends == r.Term && row.Counts() {
			label := t.language.T("ButtonExtended", locales.Args{"Term": locales.HTML(t.writer().Term(row.Unit, *row.Length))})
			k = append(k, []bot.Button{t.button(label, verbExtend, strconv.FormatInt(r.ID, 10), strconv.Itoa(i+1))})
		}
	}
	return k
}

// confirmed is the value of a button that was pressed after being asked.
const confirmed = "1"

// deleteRequest asks once, then erases the request.
func (c *Conversation) deleteRequest(t *turn, r requests.Request, sure bool) []bot.Reply {
	if !sure {
		return edited(bot.Reply{Text: t.requests().Head(r) + "\n\n" + t.language.T("DeleteAsk"), Keyboard: bot.Keyboard{
			{t.requestButton("ButtonDeleteYes", verbDelete, r.ID, confirmed)},
			{t.requestButton("ButtonBackToRequest", verbRequest, r.ID)},
		}})
	}
	if _, err := c.o.Requests.Delete(t.ctx, t.update.Chat, r.ID); err != nil {
		return c.notStored(t, err)
	}
	return edited(bot.Reply{Text: t.language.T("Deleted"), Keyboard: bot.Keyboard{{t.requestsButton()}, {t.homeButton()}}})
}
