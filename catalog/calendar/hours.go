package calendar

// The working hours in which terms in hours and minutes run: 09:00-13:00 and
// 14:30-18:30 of working days, the hours of public bodies in the rules of the
// services. They are longer than the hours of acceptance.
const (
	morningFrom   = 9 * minutesInHour
	morningTo     = 13 * minutesInHour
	afternoonFrom = 14*minutesInHour + 30
	afternoonTo   = 18*minutesInHour + 30

	morningLength = morningTo - morningFrom
	dayLength     = morningLength + afternoonTo - afternoonFrom
)

// officeHours runs a term through working hours from the filing, or from the
// opening on the day of acceptance when that is later.
func (c *Calendar) officeHours(r Rule, f Filing, due *Due) (ok bool) {
	elapsed := 0
	if due.Accepted == f.Date {
		elapsed = officeMinutesBefore(r.startMinute(f))
	}
	due.FirstDay = due.Accepted
	if elapsed == dayLength {
		if due.FirstDay, ok = c.nth(due.Accepted, 1); !ok {
			return false
		}
		elapsed = 0
	}
	// A term that ends with the working day ends on that day and not at the
	// opening of the next one.
	total := elapsed + r.minutes()
	days := (total - 1) / dayLength
	due.Due = due.FirstDay
	if days > 0 {
		if due.Due, ok = c.nth(due.FirstDay, days); !ok {
			return false
		}
	}
	due.DueMinute = officeClock(total - days*dayLength)
	return true
}

// roundTheClock runs a term through nights and days off from the filing itself:
// the applicant's own terms and fully automatic services.
func roundTheClock(r Rule, f Filing) Due {
	due := Due{Filed: f.Date, Accepted: f.Date, FirstDay: f.Date, Due: f.Date, DueMinute: NoHour}
	if r.Length > 0 {
		end := r.startMinute(f) + r.minutes()
		due.Due = f.Date.AddDays(end / minutesInDay)
		due.DueMinute = end % minutesInDay
	}
	return due
}

// startMinute is the minute of the day from which a term in hours runs. Where
// the hour of the filing is not known the later start is taken, so that nobody
// is called late who may not be: the last minute of acceptance, or of the day
// for a term round the clock.
func (r Rule) startMinute(f Filing) int {
	switch {
	case f.Minute != NoHour:
		return f.Minute
	case r.RoundTheClock:
		return minutesInDay - 1
	}
	return r.closes() - 1
}

// minutes is the length of a term in hours or minutes.
func (r Rule) minutes() int {
	if r.Unit == Hours {
		return r.Length * minutesInHour
	}
	return r.Length
}

// officeMinutesBefore is how much of a working day is over at a minute of the
// day.
func officeMinutesBefore(minute int) int {
	morning := min(max(minute-morningFrom, 0), morningLength)
	afternoon := min(max(minute-afternoonFrom, 0), dayLength-morningLength)
	return morning + afternoon
}

// officeClock is the minute of the day at which so much of a working day is
// over, worked > 0.
func officeClock(worked int) int {
	if worked <= morningLength {
		return morningFrom + worked
	}
	return afternoonFrom + worked - morningLength
}
