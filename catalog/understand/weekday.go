package understand

import "github.com/merzim/merzim/catalog/calendar"

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
