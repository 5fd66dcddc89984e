package calendar

import (
	"maps"
	"slices"
	"time"
)

// build lays out every day once, so that counting is a look-up.
func (c *Calendar) build() {
	c.first, c.last = NewDate(firstYear, time.January, 1), NewDate(lastYear, time.December, 31)
	c.special = map[Date]Day{}
	c.acts = maps.Clone(c.law.acts)
	for year := firstYear; year <= lastYear; year++ {
		maps.Copy(c.acts, c.tables[year].acts)
		for date, day := range c.yearDays(year) {
			day.Date, day.Provisional = date, c.provisional(year)
			c.special[date] = day
		}
	}
	days := int(c.last-c.first) + 1
	c.before, c.unsure = make([]int32, days+1), make([]int32, days+1)
	for i := range days {
		day := c.Day(c.first.AddDays(i))
		c.before[i+1], c.unsure[i+1] = c.before[i], c.unsure[i]
		if day.Working {
			c.before[i+1]++
			c.working = append(c.working, day.Date)
		}
		if day.Provisional {
			c.unsure[i+1]++
		}
	}
	c.version = c.hash()
}

// yearDays gives the days of a year that are no plain weekday or weekend. A
// table decides about weekdays and working weekends; holidays on weekends, and
// a year without a table, follow the law's rule.
func (c *Calendar) yearDays(year int) map[Date]Day {
	days := c.law.year(year)
	t, ok := c.tables[year]
	if !ok {
		return days
	}
	byRule := maps.Clone(days)
	maps.DeleteFunc(days, func(d Date, _ Day) bool { return !isWeekend(d) })
	for _, r := range t.rows() {
		days[r.date] = Day{
			Working: r.reason == ReasonWorkingWeekend, Reason: r.reason, Holiday: r.holiday,
			Instead: r.instead, Act: r.act, Entered: r.entered, Estimated: byRule[r.date].Estimated,
		}
	}
	return days
}

// year computes the days off of a year by the law: its holidays, and for each
// holiday on a weekend the next day that is neither weekend nor off already.
//
// Source: Law on holidays Art. 5: when a day off and a holiday coincide, the
// next working day after the holiday is off. Two holidays on one weekend give
// two such days. 7 January and the first day of Kurban Ait (Labour Code
// Art. 84(5)) are off but are never moved.
func (l *law) year(year int) map[Date]Day {
	off := map[Date]Day{}
	for _, h := range l.holidays {
		for _, d := range h.in(year) {
			if old, both := off[d.date]; both && (!h.moved || l.moves(old.Holiday)) {
				continue
			}
			off[d.date] = Day{Reason: ReasonHoliday, Holiday: h.id, Estimated: d.estimated, Act: h.act, Entered: h.entered}
		}
	}
	for _, date := range slices.Sorted(maps.Keys(off)) {
		if !isWeekend(date) || !l.moves(off[date].Holiday) {
			continue
		}
		to := date + 1
		for _, taken := off[to]; taken || isWeekend(to); _, taken = off[to] {
			to++
		}
		off[to] = Day{Reason: ReasonSubstitute, Holiday: off[date].Holiday, Instead: date, Act: l.substAct, Entered: l.entered}
	}
	return off
}

// in gives the days of the holiday in a year.
func (h *holiday) in(year int) []moonDate {
	var days []moonDate
	for _, s := range h.spans {
		if year < s.from || s.until != 0 && year > s.until {
			continue
		}
		for _, on := range s.days {
			days = append(days, moonDate{date: NewDate(year, on.month, on.day)})
		}
	}
	for _, d := range h.dates {
		if d.date.Year() == year {
			days = append(days, d)
		}
	}
	return days
}

func (l *law) moves(id string) bool {
	h, _ := l.find(id)
	return h.moved
}
