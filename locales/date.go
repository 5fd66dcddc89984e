package locales

import (
	"strconv"
	"time"
)

// Day is a civil date; catalog/calendar's Date is one.
type Day interface {
	Year() int
	Month() time.Month
	Day() int
	Weekday() time.Weekday
}

// dateArgs are the words of a day: {{.Day}}, {{.Month}} (as it stands in a
// date), {{.MonthTo}} (as after "until": Kazakh dative), {{.Year}}, {{.Weekday}}
// and {{.WeekdayShort}}.
func (l *Language) dateArgs(d Day) Args {
	month := strconv.Itoa(int(d.Month()))
	weekday := strconv.Itoa(int(d.Weekday()))
	return Args{
		"Day": strconv.Itoa(d.Day()), "Year": strconv.Itoa(d.Year()),
		"Month": l.T("Month" + month), "MonthTo": l.T("MonthTo" + month),
		"Weekday": l.T("Weekday" + weekday), "WeekdayShort": l.T("WeekdayShort" + weekday),
	}
}

// Date is a day with its year: 14 декабря 2026 · 2026 жылғы 14 желтоқсан.
func (l *Language) Date(d Day) string { return l.T("Date", l.dateArgs(d)) }

// DateUntil is "until" a day: до 14 декабря 2026 · 2026 жылғы 14 желтоқсанға дейін.
func (l *Language) DateUntil(d Day) string { return l.T("DateUntil", l.dateArgs(d)) }

// DateFrom is "from" a day on: с 15 декабря 2026 · 2026 жылғы 15 желтоқсаннан бастап.
func (l *Language) DateFrom(d Day) string {
	args := l.dateArgs(d)
	args["MonthFrom"] = l.T("MonthFrom" + strconv.Itoa(int(d.Month())))
	return l.T("DateFrom", args)
}

// DateWeekday is a day with its weekday and without its year.
func (l *Language) DateWeekday(d Day) string { return l.T("DateWeekday", l.dateArgs(d)) }

// Weekday is the day's full name.
func (l *Language) Weekday(d Day) string {
	return l.T("Weekday" + strconv.Itoa(int(d.Weekday())))
}

// WeekdayShort is the day's short name.
func (l *Language) WeekdayShort(d Day) string {
	return l.T("WeekdayShort" + strconv.Itoa(int(d.Weekday())))
}

// Money is an amount of tenge with thin groups: 34 600 ₸.
func (l *Language) Money(tenge int64) string {
	return l.T("Money", Args{"Amount": Grouped(tenge)})
}

// Grouped parts thousands by no-break spaces.
func Grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "\u00a0" + s[i:]
	}
	return s
}

// Decimal is a number with a comma: 0,2.
func Decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	for i := range s {
		if s[i] == '.' {
			return s[:i] + "," + s[i+1:]
		}
	}
	return s
}

// MonthDayFrom is "from" a day of any year, and MonthDayUntil "until" it:
// с 1 апреля · 1 сәуірден; по 31 августа · 31 тамызға дейін.
func (l *Language) MonthDayFrom(d Day) string {
	args := l.dateArgs(d)
	args["MonthFrom"] = l.T("MonthFrom" + strconv.Itoa(int(d.Month())))
	return l.T("MonthDayFrom", args)
}

// MonthDayUntil is the last day of a season.
func (l *Language) MonthDayUntil(d Day) string { return l.T("MonthDayUntil", l.dateArgs(d)) }
