package calendar

// Working days are found by two tables: before[i] is the number of working days
// in the calendar's first i days, working[n] is the n-th working day. Outside
// the calendar's years the five-day week alone decides.

// NextWorkingDay is the first working day after d.
func (c *Calendar) NextWorkingDay(d Date) Date { return c.AddWorkingDays(d, 1) }

// AddWorkingDays is the n-th working day after d; for a negative n the n-th
// before d; for 0 it is d itself, worked or not.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	switch {
	case n > 0:
		if due, ok := c.nth(d, n); ok {
			return due
		}
		return c.step(d, n, 1)
	case n < 0:
		if c.covers(d) {
			if i := int(c.before[d-c.first]) + n; i >= 0 {
				return c.working[i]
			}
		}
		return c.step(d, -n, -1)
	}
	return d
}

// WorkingDaysBetween is the number of working days after a up to and including
// b; 0 when b is not after a.
func (c *Calendar) WorkingDaysBetween(a, b Date) int {
	if b <= a {
		return 0
	}
	if c.covers(a) && c.covers(b) {
		return int(c.before[b-c.first+1] - c.before[a-c.first+1])
	}
	n := 0
	for d := a + 1; d <= b; d++ {
		if c.IsWorking(d) {
			n++
		}
	}
	return n
}

// DaysOverdue is the number of working days after the due date, today included;
// 0 when today is the due date or before it. On a day off right after the due
// date it is 0 too, though the term is over: compare today with
// Count.OverdueFrom to tell whether.
func (c *Calendar) DaysOverdue(due, today Date) int { return c.WorkingDaysBetween(due, today) }

// nth is the n-th working day after d, n > 0, while it is in the calendar.
func (c *Calendar) nth(d Date, n int) (Date, bool) {
	if !c.covers(d) {
		return 0, false
	}
	i := int(c.before[d-c.first+1]) + n - 1
	if i >= len(c.working) {
		return 0, false
	}
	return c.working[i], true
}

// step goes n working days from d, day by day in the direction given.
func (c *Calendar) step(d Date, n int, direction Date) Date {
	for n > 0 {
		d += direction
		if c.IsWorking(d) {
			n--
		}
	}
	return d
}

func (c *Calendar) covers(d Date) bool { return c.first <= d && d <= c.last }
