package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// statusNotice tells that the agency's staff changed a request's state, as it
// is now, with their words.
func (c *Conversation) statusNotice(t *turn, r *requests.Request) (bot.Reply, bool, error) {
	events, err := c.o.Requests.Events(t.ctx, r.Chat, r.ID)
	if err != nil {
		return bot.Reply{}, false, err
	}
	var last *requests.Event // the newest that set a state
	for i := range events {
		switch events[i].Kind {
		case requests.EventCreated, requests.EventState, requests.EventUndone:
			last = &events[i]
		}
	}
	if last == nil || last.Actor != requests.Staff {
		return bot.Reply{}, false, nil // the person has told us better since
	}
	text := t.caseLine(r) + "\n" + t.language.T("NoticeStatus", locales.Args{"State": t.requests().State(r.State)})
	if last.Note != "" {
		text += "\n" + t.language.T("NoticeNote", locales.Args{"Note": last.Note})
	}
	row := []bot.Button{t.openRequestButton(r)}
	if r.State == requests.Refused {
		row = append(row, t.button(t.language.T("ButtonComplain"), verbComplain, strconv.FormatInt(r.ID, 10)))
	}
	return bot.Reply{Text: text, Keyboard: bot.Keyboard{row, t.muteKindRow(notices.Status)}}, true, nil
}
