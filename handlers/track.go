package handlers

import (
	"strconv"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
)

// The purposes of forms about requests.
const (
	formTrack        = "track"    // a filing to follow
	formTrackReceipt = "trackrec" // the same, with the date on the receipt
	formTold         = "told"     // a filing whose date is asked for; nothing is kept
)

func trackForms(purpose string) (form, bool) {
	switch purpose {
	case formTrack, formTrackReceipt:
		return form{next: (*Conversation).trackNext, finish: (*Conversation).track}, true
	case formTold:
		return form{next: (*Conversation).toldNext, finish: (*Conversation).told}, true
	case askNumber, askRegion, askReceipt, askStart, askCase: // one thing of a request, named as its question
		return form{next: (*Conversation).changeNext, finish: (*Conversation).change}, true
	}
	return form{}, false
}

// The questions that only these forms ask.
const (
	askStart   = "start"
	askToldDay = "toldday"
)

func trackQuestions(name string) (question, bool) {
	switch name {
	case askStart:
		return startQuestion(), true
	case askToldDay:
		return toldDayQuestion(), true
	}
	return question{}, false
}

// pressTrack answers the buttons of requests.
func (c *Conversation) pressTrack(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	switch verb {
	case verbNewRequest:
		return c.begin(t, Form{Purpose: formTrack, Filed: calendar.Filing{Minute: calendar.NoHour}}), true
	case verbTrack, verbTrackReceipt, verbFiled:
		return c.pressFiled(t, verb, fields)
	case verbRequests:
		if len(fields) == 1 {
			if page, ok := number(fields[0]); ok {
				return edited(c.requestsPage(t, page)...), true
			}
		}
	case verbRequest, verbRequestMore, verbState, verbUndo, verbRequestAsk, verbExtend, verbMuteOne, verbRequestCount,
		verbTimeline, verbHistory, verbCalendar, verbRequestPapers, verbRequestTick, verbDelete:
		if len(fields) == 0 {
			return nil, false
		}
		id, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return nil, false
		}
		return c.pressRequest(t, verb, id, fields[1:])
	}
	return nil, false
}

// pressFiled answers the buttons that carry a filing: follow it, or say how it
// stands. A button without a case asks for it.
func (c *Conversation) pressFiled(t *turn, verb string, fields []string) ([]bot.Reply, bool) {
	if len(fields) != 3 && (verb != verbTrack || len(fields) != 2) {
		return nil, false
	}
	s, ok := t.know.Catalog.Service(fields[0])
	if !ok {
		return nil, false
	}
	if _, ok := readCase(s, fields[1]); !ok && fields[1] != "" {
		fresh := t.usualCard(s)
		fresh.Toast = t.language.T("CardChanged")
		return edited(fresh), true
	}
	purpose := map[string]string{verbTrack: formTrack, verbTrackReceipt: formTrackReceipt, verbFiled: formTold}[verb]
	f := Form{Purpose: purpose, Service: s.ID, Case: fields[1], Filed: calendar.Filing{Minute: calendar.NoHour}}
	if len(fields) == 3 {
		if f.Filed, ok = readDay(fields[2], t.today()); !ok {
			return nil, false
		}
	}
	return c.begin(t, f), true
}
