package reports

import (
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// digestHour is when the digest is sent, in Almaty.
const digestHour = 9

// Run is one sending of the digest.
type Run struct {
	At     time.Time // for which it is planned
	Period Period    // the two ISO weeks before
}

// runOf is the run of the even ISO week in which a Monday lies: nine o'clock,
// or on the next working day where that Monday is off.
func runOf(c *calendar.Calendar, monday calendar.Date) Run {
	day := monday
	if !c.IsWorking(day) {
		day = c.NextWorkingDay(day)
	}
	return Run{At: day.At(digestHour, 0), Period: Period{monday.AddDays(-14), monday - 1}}
}

func evenWeek(monday calendar.Date) bool {
	_, week := monday.At(12, 0).ISOWeek()
	return week%2 == 0
}

// NextDigest is the first run after a moment.
func NextDigest(c *calendar.Calendar, after time.Time) Run {
	for monday := weekOf(calendar.DateIn(after)) - 14; ; monday += 7 {
		if run := runOf(c, monday); evenWeek(monday) && run.At.After(after) {
			return run
		}
	}
}

// LastDigest is the last run up to a moment, that moment included: what an
// outage missed before it is not sent any more.
func LastDigest(c *calendar.Calendar, until time.Time) Run {
	for monday := weekOf(calendar.DateIn(until)); ; monday -= 7 {
		if run := runOf(c, monday); evenWeek(monday) && !run.At.After(until) {
			return run
		}
	}
}
