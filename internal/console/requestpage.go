package console

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/screening"
)

// maxNote bounds a note and a ground, in characters; the store cuts there.
const maxNote = 500

// What the audit log says of a request.
const (
	ActionSetState       roles.Action = "set_state"
	ActionContestRequest roles.Action = "contest_request"
)

// requestBody is the page of a request.
type requestBody struct {
	ID       int64
	Facts    []fact
	Standing string
	Late     bool
	Timeline []event
	Count    *countBody
	States   []option // that may be told
	Note     string   // what was typed and has to be looked at again
	Ground   string
	Once     string
	Fault    string
}

// fact is a name with its value.
type fact struct{ Name, Value string }

// event is a line of a timeline.
type event struct {
	At        time.Time
	Who, What string
	Note      string
}

func (x *exchange) request() (requests.Request, error) {
	id, err := x.id()
	if err != nil {
		return requests.Request{}, err
	}
	r, ok, err := x.Requests.FindForStaff(x.r.Context(), x.requestBounds(), id)
	if err == nil && !ok {
		err = errNotFound
	}
	return r, err
}

func (x *exchange) showRequest() error {
	r, err := x.request()
	if err != nil {
		return err
	}
	return x.drawRequest(http.StatusOK, r, requestBody{})
}

// drawRequest draws the page; body holds what was typed.
func (x *exchange) drawRequest(status int, r requests.Request, body requestBody) error {
	x.here = Root + "requests/" + x.number(r.ID)
	events, err := x.Requests.EventsForStaff(x.r.Context(), x.requestBounds(), r.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		body.Timeline = append(body.Timeline, event{e.At, x.Key("ConsoleBy", e.Actor), x.requestEvent(e), x.eventNote(e)})
	}
	body.ID, body.Facts, body.Once = r.ID, x.requestFacts(&r), x.once()
	body.Standing, body.Late = x.standing(&r), r.Late(x.today())
	body.Count = x.count(&r)
	if r.State != requests.Withdrawn {
		for _, state := range requests.SetByStaff() {
			if state != r.State {
				body.States = append(body.States, option{string(state), x.Name("State", state), false})
			}
		}
	}
	x.render(status, "request", x.T("ConsoleRequestTitle", "ID", r.ID), body)
	return nil
}

func (x *exchange) requestFacts(r *requests.Request) (out []fact) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, fact{x.T(key), value})
		}
	}
	add("ConsoleService", x.serviceName(r.Service))
	add("ConsoleCase", x.caseText(r))
	add("ConsoleNumber", r.Number)
	add("ConsoleRegion", x.regionName(r.Region))
	add("ConsoleFiled", x.filed(r.Filed))
	due := x.Day(r.Due)
	if r.DueFrom == requests.ByReceipt {
		due = x.T("ConsoleDueReceipt", "Date", due)
	}
	if due == "" {
		due = x.T("ConsoleDueUnknown")
	}
	add("ConsoleDue", due)
	add("ConsoleStateHead", x.Name("State", r.State))
	return out
}

// caseText are the answers that make the case.
func (x *exchange) caseText(r *requests.Request) string {
	s, ok := x.Catalog().Service(r.Service)
	if !ok {
		return ""
	}
	var parts []string
	for _, d := range s.Dimensions {
		for _, v := range d.Values {
			if r.Choice[d.ID] == v.ID {
				parts = append(parts, v.In(x.Lang()))
			}
		}
	}
	return strings.Join(parts, ", ")
}

func (x *exchange) filed(f calendar.Filing) string {
	if f.Minute == calendar.NoHour {
		return x.Day(f.Date)
	}
	_, hour, _ := strings.Cut(f.String(), " ")
	return x.T("Moment", "Date", x.Day(f.Date), "Time", hour)
}

// setState tells a new state; the note goes to the person with it.
func (x *exchange) setState() error {
	r, err := x.request()
	if err != nil {
		return err
	}
	update, err := x.update()
	if err != nil {
		return err
	}
	to := requests.State(x.r.PostFormValue("state"))
	note, fault := x.screened("note", maxNote)
	switch {
	case !slices.Contains(requests.SetByStaff(), to) || r.State == requests.Withdrawn:
		fault = x.T("ConsoleChooseState")
	case fault == "":
		if _, err := x.Requests.SetStateByStaff(x.r.Context(), x.Catalog().Calendar, r.ID, update, to, note); err != nil {
			return err
		}
		if err := x.note(ActionSetState, subject("request", r.ID)); err != nil {
			return err
		}
		return x.done(Root+"requests/"+x.number(r.ID), "state")
	}
	return x.drawRequest(http.StatusUnprocessableEntity, r, requestBody{Note: note, Fault: fault})
}

// contestRequest puts a ground against the mark "late".
func (x *exchange) contestRequest() error {
	r, err := x.request()
	if err != nil {
		return err
	}
	update, err := x.update()
	if err != nil {
		return err
	}
	ground, fault := x.screened("ground", maxNote)
	if fault == "" {
		_, err = x.Requests.Contest(x.r.Context(), r.ID, update, ground)
		switch {
		case errors.Is(err, requests.ErrNoGround):
			fault = x.T("ConsoleNoGround")
		case errors.Is(err, requests.ErrNotLate):
			fault = x.T("ConsoleNotLate")
		case err != nil:
			return err
		}
	}
	if fault != "" {
		return x.drawRequest(http.StatusUnprocessableEntity, r, requestBody{Ground: ground, Fault: fault})
	}
	if err := x.note(ActionContestRequest, subject("request", r.ID)); err != nil {
		return err
	}
	return x.done(Root+"requests/"+x.number(r.ID), "contested")
}

// screened reads a text of a form. Where personal numbers had to be taken out,
// or it is too long, the person sees what is left and sends it again.
func (x *exchange) screened(field string, most int) (text, fault string) {
	typed := strings.Join(strings.Fields(x.r.PostFormValue(field)), " ")
	text = screening.Clean(typed)
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]), x.N("ConsoleTooLong", most)
	}
	if strings.Count(text, screening.Hidden) > strings.Count(typed, screening.Hidden) {
		return text, x.T("ConsoleScreened")
	}
	return text, ""
}
