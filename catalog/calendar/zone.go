package calendar

import (
	"sync"
	"time"
	_ "time/tzdata" // a container without a time zone database must count alike
)

// zoneName is the one time zone of the country: UTC+5 since 1 March 2024.
const zoneName = "Asia/Almaty"

// secondsEast is that offset, to tell a time zone database that is older than
// the change.
const secondsEast = 5 * 60 * 60

// almaty loads the zone at its first use and never again.
var almaty = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation(zoneName)
	if err == nil {
		afterChange := time.Date(2024, time.March, 2, 0, 0, 0, 0, time.UTC)
		if _, offset := afterChange.In(zone).Zone(); offset == secondsEast {
			return zone
		}
	}
	return time.FixedZone(zoneName, secondsEast)
})

// Zone is the time zone in which every term is counted. Where the machine's own
// time zone database still has UTC+6, today's offset is used throughout.
func Zone() *time.Location { return almaty() }

// DateIn is the civil date in Almaty at the instant t.
func DateIn(t time.Time) Date {
	y, m, d := t.In(Zone()).Date()
	return NewDate(y, m, d)
}

// At is the instant of the date at an hour and minute in Almaty.
func (d Date) At(hour, minute int) time.Time {
	y, m, day := d.civil()
	return time.Date(y, m, day, hour, minute, 0, 0, Zone())
}
