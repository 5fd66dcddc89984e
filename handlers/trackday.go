package handlers

import (
	"strconv"

	"github.com/merzim/merzim/catalog/calendar"
)

// dayLength is the length of a day in a button's data: 20261102.
const dayLength = 8

// dayCode writes a filing into a button's data: its day, and the minute of the
// day in base 36 where it was said.
func dayCode(f calendar.Filing) string {
	day := strconv.Itoa(f.Date.Year()*10000 + int(f.Date.Month())*100 + f.Date.Day())
	if f.Minute == calendar.NoHour {
		return day
	}
	return day + strconv.FormatInt(int64(f.Minute), 36)
}

// readDay is dayCode backwards; ok is false for what it did not write, and for
// a day after today.
func readDay(code string, today calendar.Date) (f calendar.Filing, ok bool) {
	if len(code) < dayLength {
		return calendar.Filing{}, false
	}
	day, err := calendar.ParseDate(code[:4] + "-" + code[4:6] + "-" + code[6:dayLength])
	if err != nil || day > today || day < today.AddMonths(-12*oldestAgo) {
		return calendar.Filing{}, false
	}
	f = calendar.Filing{Date: day, Minute: calendar.NoHour}
	if code = code[dayLength:]; code == "" {
		return f, true
	}
	minute, err := strconv.ParseInt(code, 36, 0)
	if err != nil || minute < 0 || minute >= 24*60 {
		return calendar.Filing{}, false
	}
	f.Minute = int(minute)
	return f, true
}
