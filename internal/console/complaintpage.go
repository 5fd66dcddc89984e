package console

import (
	"errors"
	"net/http"
	"strings"

	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/screening"
	"github.com/merzim/merzim/locales"
)

// What the audit log says of a complaint.
const (
	ActionAnswer           roles.Action = "answer"
	ActionContestComplaint roles.Action = "contest_complaint"
)

// complaintBody is the page of a complaint.
type complaintBody struct {
	ID         int64
	Number     string
	Facts      []fact
	Text       string
	Timeline   []event
	Answerable bool
	Delay      bool
	Needed     string // the language that an answer needs
	Templates  []option
	Answer     complaints.AnswerText
	Ground     string
	Once       string
	Fault      string
	MaxAnswer  int
	MaxGround  int
}

func (x *exchange) complaint() (complaints.Complaint, error) {
	id, err := x.id()
	if err != nil {
		return complaints.Complaint{}, err
	}
	c, ok, err := x.Complaints.FindForStaff(x.r.Context(), x.complaintBounds(), id)
	if err == nil && !ok {
		err = errNotFound
	}
	return c, err
}

// showComplaint shows a complaint; ?template= fills the answer in.
func (x *exchange) showComplaint() error {
	c, err := x.complaint()
	if err != nil {
		return err
	}
	return x.drawComplaint(http.StatusOK, c, complaintBody{})
}

func (x *exchange) drawComplaint(status int, c complaints.Complaint, body complaintBody) error {
	x.here = Root + "complaints/" + x.number(c.ID)
	events, err := x.Complaints.EventsForStaff(x.r.Context(), x.complaintBounds(), c.ID)
	if err != nil {
		return err
	}
	for _, e := range events {
		note := e.Note
		if e.Kind == complaints.EventReplied {
			text, _, err := x.Complaints.AnswerForStaff(x.r.Context(), x.complaintBounds(), c.ID, e.Number)
			if err != nil {
				return err
			}
			note = text.In(x.Lang())
		}
		body.Timeline = append(body.Timeline, event{e.At, x.Key("ConsoleBy", e.Actor), x.complaintEvent(e), note})
	}
	if err := x.fillTemplates(&body); err != nil {
		return err
	}
	body.ID, body.Number, body.Facts, body.Text, body.Once = c.ID, c.Number.String(), x.complaintFacts(c), c.Text, x.once()
	body.Answerable, body.Delay, body.Needed = c.Answerable, c.Kind == complaints.Delay, c.Language
	body.MaxAnswer, body.MaxGround = complaints.MaxAnswer, complaints.MaxGround
	x.render(status, "complaint", x.T("ConsoleComplaintTitle", "Number", c.Number), body)
	return nil
}

// fillTemplates lists the agency's templates, and puts the one that the address
// names into the answer.
func (x *exchange) fillTemplates(body *complaintBody) error {
	all, err := x.Complaints.Templates(x.r.Context(), x.visit.Agency)
	chosen := x.r.URL.Query().Get("template")
	for _, t := range all {
		id := x.number(t.ID)
		body.Templates = append(body.Templates, option{id, t.Title, id == chosen})
		if id == chosen && body.Answer == (complaints.AnswerText{}) {
			body.Answer = t.Text
		}
	}
	return err
}

func (x *exchange) complaintFacts(c complaints.Complaint) (out []fact) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, fact{x.T(key), value})
		}
	}
	add("ConsoleKindHead", x.Name("ComplaintKind", c.Kind))
	add("ConsoleService", x.serviceName(c.Service))
	add("ConsoleRegion", x.regionName(c.Region))
	add("ConsoleFiled", x.Day(c.Filed))
	add("ConsoleDue", x.Day(c.Due))
	if c.DaysOverdue > 0 {
		add("ConsoleLateHead", x.N("TermWorkingDay", c.DaysOverdue))
	}
	add("ConsoleStateHead", x.Name("ComplaintState", c.State))
	add("ConsoleRecorded", x.Moment(c.CreatedAt))
	if last := c.Last(); last != nil && last.AnsweredOn == 0 {
		add("ConsoleOfficialAnswer", x.language.DateUntil(last.AnswerDue))
	}
	return out
}

// answerComplaint sends an answer to the person, whom nobody here knows.
func (x *exchange) answerComplaint() error {
	c, err := x.complaint()
	if err != nil {
		return err
	}
	update, err := x.update()
	if err != nil {
		return err
	}
	typed := complaints.AnswerText{KK: x.r.PostFormValue("kk"), RU: x.r.PostFormValue("ru")}
	text := typed.Screened()
	fault := x.answerFault(typed, text)
	if fault == "" {
		_, err = x.Complaints.Answer(x.r.Context(), c.ID, update, text)
		switch {
		case errors.Is(err, complaints.ErrNoText):
			fault = x.T(locales.Key("ConsoleNoAnswer", locales.Match(c.Language)))
		case errors.Is(err, complaints.ErrNobody):
			fault = x.T("ConsoleNobody")
		case err != nil:
			return err
		}
	}
	if fault != "" {
		return x.drawComplaint(http.StatusUnprocessableEntity, c, complaintBody{Answer: text, Fault: fault})
	}
	if err := x.note(ActionAnswer, "complaint:"+c.Number.String()); err != nil {
		return err
	}
	return x.done(Root+"complaints/"+x.number(c.ID), "answered")
}

// answerFault says what of an answer has to be looked at again: it was cut, or
// personal numbers were taken out.
func (x *exchange) answerFault(typed, text complaints.AnswerText) string {
	for _, t := range [][2]string{{typed.KK, text.KK}, {typed.RU, text.RU}} {
		if len([]rune(strings.TrimSpace(t[0]))) > complaints.MaxAnswer+complaints.MaxAnswer/10 {
			return x.N("ConsoleTooLong", complaints.MaxAnswer)
		}
		if strings.Count(t[1], screening.Hidden) > strings.Count(t[0], screening.Hidden) {
			return x.T("ConsoleScreened")
		}
	}
	return ""
}

// contestComplaint puts a ground against the delay that is complained of.
func (x *exchange) contestComplaint() error {
	c, err := x.complaint()
	if err != nil {
		return err
	}
	update, err := x.update()
	if err != nil {
		return err
	}
	ground, fault := x.screened("ground", complaints.MaxGround)
	if fault == "" {
		_, err = x.Complaints.Contest(x.r.Context(), c.ID, update, ground)
		switch {
		case errors.Is(err, complaints.ErrNoText):
			fault = x.T("ConsoleNoGround")
		case errors.Is(err, complaints.ErrNotLate):
			fault = x.T("ConsoleNotLate")
		case err != nil:
			return err
		}
	}
	if fault != "" {
		return x.drawComplaint(http.StatusUnprocessableEntity, c, complaintBody{Ground: ground, Fault: fault})
	}
	if err := x.note(ActionContestComplaint, "complaint:"+c.Number.String()); err != nil {
		return err
	}
	return x.done(Root+"complaints/"+x.number(c.ID), "contested")
}
