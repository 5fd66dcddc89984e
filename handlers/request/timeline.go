package request

import (
	"cmp"
	"strings"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// TimelinePage is how many events stand on one screen.
const TimelinePage = 10

// Timeline is one page of what happened to a request, the newest first. Pages
// count from 0.
func (w Writer) Timeline(r requests.Request, events []requests.Event, page int) string {
	lines := []string{w.Head(r), ""}
	for i := range events[:min(len(events), TimelinePage*(page+1))] {
		if i < TimelinePage*page {
			continue
		}
		e := events[len(events)-1-i]
		text := escape(w.Event(r, e))
		if e.Note != "" {
			text += " «" + escape(e.Note) + "»"
		}
		lines = append(lines, w.t("TimelineLine", locales.Args{
			"Date": w.Language.Date(calendar.DateIn(e.At)), "Time": e.At.In(calendar.Zone()).Format("15:04"), "Text": locales.HTML(text),
		}))
	}
	return strings.Join(lines, "\n")
}

// Event says what happened to a request, as plain text.
func (w Writer) Event(r requests.Request, e requests.Event) string {
	switch e.Kind {
	case requests.EventCreated:
		return w.t("EventCreated")
	case requests.EventState:
		key := "EventState"
		if e.Actor == requests.Staff {
			key = "EventStateStaff"
		}
		return w.t(key, locales.Args{"State": locales.HTML(w.State(requests.State(e.Now)))})
	case requests.EventUndone:
		return w.t("EventUndone")
	case requests.EventNumber:
		return w.t("EventNumber")
	case requests.EventRegion:
		return w.t("EventRegion", locales.Args{"Region": locales.HTML(w.region(requests.Request{Region: e.Now}))})
	case requests.EventCase:
		return w.changedCase(r, e)
	case requests.EventMuted:
		return w.t("EventMuted" + locales.Sentence(e.Now))
	case requests.EventContested:
		return w.t("EventContested")
	case requests.EventResumed:
		return w.t("EventResumed")
	case requests.EventExtended:
		if rule, ok := storedRule(e.Now); ok {
			return w.t("EventExtended", locales.Args{"Term": w.length(&rule)})
		}
		return w.t("EventExtensionGone")
	case requests.EventStart, requests.EventReceipt, requests.EventStopped, requests.EventRecounted:
		return w.dated(e)
	case requests.EventTold:
		return w.told(notices.Kind(e.Now))
	}
	return string(e.Kind)
}

// dated is an event that gives or takes a day.
func (w Writer) dated(e requests.Event) string {
	key := map[requests.EventKind]string{
		requests.EventStart: "EventStart", requests.EventReceipt: "EventReceipt",
		requests.EventStopped: "EventStopped", requests.EventRecounted: "EventRecounted",
	}[e.Kind]
	now, err := calendar.ParseDate(e.Now)
	if err != nil {
		return w.t(key + "Gone")
	}
	return w.t(key, locales.Args{"Date": w.Language.Date(now), "Was": w.was(e.Was)})
}

// changedCase says from which case to which a request went, and what that made
// of its day.
func (w Writer) changedCase(r requests.Request, e requests.Event) string {
	was, err := requests.ReadCase(e.Was)
	now, fault := requests.ReadCase(e.Now)
	if err != nil || fault != nil {
		return w.t("EventCase", locales.Args{"Was": "–", "Case": "–"})
	}
	text := w.t("EventCase", locales.Args{"Was": w.caseOf(r, was.Choice), "Case": w.caseOf(r, now.Choice)})
	switch {
	case now.Due == was.Due:
	case now.Due == 0:
		text += ". " + w.t("EventCaseNoDay")
	case was.Due == 0:
		text += ". " + w.t("EventCaseDay", locales.Args{"Date": w.Language.Date(now.Due)})
	default:
		text += ". " + w.t("EventCaseMoved", locales.Args{"Date": w.Language.Date(now.Due), "Was": w.Language.Date(was.Due)})
	}
	return text
}

// caseOf names a case of the request's service.
func (w Writer) caseOf(r requests.Request, choice catalog.Choice) locales.HTML {
	r.Choice = choice
	return locales.HTML(cmp.Or(w.CaseLabel(r), w.t("CaseUsual")))
}

// was is a day before a change, or a dash.
func (w Writer) was(text string) string {
	day, err := calendar.ParseDate(text)
	if err != nil {
		return "–"
	}
	return w.Language.Date(day)
}

func (w Writer) told(kind notices.Kind) string {
	switch kind {
	case notices.Status:
		return w.t("EventToldStatus")
	case notices.Recount:
		return w.t("EventToldRecount")
	case notices.AnswerDue:
		return w.t("EventToldAnswer")
	}
	return w.t("EventToldReminder")
}

// storedRule reads the term at the beginning of a rule as it is kept.
func storedRule(text string) (calendar.Rule, bool) {
	first, _, _ := strings.Cut(text, " ")
	rule, err := calendar.ParseRule(first)
	return rule, err == nil
}
