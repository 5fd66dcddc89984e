package calendar

import "fmt"

// Due is where a term ends.
type Due struct {
	Filed    Date
	Accepted Date // the working day on which the filing counts as registered
	// FirstDay is the first day that counts; for hours the day on which the
	// clock starts; for a term of 0 the day of acceptance.
	FirstDay Date
	Due      Date // the last day of the term
	// DueMinute is the minute of the last day at which a term in hours or
	// minutes ends; -1 for other terms and for a term of 0.
	DueMinute int
	// OverdueFrom is the day at whose 00:00 in Almaty the term is broken: the
	// whole last day belongs to the provider (Civil Code Art. 176(1)).
	OverdueFrom Date
	// Provisional says that a day from the filing to the due date lies in a
	// year without an official table.
	Provisional bool
	AfterHours  bool // filed on a working day after the office stopped accepting
}

// OutOfRangeError is a term that begins or ends outside the calendar's years.
type OutOfRangeError struct {
	Date        Date
	First, Last int // the years of the calendar
}

func (e *OutOfRangeError) Error() string {
	return fmt.Sprintf("year %d out of range: the calendar covers %d to %d", e.Date.Year(), e.First, e.Last)
}

// Due counts the term r of an application filed at f. It allocates nothing; a
// term that leaves the calendar's years is an *OutOfRangeError.
func (c *Calendar) Due(r Rule, f Filing) (Due, error) {
	if err := r.check(); err != nil {
		return Due{}, err
	}
	if err := f.check(); err != nil {
		return Due{}, err
	}
	if !c.covers(f.Date) {
		return Due{}, c.outOfRange(f.Date)
	}
	if r.RoundTheClock {
		return c.within(roundTheClock(r, f))
	}
	due, ok := c.accept(r, f)
	if !ok {
		return Due{}, c.outOfRange(c.last + 1)
	}
	switch {
	case r.Length == 0:
		// At once: on the day of acceptance.
		due.FirstDay, due.Due, ok = due.Accepted, due.Accepted, true
	case r.Unit == WorkingDays:
		ok = c.workingDays(r, &due)
	case r.Unit == CalendarDays && r.FromNextWorkingDay:
		ok = c.fromNextWorkingDay(r, &due)
	case r.Unit == CalendarDays:
		due.FirstDay = due.Accepted + 1
		ok = c.roll(due.Accepted.AddDays(r.Length), &due)
	case r.Unit == Months:
		due.FirstDay = due.Accepted + 1
		ok = c.roll(addMonths(due.Accepted, r.Length), &due)
	case r.Unit == Years:
		due.FirstDay = due.Accepted + 1
		ok = c.roll(addMonths(due.Accepted, 12*r.Length), &due)
	default:
		ok = c.officeHours(r, f, &due)
	}
	if !ok {
		return Due{}, c.outOfRange(max(due.Due, c.last+1))
	}
	return c.within(due)
}

// within completes a counted term, unless it left the calendar.
func (c *Calendar) within(due Due) (Due, error) {
	if !c.covers(due.Due) {
		return Due{}, c.outOfRange(due.Due)
	}
	due.OverdueFrom = due.Due + 1
	due.Provisional = c.unsure[due.Due-c.first+1] > c.unsure[due.Filed-c.first]
	return due, nil
}

func (c *Calendar) outOfRange(d Date) error {
	return &OutOfRangeError{Date: d, First: c.first.Year(), Last: c.last.Year()}
}
