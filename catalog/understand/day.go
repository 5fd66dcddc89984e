package understand

import "github.com/merzim/merzim/catalog/calendar"

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
		d.relative, d.ahead, d.numeric, d.yearFirst, d.dayAndMonth, d.agoBy, d.weekday, d.dayOfMonth,
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
