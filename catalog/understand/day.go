package understand

import (
	"strconv"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// The years that a sentence may mean; others are slips.
const (
	earliestYear = 1991
	yearsBack    = 8 // how far 29 February is looked for
)

// found is a day in a sentence; day is 0 where it lies ahead or is no day.
type found struct {
	day calendar.Date
	end int
}

// find gives the first day that a sentence names and marks its words. A day
// without a year is the latest that is not after today; a day to come is none.
func (d *days) find(words []word, today calendar.Date) (calendar.Date, bool) {
	for i := range words {
		f := d.at(words, i, today)
		if f.end <= i {
			continue
		}
		for j := i; j < f.end; j++ {
			words[j].used = true
		}
		if f.day != 0 && f.day <= today {
			return f.day, true
		}
	}
	return 0, false
}

// at reads a day that starts at a word, by the ways in which people say one.
func (d *days) at(words []word, i int, today calendar.Date) found {
	for _, way := range []func([]word, int, calendar.Date) found{
		d.relative, d.ahead, d.numeric, d.yearFirst, d.dayAndMonth, d.ago3, d.weekday, d.dayOfMonth,
	} {
		if f := way(words, i, today); f.end > i {
			return f
		}
	}
	return found{end: i}
}

// relative reads «вчера», «алдыңғы күні».
func (d *days) relative(words []word, i int, today calendar.Date) found {
	if n, end := d.before.at(words, i); end > i {
		return found{today.AddDays(-n), end}
	}
	return found{end: i}
}

// ahead reads what lies in the future: no day.
func (d *days) ahead(words []word, i int, _ calendar.Date) found {
	return found{end: d.toCome.at(words, i)}
}

// numeric reads 03.11.2026, 3/11, 3.11.26: the words are its numbers, joined
// by Read with marks between them (see joined).
func (d *days) numeric(words []word, i int, today calendar.Date) found {
	parts := dateParts(words[i].text)
	if len(parts) < 2 {
		return found{end: i}
	}
	year := 0
	if len(parts) == 3 {
		year = parts[2]
	}
	if parts[0] > 1000 && len(parts) == 3 { // 2026-11-03
		return found{exact(parts[0], parts[1], parts[2]), i + 1}
	}
	return found{on(parts[0], parts[1], year, today), i + 1}
}

// dayAndMonth reads «3 ноября», «3-қарашада», «третьего ноября 2025 года».
func (d *days) dayAndMonth(words []word, i int, today calendar.Date) found {
	day, end := d.dayNumber(words, i)
	if end == i {
		return found{end: i}
	}
	end = d.skip(d.fillers, words, end)
	if end == len(words) {
		return found{end: i}
	}
	month, after := d.months.at(words, end)
	if after == end {
		return found{end: i}
	}
	year := 0
	if after < len(words) {
		if y, ok := yearNumber(words[after].text); ok {
			year, after = y, after+1
			after = d.skip(d.yearWords, words, after)
		} else if e := d.lastYear.at(words, after); e > after {
			year, after = today.Year()-1, e
		}
	}
	return found{on(day, month, year, today), after}
}

// yearFirst reads «2025 жылғы 3 қараша», «былтыр 3 қарашада».
func (d *days) yearFirst(words []word, i int, today calendar.Date) found {
	year, ok := yearNumber(words[i].text)
	next := i + 1
	if !ok {
		if next = d.lastYear.at(words, i); next == i {
			return found{end: i}
		}
		year = today.Year() - 1
	}
	next = d.skip(d.yearWords, words, next)
	if next >= len(words) {
		return found{end: i}
	}
	day, end := d.dayNumber(words, next)
	if end == next || end >= len(words) {
		return found{end: i}
	}
	month, after := d.months.at(words, d.skip(d.fillers, words, end))
	if after <= end {
		return found{end: i}
	}
	return found{on(day, month, year, today), after}
}

// dayNumber reads the number of a day: digits, an ordinal or a number word.
func (d *days) dayNumber(words []word, i int) (day, end int) {
	if n, err := strconv.Atoi(words[i].text); err == nil && n >= 1 && n <= 31 {
		return n, i + 1
	}
	if n, end := d.ordinals.at(words, i); end > i {
		return n, end
	}
	if n, end := d.numbers.at(words, i); end > i && n <= 31 {
		return n, end
	}
	return 0, i
}

// skip passes the words that fit, at most two.
func (d *days) skip(p patterns, words []word, i int) int {
	for range 2 {
		if i >= len(words) {
			break
		}
		end := p.at(words, i)
		if end == i {
			break
		}
		i = end
	}
	return i
}

// ago3 reads «две недели назад», «екі апта бұрын», «месяц назад», «10 күн
// болды», «полгода назад».
func (d *days) ago3(words []word, i int, today calendar.Date) found {
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

// weekday reads «в прошлый четверг», «өткен бейсенбіде», «в понедельник»: the
// latest such day before today; with «на прошлой неделе» that of last week.
func (d *days) weekday(words []word, i int, today calendar.Date) found {
	at := i
	last := d.last.at(words, at)
	lastWeek := false
	if last > at {
		at = last
		if at < len(words) {
			if e := d.week.at(words, at); e > at {
				lastWeek, at = true, e
			}
		}
	} else if e := d.this.at(words, at); e > at {
		at = e
		if at < len(words) {
			at = d.skip(d.week, words, at)
		}
	}
	if lastWeek && at < len(words) && words[at].sound == "v" {
		at++
	}
	if at >= len(words) {
		return found{end: i}
	}
	n, end := d.weekdays.at(words, at)
	if end == at {
		return found{end: i}
	}
	today0 := (int(today.Weekday()) + 6) % 7 // Monday is 0
	if lastWeek || d.lastWeekAfter(words, end) {
		if e := d.skipLastWeek(words, end); e > end {
			end = e
		}
		return found{today.AddDays(-today0 - 7 + n - 1), end}
	}
	gap := today0 - (n - 1)
	if gap <= 0 {
		gap += 7
	}
	return found{today.AddDays(-gap), end}
}

// lastWeekAfter tells whether «прошлой недели» follows.
func (d *days) lastWeekAfter(words []word, i int) bool { return d.skipLastWeek(words, i) > i }

func (d *days) skipLastWeek(words []word, i int) int {
	for at := i; at < len(words) && at <= i+1; at++ {
		if e := d.last.at(words, at); e > at && e < len(words) {
			if end := d.week.at(words, e); end > e {
				return end
			}
		}
	}
	return i
}

// dayOfMonth reads «осы айдың 5-інде», «15 числа прошлого месяца», «5-го».
func (d *days) dayOfMonth(words []word, i int, today calendar.Date) found {
	at, back := i, -1
	if e := d.last.at(words, i); e > i {
		at, back = e, 1
	} else if e := d.this.at(words, i); e > i {
		at, back = e, 0
	}
	if back >= 0 {
		if at >= len(words) {
			return found{end: i}
		}
		e := d.monthOf.at(words, at)
		if e == at || e >= len(words) {
			return found{end: i}
		}
		day, end := d.dayNumber(words, e)
		if end == e {
			return found{end: i}
		}
		return found{inMonth(today, back, day), d.skip(d.fillers, words, end)}
	}
	day, end := d.dayNumber(words, i)
	if end == i {
		return found{end: i}
	}
	after := d.skip(d.fillers, words, end)
	if after == end {
		return found{end: i}
	}
	if after < len(words) {
		for _, w := range []struct {
			patterns
			back int
		}{{d.last, 1}, {d.this, 0}} {
			if e := w.at(words, after); e > after && e < len(words) {
				if e2 := d.monthOf.at(words, e); e2 > e {
					return found{inMonth(today, w.back, day), e2}
				}
			}
		}
	}
	if !d.saysDay(words, end, after) {
		return found{end: i}
	}
	if day <= today.Day() {
		return found{inMonth(today, 0, day), after}
	}
	return found{inMonth(today, 1, day), after}
}

// saysDay tells whether the words after a number make it a day of the month:
// «числа», or the ending of an ordinal that stands alone.
func (d *days) saysDay(words []word, from, to int) bool {
	for i := from; i < to; i++ {
		if d.dayOf.at(words, i) > i || words[i].text == "го" || words[i].text == "ого" || words[i].text == "інде" || words[i].text == "ында" || words[i].text == "сында" || words[i].text == "сінде" {
			return true
		}
	}
	return false
}

func inMonth(today calendar.Date, back, day int) calendar.Date {
	y, m := today.Year(), today.Month()-time.Month(back)
	if day > calendar.NewDate(y, m+1, 0).Day() {
		return 0
	}
	return calendar.NewDate(y, m, day)
}

// on is the day of a month: of the year, or without one (0) the latest that is
// not after today.
func on(day, month, year int, today calendar.Date) calendar.Date {
	if year > 0 && year < 100 {
		year += 2000
	}
	if year != 0 {
		return exact(year, month, day)
	}
	for y := today.Year(); y > today.Year()-yearsBack; y-- {
		if d := exact(y, month, day); d != 0 && d <= today {
			return d
		}
	}
	return 0
}

// exact is a day that exists; 0 for one that does not.
func exact(year, month, day int) calendar.Date {
	if year < earliestYear || month < 1 || month > 12 || day < 1 || day > calendar.NewDate(year, time.Month(month)+1, 0).Day() {
		return 0
	}
	return calendar.NewDate(year, time.Month(month), day)
}

func yearNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) == 4 && n >= earliestYear && n < 2100
}
