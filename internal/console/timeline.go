package console

import (
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// requestEvent says what happened to a request.
func (x *exchange) requestEvent(e requests.Event) string {
	key := locales.Key("ConsoleEvent", e.Kind)
	switch e.Kind {
	case requests.EventState, requests.EventUndone:
		return x.T(key, "State", x.Name("State", e.Now))
	case requests.EventReceipt, requests.EventStart, requests.EventStopped, requests.EventRecounted:
		if day, err := calendar.ParseDate(e.Now); err == nil {
			return x.T(key, "Date", x.Day(day))
		}
		return x.T("ConsoleEventDateGone")
	}
	return x.T(key)
}

// eventNote is what stands beside an event: a note of staff. Of a moved date it
// is data, which the count of the date shows.
func (x *exchange) eventNote(e requests.Event) string {
	if e.Kind == requests.EventRecounted {
		return ""
	}
	return e.Note
}

// complaintEvent says what happened to a complaint.
func (x *exchange) complaintEvent(e complaints.Event) string {
	key := locales.Key("ConsoleComplaintEvent", e.Kind)
	if e.Kind == complaints.EventAnswered {
		return x.T(key, "State", x.Name("ComplaintState", e.Now))
	}
	return x.T(key)
}
