package understand

import (
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

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
