package notices

import "github.com/merzim/merzim/catalog/calendar"

// every is how many working days lie between two reminders of an overdue term.
const every = 3

// Occasion is how a term stands on the day of a reminder.
type Occasion string

// The occasions of a reminder.
const (
	Before  Occasion = "before"  // the due date is still ahead
	DueDay  Occasion = "due_day" // the due date is today
	Overdue Occasion = "overdue" // the term is broken
	Passed  Occasion = "passed"  // the date is over, but nobody is late by it
)

// Next is the first day after another on which a person is reminded of a term
// that ends on due: one working day before, the due day, and where the term
// binds somebody the first overdue day and every third working day from then
// on. ok is false when no such day is left.
func Next(c *calendar.Calendar, due calendar.Date, binds bool, after calendar.Date) (day calendar.Date, ok bool) {
	if before := c.AddWorkingDays(due, -1); after < before {
		return before, true
	}
	if after < due {
		return due, true
	}
	first := due + 1 // overdue from 00:00 of it
	switch {
	case !binds:
		return 0, false
	case after < first:
		return first, true
	}
	passed := c.WorkingDaysBetween(first, after)
	return c.AddWorkingDays(first, every*(passed/every+1)), true
}

// On is the occasion of a reminder on a day. It depends on how things stand
// then, not on which reminder was missed: after an outage only the newest
// state is told.
func On(due calendar.Date, binds bool, today calendar.Date) Occasion {
	switch {
	case today < due:
		return Before
	case today == due:
		return DueDay
	case binds:
		return Overdue
	}
	return Passed
}
