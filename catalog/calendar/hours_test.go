package calendar_test

import (
	"fmt"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestHoursRunInWorkingTime(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct{ filed, rule, accepted, first, due, why string }{
		{"2026-11-23 10:00", "2h", "2026-11-23", "2026-11-23", "2026-11-23 12:00", "in the morning"},
		{"2026-11-23 11:00", "2h", "2026-11-23", "2026-11-23", "2026-11-23 13:00", "ends with the morning, not after lunch"},
		{"2026-11-23 12:00", "2h", "2026-11-23", "2026-11-23", "2026-11-23 15:30", "over lunch"},
		{"2026-11-23 13:40", "20min", "2026-11-23", "2026-11-23", "2026-11-23 14:50", "filed in the lunch break"},
		{"2026-11-23 07:00", "4h", "2026-11-23", "2026-11-23", "2026-11-23 13:00", "filed before the opening"},
		{"2026-11-23 17:00", "4h", "2026-11-23", "2026-11-23", "2026-11-24 11:30", "over the night"},
		{"2026-11-23 09:00", "8h", "2026-11-23", "2026-11-23", "2026-11-23 18:30", "a whole working day"},
		{"2026-11-23 09:00", "481min", "2026-11-23", "2026-11-23", "2026-11-24 09:01", "a minute more"},
		{"2026-11-27 17:00", "4h", "2026-11-27", "2026-11-27", "2026-11-30 11:30", "over a weekend"},
		{"2026-11-27 17:30", "4h", "2026-11-30", "2026-11-30", "2026-11-30 13:00", "after hours on a Friday"},
		{"2026-11-28 12:00", "20min", "2026-11-30", "2026-11-30", "2026-11-30 09:20", "on a Saturday"},
		{"2026-11-23", "4h", "2026-11-23", "2026-11-23", "2026-11-24 11:59", "without an hour: from 17:29"},
		{"2026-11-23", "20min", "2026-11-23", "2026-11-23", "2026-11-23 17:49", "without an hour: from 17:29"},
		{"2025-01-03 12:00", "10h", "2025-01-05", "2025-01-05", "2025-01-06 11:00", "a working Sunday"},
	} {
		t.Run(tc.filed+" "+tc.rule, func(t *testing.T) {
			t.Parallel()
			checkClock(t, c, rule(t, tc.rule), tc.filed, tc.accepted, tc.first, tc.due, tc.why)
		})
	}
}

func TestAServiceMayCloseAtItsOwnHour(t *testing.T) {
	t.Parallel()
	c := load(t)
	late := calendar.Rule{Length: 1, Unit: calendar.Hours, Closes: 20 * 60}
	checkClock(t, c, late, "2026-11-23 19:00", "2026-11-23", "2026-11-24", "2026-11-24 10:00", "accepted in the evening, runs from the morning")
	checkClock(t, c, late, "2026-11-23 20:00", "2026-11-24", "2026-11-24", "2026-11-24 10:00", "at closing")
	early := calendar.Rule{Length: 1, Unit: calendar.WorkingDays, Closes: 13 * 60}
	if got, err := c.Due(early, filing(t, "2026-11-23 13:00")); err != nil || got.Accepted != date(t, "2026-11-24") || !got.AfterHours {
		t.Errorf("filed at an early closing: %+v, %v", got, err)
	}
}

func TestOwnTermsRunRoundTheClock(t *testing.T) {
	t.Parallel()
	c := load(t)
	day := calendar.Rule{Length: 24, Unit: calendar.Hours, RoundTheClock: true}
	checkClock(t, c, day, "2026-11-27 19:15", "2026-11-27", "2026-11-27", "2026-11-28 19:15", "into a Saturday")
	checkClock(t, c, day, "2026-11-28", "2026-11-28", "2026-11-28", "2026-11-29 23:59", "without an hour")
	minutes := calendar.Rule{Length: 60, Unit: calendar.Minutes, RoundTheClock: true}
	checkClock(t, c, minutes, "2026-11-23 23:00", "2026-11-23", "2026-11-23", "2026-11-24 00:00", "to midnight")
}

func checkClock(t *testing.T, c *calendar.Calendar, r calendar.Rule, filed, accepted, first, due, why string) {
	t.Helper()
	got, err := c.Due(r, filing(t, filed))
	if err != nil {
		t.Fatal(err)
	}
	end := fmt.Sprintf("%s %02d:%02d", got.Due, got.DueMinute/60, got.DueMinute%60)
	if got.Accepted != date(t, accepted) || got.FirstDay != date(t, first) || end != due {
		t.Errorf("%s: accepted %s, from %s, due %s; want %s, %s, %s", why, got.Accepted, got.FirstDay, end, accepted, first, due)
	}
}
