package notices

import (
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// Nothing unasked is sent at night: only from 09:00 up to 20:00 in Almaty.
const (
	wakesAt  = 9
	sleepsAt = 20
)

// Awake reports that notices may be sent at the moment t.
func Awake(t time.Time) bool {
	hour := t.In(calendar.Zone()).Hour()
	return wakesAt <= hour && hour < sleepsAt
}

// Waking is t, or when t lies in quiet hours the morning after.
func Waking(t time.Time) time.Time {
	if Awake(t) {
		return t
	}
	day := calendar.DateIn(t)
	if t.In(calendar.Zone()).Hour() >= sleepsAt {
		day++
	}
	return day.At(wakesAt, 0)
}
