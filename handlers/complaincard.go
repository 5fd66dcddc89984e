package handlers

import (
	"strconv"
	"strings"

	"github.com/merzim/merzim/bot"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/locales"
)

// ladder counts a complaint's days as they stand today.
func (t *turn) ladder(complaint *complaints.Complaint) complaints.Dates {
	return complaints.DatesOf(t.know.Catalog.Law.Ladder, t.know.Catalog.Calendar, complaint, t.today())
}

// complaintCard is one complaint: what it is about, how it stands, its steps
// and what can be done now.
func (t *turn) complaintCard(complaint *complaints.Complaint) bot.Reply {
	parts := []string{t.complaintFacts(complaint), t.standingOf(complaint)}
	if steps := t.stepLines(complaint); steps != "" {
		parts = append(parts, steps)
	}
	if limits := t.limits(complaint); limits != "" {
		parts = append(parts, limits)
	}
	if complaint.State.Open() {
		if where := t.elsewhere(complaint.Kind, complaint.Service); where != "" {
			parts = append(parts, where)
		}
	}
	parts = append(parts, t.language.T("LetterNotOfficial"))
	return bot.Reply{Text: strings.Join(parts, "\n\n"), Keyboard: t.complaintKeyboard(complaint)}
}

// complaintFacts tell what was recorded and when.
func (t *turn) complaintFacts(complaint *complaints.Complaint) string {
	lines := []string{t.language.T("ComplaintTitle", locales.Args{
		"Number": complaint.Number.String(), "Kind": t.language.T(locales.Key("ComplaintKind", complaint.Kind)), "Service": t.serviceTitle(complaint.Service),
	})}
	add := func(key string, args locales.Args) { lines = append(lines, t.language.T(key, args)) }
	if complaint.Filed != 0 {
		add("ConfirmFiled", locales.Args{"Date": t.language.Date(complaint.Filed)})
	}
	if complaint.Due != 0 {
		add("ConfirmDue", locales.Args{"Date": t.language.Date(complaint.Due)})
	}
	if complaint.Kind == complaints.Refused && complaint.Learned != 0 {
		add("ConfirmRefusedOn", locales.Args{"Date": t.language.Date(complaint.Learned)})
	}
	if complaint.Text != "" {
		add("ConfirmWords", locales.Args{"Words": complaint.Text})
	}
	add("ComplaintMade", locales.Args{"Date": t.language.Date(calendar.DateIn(complaint.CreatedAt))})
	return strings.Join(lines, "\n")
}

// standingOf says in a sentence or two how a complaint stands.
func (t *turn) standingOf(complaint *complaints.Complaint) string {
	dates, last := t.ladder(complaint), complaint.Last()
	switch {
	case complaint.State == complaints.Withdrawn:
		return t.language.T("StandWithdrawn")
	case complaint.State == complaints.Answered:
		return t.language.T("StandAnswered")
	case complaint.State == complaints.NotSolved && last != nil && last.Step == complaints.StepAgency:
		return t.language.T("StandNotSolvedAgency")
	case complaint.State == complaints.NotSolved:
		return t.language.T("StandNotSolved")
	case last == nil && t.onLadder(complaint.Kind, complaint.Service):
		return t.language.T("StandRecorded")
	case last == nil:
		return t.language.T("StandCounted")
	case dates.Silent:
		return t.silence(dates, last.Step)
	case dates.AnswerDue == t.today():
		return t.language.T("StandAnswerToday")
	}
	args := locales.Args{"Until": t.language.DateUntil(dates.AnswerDue)}
	return t.language.N("StandFiled", t.know.Catalog.Calendar.WorkingDaysBetween(t.today(), dates.AnswerDue), args)
}

// silence says that the answer's term is over, and what that opens.
func (t *turn) silence(dates complaints.Dates, step int) string {
	late := t.language.T("StandSilent")
	if dates.AnswerOverdue > 0 {
		late = t.language.N("StandSilentDays", dates.AnswerOverdue)
	}
	next := "StandSilentNext"
	if step == complaints.StepAgency {
		next = "StandSilentCourt"
	}
	return late + " " + t.language.T(next)
}

// stepLines are what was filed, with whom and when, and the answers.
func (t *turn) stepLines(complaint *complaints.Complaint) string {
	var lines []string
	for _, s := range complaint.Steps {
		key := "StepProvider"
		if s.Step == complaints.StepAgency {
			key = "StepAgency"
		}
		line := t.language.T(key, locales.Args{"Date": t.language.Date(s.FiledOn)})
		if s.OfficeNumber != "" {
			line += " " + t.language.T("StepNumber", locales.Args{"Number": s.OfficeNumber})
		}
		due := "StepAnswerDue"
		if s.Extended {
			due = "StepAnswerDueExtended"
		}
		line += " " + t.language.T(due, locales.Args{"Date": t.language.Date(s.AnswerDue)})
		if s.AnsweredOn != 0 {
			line += " " + t.language.T("StepAnswered", locales.Args{"Date": t.language.Date(s.AnsweredOn)})
		}
		lines = append(lines, strconv.Itoa(s.Step)+". "+line)
	}
	return strings.Join(lines, "\n")
}

// limits are the person's own last days: to complain, then to sue.
func (t *turn) limits(complaint *complaints.Complaint) string {
	dates := t.ladder(complaint)
	switch {
	case !complaint.State.Open() || !t.onLadder(complaint.Kind, complaint.Service):
		return ""
	case dates.CourtBy != 0 && dates.CourtBy < t.today():
		return t.language.T("CourtByOver", locales.Args{"Date": t.language.Date(dates.CourtBy)})
	case dates.CourtBy != 0:
		return t.language.T("CourtBy", locales.Args{"Date": t.language.Date(dates.CourtBy)})
	case complaint.Last() != nil || dates.ComplainBy == 0:
		return ""
	case dates.ComplainBy < t.today():
		return t.language.T("ComplainByOver", locales.Args{"Date": t.language.Date(dates.ComplainBy)})
	}
	return t.language.N("ComplainBy", int(dates.ComplainBy-t.today()), locales.Args{"Date": t.language.Date(dates.ComplainBy)})
}
