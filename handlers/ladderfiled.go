package handlers

import (
	"errors"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/locales"
)

// beginFiled asks when a letter was filed with the body of a step.
func (c *Conversation) beginFiled(t *turn, complaint *complaints.Complaint, step int) []bot.Reply {
	last := complaint.Last()
	behind := last != nil && step < last.Step
	if behind || !t.onLadder(complaint.Kind, complaint.Service) || !mayWrite(complaint, t.ladder(complaint), step) {
		return t.asItStands(c, complaint)
	}
	f := Form{Purpose: formFiled, Complaint: complaint.ID, Service: complaint.Service, Step: step}
	f.Filed.Date = earliestFiling(complaint, step)
	return c.begin(t, f)
}

// earliestFiling is the first day on which a step can have been filed: not
// before what it complains of, and not before the step below it.
func earliestFiling(complaint *complaints.Complaint, step int) calendar.Date {
	first := complaint.Filed
	if complaint.Kind == complaints.Delay && complaint.Due != 0 {
		first = complaint.Due + 1
	}
	for _, s := range complaint.Steps {
		if s.Step < step {
			first = max(first, s.FiledOn)
		}
	}
	return first
}

// nextOfFiled asks for the day, and for the number under which the body
// registered the letter.
func (c *Conversation) nextOfFiled(_ *turn, f *Form) (string, error) {
	switch {
	case f.Day == 0 && f.Step == complaints.StepAgency:
		return askStepFiled2, nil
	case f.Day == 0:
		return askStepFiled1, nil
	case f.Number == "" && !f.passed(askOffice):
		return askOffice, nil
	}
	return "", nil
}

// writeOffice reads the number under which a body registered the letter; an IIN
// and the like are refused and kept nowhere.
func (c *Conversation) writeOffice(t *turn, f *Form, text string) string {
	number, err := requests.ParseNumber(text)
	switch {
	case errors.Is(err, requests.ErrIIN), errors.Is(err, requests.ErrPersonal):
		return t.language.T("OfficeIsPersonal")
	case err != nil, number == "":
		return t.language.T("OfficeNotRead")
	}
	f.Number = number
	return ""
}

// finishFiled stores that the letter was filed and says by when it must be
// answered.
func (c *Conversation) finishFiled(t *turn, f *Form) ([]bot.Reply, error) {
	l, cal := t.know.Catalog.Law.Ladder, t.know.Catalog.Calendar
	complaint, err := c.o.Complaints.File(t.ctx, l, cal, t.update.Chat, f.Complaint, t.update.ID, f.Step, f.Day, f.Number)
	if err != nil && !errors.Is(err, complaints.ErrNotFound) && !errors.Is(err, complaints.ErrClosed) && !errors.Is(err, complaints.ErrOtherWay) {
		return nil, err
	}
	complaint.ID = f.Complaint
	return c.changed(t, &complaint, err, "ComplaintFiled"), nil
}

// beginAnswered asks when the answer came.
func (c *Conversation) beginAnswered(t *turn, complaint *complaints.Complaint, solved bool) []bot.Reply {
	last := complaint.Last()
	if last == nil || complaint.State == complaints.Withdrawn {
		return t.asItStands(c, complaint)
	}
	f := Form{Purpose: formAnswered, Complaint: complaint.ID, Service: complaint.Service, Kind: pressNo}
	if solved {
		f.Kind = pressYes
	}
	f.Filed.Date = last.FiledOn
	f.Day = last.AnsweredOn // told before: only the outcome is corrected
	return c.begin(t, f)
}

func (c *Conversation) nextOfAnswered(_ *turn, f *Form) (string, error) {
	if f.Day == 0 {
		return askAnswerDay, nil
	}
	return "", nil
}

func (c *Conversation) finishAnswered(t *turn, f *Form) ([]bot.Reply, error) {
	solved := f.Kind == pressYes
	complaint, err := c.o.Complaints.Answered(t.ctx, t.update.Chat, f.Complaint, t.update.ID, f.Day, solved)
	if err != nil && !errors.Is(err, complaints.ErrNotFound) && !errors.Is(err, complaints.ErrClosed) && !errors.Is(err, complaints.ErrNotFiled) {
		return nil, err
	}
	complaint.ID = f.Complaint
	done := "ComplaintNotSolved"
	if solved {
		done = "ComplaintSolved"
	}
	return c.changed(t, &complaint, err, done), nil
}

// dayFrom asks for a day up to today that does not lie before the form's
// filing.
func dayFrom(key string) question {
	q := pastDay(key, func(f *Form, day calendar.Filing) { f.Day = day.Date })
	ask, write, press := q.ask, q.write, q.press
	q.ask = func(c *Conversation, t *turn, f *Form) bot.Reply {
		reply := ask(c, t, f)
		if t.today() <= f.Filed.Date { // yesterday is too early
			reply.Keyboard[0] = reply.Keyboard[0][:1]
		}
		return reply
	}
	q.write = func(c *Conversation, t *turn, f *Form, text string) string {
		fault := write(c, t, f, text)
		if fault == "" && f.Day < f.Filed.Date {
			fault = t.language.T("DayTooEarly", locales.Args{"Date": t.language.Date(f.Day), "First": t.language.Date(f.Filed.Date)})
			f.Day = 0
		}
		return fault
	}
	q.press = func(c *Conversation, t *turn, f *Form, value string) bool {
		if value == valueYesterday && t.today() <= f.Filed.Date {
			return false
		}
		return press(c, t, f, value)
	}
	return q
}
