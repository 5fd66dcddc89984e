package understand

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
)

// Answer is the day that an answer to "on which day?" names.
type Answer struct {
	Day    calendar.Date // 0: none that exists
	Minute int           // of the day, where an hour is said; else calendar.NoHour
	Ahead  bool          // it lies after today
}

// nearly is the days of a year: within them a day of a month has one year.
const nearly = 364

var hourSaid = regexp.MustCompile(`(?:^|[^\d:.])([01]?\d|2[0-3]):([0-5]\d)(?:$|[^\d:])`)

// takeHour takes an hour such as 19:30 out of a text, as the minute of the day;
// calendar.NoHour where none is said.
func takeHour(text string) (rest string, minute int) {
	m := hourSaid.FindStringSubmatch(text)
	if m == nil {
		return text, calendar.NoHour
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ = strconv.Atoi(m[2])
	return strings.Replace(text, m[1]+":"+m[2], " ", 1), hour*60 + minute
}

// Day reads the answer to a question for a day, whole or among other words:
// «3 ноября», «вчера», «10 күн бұрын», «02.11», «15». One without a year is the
// one that lies between two days, the latest if several do; where none does,
// the first after them. ok is false where no day is named.
func (r *Reader) Day(text string, today, from, to calendar.Date) (a Answer, ok bool) {
	text, a.Minute = takeHour(text)
	words := readWords(r.index.Reading(joined(text)))
	d := r.days
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
		if n < 1 || n > 31 {
			return a, false
		}
		a.Day = monthly(n, today, from, to)
		a.Ahead = a.Day > today
		return a, a.Day != 0
	}
	for i := range words {
		for _, way := range []func([]word, int, calendar.Date) found{d.relative, d.ahead, d.agoBy, d.weekday} {
			if f := way(words, i, today); f.end > i {
				a.Day, a.Ahead = f.day, f.day == 0
				return a, true
			}
		}
		for _, way := range []func([]word, int, calendar.Date) found{d.numeric, d.yearFirst, d.dayAndMonth} {
			f := way(words, i, to)
			if f.end == i {
				continue
			}
			if f.day < from {
				f = way(words, i, from+nearly)
			}
			a.Day, a.Ahead = f.day, f.day > today
			return a, f.day != 0
		}
		if f := d.dayOfMonth(words, i, today); f.end > i && f.day != 0 {
			a.Day = monthly(f.day.Day(), today, from, to)
			if f.day >= from && f.day <= to {
				a.Day = f.day
			}
			a.Ahead = a.Day > today
			return a, true
		}
	}
	return a, false
}

// monthly is the n-th of the month that lies nearest before the later bound
// and not after it; 0 where the months around have no such day.
func monthly(n int, today, from, to calendar.Date) calendar.Date {
	if to > today { // a day to come: the first after today, or after the first bound
		for back := 0; back > -3; back-- {
			if d := inMonth(max(today, from), back, n); d != 0 && d >= from {
				return d
			}
		}
		return 0
	}
	for back := range 3 {
		if d := inMonth(to, back, n); d != 0 && d <= to {
			return d
		}
	}
	return 0
}
