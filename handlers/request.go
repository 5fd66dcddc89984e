package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/handlers/request"
	"github.com/merzim/merzim/internal/requests"
)

// requests writes requests in the language of the turn.
func (t *turn) requests() request.Writer {
	return request.Writer{Catalog: t.know.Catalog, Language: t.language, Now: t.now}
}

// requestButton is a button about one request.
func (t *turn) requestButton(key, verb string, id int64, fields ...string) bot.Button {
	return t.button(t.language.T(key), verb, append([]string{strconv.FormatInt(id, 10)}, fields...)...)
}

func (t *turn) requestsButton() bot.Button {
	return t.button(t.language.T("ButtonRequests"), verbRequests, "0")
}

// requestCard is a request's first screen; undo adds the button that takes the
// last press back.
func (t *turn) requestCard(r requests.Request, undo bool) bot.Reply {
	var k bot.Keyboard
	if t.complains(r) {
		k = append(k, []bot.Button{t.requestButton("ButtonComplain", verbComplain, r.ID)})
	}
	k = append(k, t.stateButtons(r)...)
	if undo {
		k = append(k, []bot.Button{t.requestButton("ButtonUndo", verbUndo, r.ID)})
	}
	if r.State.Open() {
		number := "ButtonNumber"
		if r.Number != "" {
			number = "ButtonOtherNumber"
		}
		row := []bot.Button{t.requestButton(number, verbRequestAsk, r.ID, askNumber)}
		if r.Kind == catalog.Rendering || r.Kind == "" {
			row = append(row, t.requestButton("ButtonReceipt", verbRequestAsk, r.ID, askReceipt))
		}
		k = append(k, row)
		if r.Rule != nil && r.StartEvent != "" {
			k = append(k, []bot.Button{t.requestButton("ButtonStart", verbRequestAsk, r.ID, askStart)})
		}
	}
	k = append(k, []bot.Button{t.requestButton("ButtonRequestMore", verbRequestMore, r.ID), t.requestsButton()})
	return bot.Reply{Text: t.requests().Card(r), Keyboard: k}
}

// complains reports that a complaint is near at hand: the date is over, more
// papers are asked for, or it was refused.
func (t *turn) complains(r requests.Request) bool {
	if r.State == requests.Refused || r.State == requests.MoreDocuments {
		return true
	}
	phase := r.Standing(t.know.Catalog.Calendar, t.today()).Phase
	return phase == requests.Overdue || phase == requests.Passed && r.Kind == catalog.Rendering
}

// stateButtons tell the next news of a request in one press.
func (t *turn) stateButtons(r requests.Request) bot.Keyboard {
	state := func(key string, to requests.State) bot.Button {
		return t.requestButton(key, verbState, r.ID, string(to))
	}
	if !r.State.Open() {
		return bot.Keyboard{{state("ButtonStillWaiting", requests.Filed)}}
	}
	var row []bot.Button
	if r.State != requests.Accepted {
		key := "ButtonAccepted"
		if r.State == requests.MoreDocuments {
			key = "ButtonDocumentsGiven"
		}
		row = append(row, state(key, requests.Accepted))
	}
	if r.State != requests.MoreDocuments {
		row = append(row, state("ButtonMoreDocuments", requests.MoreDocuments))
	}
	return bot.Keyboard{{state("ButtonReady", requests.Ready), state("ButtonRefused", requests.Refused)}, row}
}

// noRequest says that there is no such request: it was deleted, or is
// somebody else's.
func (t *turn) noRequest() []bot.Reply {
	return edited(bot.Reply{Text: t.language.T("RequestNotFound"), Keyboard: bot.Keyboard{{t.requestsButton()}, {t.homeButton()}}})
}

// pressRequest answers the buttons of one request, which must be the person's
// own.
func (c *Conversation) pressRequest(t *turn, verb string, id int64, fields []string) ([]bot.Reply, bool) {
	r, found, err := c.o.Requests.Find(t.ctx, t.update.Chat, id)
	switch {
	case err != nil:
		return c.notStored(t, err), true
	case !found:
		return t.noRequest(), true
	}
	field := ""
	if len(fields) > 0 {
		field = fields[0]
	}
	switch verb {
	case verbRequest:
		return edited(t.requestCard(r, false)), true
	case verbRequestMore:
		return edited(t.requestMore(r)), true
	case verbState, verbUndo, verbMuteOne, verbExtend:
		return c.changeRequest(t, r, verb, field)
	case verbRequestAsk:
		return c.askChange(t, r, field)
	case verbRequestCount:
		return t.behindRequest(r, t.requests().Counting(r)), true
	case verbTimeline:
		return c.timeline(t, r, field)
	case verbHistory:
		return c.history(t, r), true
	case verbCalendar:
		return c.calendarFile(t, r), true
	case verbRequestPapers:
		page, ok := number(field)
		if !ok {
			return nil, false
		}
		return t.requestPapers(r, page)
	case verbRequestTick:
		return c.tickRequest(t, r, fields)
	case verbDelete:
		return c.deleteRequest(t, r, field == confirmed), true
	}
	return nil, false
}

// behindRequest is a screen behind a request's card, with the way back.
func (t *turn) behindRequest(r requests.Request, text string) []bot.Reply {
	return edited(bot.Reply{Text: text, Keyboard: bot.Keyboard{{t.requestButton("ButtonBackToRequest", verbRequest, r.ID)}}})
}
