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
