package understand

import (
	"strconv"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// agoBy reads «две недели назад», «екі апта бұрын», «месяц назад», «10 күн
// болды», «полгода назад».
func (d *days) agoBy(words []word, i int, today calendar.Date) found {
	n, end := 1, i
	if v, err := strconv.Atoi(words[i].text); err == nil && v >= 1 && v <= 1000 {
		n, end = v, i+1
	} else if v, e := d.numbers.at(words, i); e > i {
		n, end = v, e
	}
	if end >= len(words) {
		return found{end: i}
	}
	for _, unit := range []string{"half_year", "day", "week", "month", "year"} {
		after := d.units[unit].at(words, end)
		if after == end || after >= len(words) {
			continue
		}
		last := d.ago.at(words, after)
		if last == after {
			continue
		}
		return found{back(today, n, unit), last}
	}
	return found{end: i}
}

// back goes so many units back; months end on the same number or the last day
// of the month.
func back(today calendar.Date, n int, unit string) calendar.Date {
	switch unit {
	case "day":
		return today.AddDays(-n)
	case "week":
		return today.AddDays(-7 * n)
	case "half_year":
		n *= 6
	case "year":
		n *= 12
	}
	y, m := today.Year(), today.Month()-time.Month(n)
	lastDay := calendar.NewDate(y, m+1, 0)
	return min(calendar.NewDate(y, m, today.Day()), lastDay)
}
