package calendar

import "time"

// Day is what the calendar knows of one date.
type Day struct {
	Date    Date
	Working bool
	Reason  Reason
	Holiday string // id in holidays.yaml; "" on other days
	// Instead is the other end of an exchange: the holiday that fell on a
	// weekend for a substitute, the worked weekend for a moved day off, the
	// weekday given off for a working weekend. 0 on other days.
	Instead     Date
	Provisional bool   // the year has no official table yet
	Estimated   bool   // a holiday by the moon, not announced yet
	Act         string // id of the act, see Calendar.Act; "" for plain days
	Entered     Date   // when the row was entered; 0 for plain days
}

// Day tells whether d is worked, and why. Dates before and after the years of
// the calendar are plain weekdays and weekends, and provisional.
func (c *Calendar) Day(d Date) Day {
	if special, ok := c.special[d]; ok {
		return special
	}
	day := Day{Date: d, Working: true, Reason: ReasonWorkingDay, Provisional: c.provisional(d.Year())}
	if isWeekend(d) {
		day.Working, day.Reason = false, ReasonWeekend
	}
	return day
}

// IsWorking tells whether public bodies work on d.
func (c *Calendar) IsWorking(d Date) bool {
	if !c.covers(d) {
		return !isWeekend(d)
	}
	i := d - c.first
	return c.before[i+1] > c.before[i]
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
