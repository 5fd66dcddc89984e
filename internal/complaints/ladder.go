package complaints

import (
	"fmt"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
)

// Dates are the days of a complaint's ladder; 0 where there is none.
type Dates struct {
	// ComplainBy is the last safe day to complain about what happened.
	ComplainBy calendar.Date
	// AnswerDue is the last day of the answer to what was filed last.
	AnswerDue calendar.Date
	// AnswerOverdue is how many working days the answer is late today.
	AnswerOverdue int
	// Silent says that the answer's term is over without one: the next step is
	// open.
	Silent bool
	// CourtBy is the last safe day to sue: a month after an answer that solved
	// nothing or, without an answer, after the end of its term.
	CourtBy calendar.Date
}

// DatesOf counts the ladder of a complaint as it stands today.
func DatesOf(l catalog.Ladder, c *calendar.Calendar, complaint *Complaint, today calendar.Date) Dates {
	var d Dates
	if complaint.Learned != 0 {
		d.ComplainBy = SafeDay(l.Complain, c, complaint.Learned)
	}
	last := complaint.Last()
	if last == nil {
		return d
	}
	d.AnswerDue = last.AnswerDue
	switch {
	case last.AnsweredOn != 0:
		if complaint.State == NotSolved {
			d.CourtBy = SafeDay(l.Court, c, last.AnsweredOn)
		}
	case today > last.AnswerDue:
		d.Silent, d.AnswerOverdue = true, c.DaysOverdue(last.AnswerDue, today)
		d.CourtBy = SafeDay(l.Court, c, last.AnswerDue)
	}
	return d
}

// AnswerDue is the last day of the answer to a complaint that was filed on a
// day: the step's term, and the extension where the body told of one.
func AnswerDue(l catalog.Ladder, c *calendar.Calendar, step int, filed calendar.Date, extended bool) (calendar.Date, error) {
	period, ok := l.Step(stepID(step))
	if !ok {
		return 0, fmt.Errorf("no step %d of the ladder", step)
	}
	due, err := c.Due(period.Rule(), calendar.Filing{Date: filed, Minute: calendar.NoHour})
	if err != nil || !extended {
		return due.Due, err
	}
	more, err := c.Due(l.Extension.Rule(), calendar.Filing{Date: due.Due, Minute: calendar.NoHour})
	return more.Due, err
}

// SafeDay is the last day of a term of the person's own, counted from the day
// itself. A last day off is not moved on: who waits for the working day after
// it relies on a rule, who comes before it on nothing.
func SafeDay(p catalog.Period, c *calendar.Calendar, from calendar.Date) calendar.Date {
	switch p.Unit {
	case calendar.Years:
		return from.AddMonths(12 * p.Length)
	case calendar.Months:
		return from.AddMonths(p.Length)
	case calendar.WorkingDays:
		return c.AddWorkingDays(from, p.Length)
	}
	return from.AddDays(p.Length)
}
