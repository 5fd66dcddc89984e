package calendar

// accept finds the day on which a filing counts as registered: the day itself
// when it is a working day and the hour is before closing, else the next
// working day. A filing before the opening is accepted the same day, one
// without an hour counts as made in hours.
//
// Source: Administrative Procedural Code Art. 64(3): what comes after the end
// of the working day or on a non-working day is registered on the nearest next
// working day. The rules of the services accept papers from 9:00 to 17:30; the
// opening is not asked for.
func (c *Calendar) accept(r Rule, f Filing) (due Due, ok bool) {
	due = Due{Filed: f.Date, Accepted: f.Date, DueMinute: NoHour}
	if c.IsWorking(f.Date) {
		if f.Minute < r.closes() {
			return due, true
		}
		due.AfterHours = true
	}
	due.Accepted, ok = c.nth(f.Date, 1)
	return due, ok
}
