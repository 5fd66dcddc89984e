package calendar

// Count is a term counted with its working.
type Count struct {
	Filed, Accepted, FirstDay Date
	Due, OverdueFrom          Date
	DueMinute                 int // see Due.DueMinute
	Provisional, AfterHours   bool
	// Steps are the days from the filing to the due date in order. The first
	// step is the filing: ReasonFiled when it was accepted the same day, else
	// why it was not. The last is ReasonDue or ReasonRolled. Terms in months
	// and years skip the days between acceptance and the same number of the
	// month.
	Steps []Step
}

// Step is one day of a count.
type Step struct {
	Date    Date
	Counts  bool   // the day is part of the term
	Number  int    // which working or calendar day of the term, month or year it completes; 0 if not counted
	Reason  Reason // why it counts or not
	Holiday string // id in holidays.yaml, when the day is off for a holiday
	Instead Date   // see Day.Instead; 0 if none
	Minutes int    // minutes of the term that ran on this day; hours and minutes only
}

// Count counts the term r of an application filed at f as Due does, and tells
// day by day how.
func (c *Calendar) Count(r Rule, f Filing) (Count, error) {
	due, err := c.Due(r, f)
	if err != nil {
		return Count{}, err
	}
	w := working{calendar: c, rule: r, due: due}
	w.filing()
	switch {
	case r.Length == 0:
		w.last(due.Due, false, 0)
	case r.RoundTheClock:
		w.clockDays(f)
	case r.Unit == WorkingDays:
		w.workingDays()
	case r.Unit == CalendarDays:
		w.calendarDays()
	case r.Unit == Months:
		w.roll(addMonths(due.Accepted, r.Length))
	case r.Unit == Years:
		w.roll(addMonths(due.Accepted, 12*r.Length))
	default:
		w.officeDays(f)
	}
	return Count{
		Filed: due.Filed, Accepted: due.Accepted, FirstDay: due.FirstDay,
		Due: due.Due, OverdueFrom: due.OverdueFrom, DueMinute: due.DueMinute,
		Provisional: due.Provisional, AfterHours: due.AfterHours,
		Steps: w.steps,
	}, nil
}
