package calendar

import "time"

// workingDays counts a term in working days: the day of acceptance is not
// counted, day 1 is the next working day, the term ends on the last counted
// day.
//
// Source: Administrative Procedural Code Art. 76(2), Civil Code Art. 173: the
// term starts the day after registration.
func (c *Calendar) workingDays(r Rule, due *Due) (ok bool) {
	if due.Due, ok = c.nth(due.Accepted, r.Length); ok {
		due.FirstDay, _ = c.nth(due.Accepted, 1)
	}
	return ok
}

// fromNextWorkingDay counts calendar days of which the next working day after
// the application is day 1.
//
// Source: Code on marriage and family Art. 222(2): on the 15th calendar day,
// counted from the next working day after the joint application. The article
// names its own start and that start is a working day already, so a filing on a
// day off or after hours is not moved a second time by way of acceptance: day 1
// is the next working day after the day of filing, which is also the day of
// acceptance then.
func (c *Calendar) fromNextWorkingDay(r Rule, due *Due) (ok bool) {
	if due.FirstDay, ok = c.nth(due.Filed, 1); !ok {
		return false
	}
	return c.roll(due.FirstDay.AddDays(r.Length-1), due)
}

// roll ends a term on its last day or, when that is a day off, on the next
// working day.
//
// Source: Administrative Procedural Code Art. 76(5), Civil Code Art. 175.
func (c *Calendar) roll(last Date, due *Due) (ok bool) {
	due.Due = last
	if !c.covers(last) {
		return false
	}
	if !c.IsWorking(last) {
		due.Due, ok = c.nth(last, 1)
		return ok
	}
	return true
}

// addMonths gives the same number of the n-th month after d, or the last day of
// a month that is too short for it.
//
// Source: Civil Code Art. 174.
func addMonths(d Date, n int) Date {
	y, m, day := d.civil()
	lastDay := NewDate(y, m+time.Month(n)+1, 1) - 1
	return min(NewDate(y, m+time.Month(n), day), lastDay)
}
