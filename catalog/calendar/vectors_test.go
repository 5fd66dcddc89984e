package calendar_test

import (
	"os"
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

func load(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func filing(t testing.TB, s string) calendar.Filing {
	t.Helper()
	f, err := calendar.ParseFiling(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func rule(t testing.TB, s string) calendar.Rule {
	t.Helper()
	r, err := calendar.ParseRule(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// marriage is the term of the Code on marriage and family Art. 222(2).
func marriage() calendar.Rule {
	return calendar.Rule{Length: 15, Unit: calendar.CalendarDays, FromNextWorkingDay: true}
}

func TestTermsEndOnTheDayThatTheLawSays(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct{ filed, rule, accepted, due, why string }{
		{"2024-12-31", "3wd", "2024-12-31", "2025-01-08", "3 Jan moved, Sunday 5 Jan works, 7 Jan off"},
		{"2025-01-03", "1wd", "2025-01-05", "2025-01-06", "a moved day off, then a working Sunday"},
		{"2026-03-13", "1wd", "2026-03-13", "2026-03-16", "16 March 2026 works"},
		{"2026-03-20", "5wd", "2026-03-20", "2026-04-01", "23, 24, 25 March off"},
		{"2026-03-21", "5wd", "2026-03-26", "2026-04-02", "filed on a holiday"},
		{"2026-05-06", "5wd", "2026-05-06", "2026-05-15", "7 and 11 May off"},
		{"2026-08-28", "1wd", "2026-08-28", "2026-08-31", "no Constitution Day in August any more"},
		{"2026-10-23", "1wd", "2026-10-23", "2026-10-27", "26 October is a substitute"},
		{"2026-12-15", "1wd", "2026-12-15", "2026-12-17", "16 December"},
		{"2026-12-30", "5wd", "2026-12-30", "2027-01-11", "1, 4, 7 January 2027"},
		{"2026-12-28", "15wd", "2026-12-28", "2027-01-21", "1, 4, 7 January 2027"},
		{"2027-03-12", "5wd", "2027-03-12", "2027-03-25", "15, 22, 23, 24 March off"},
		{"2027-04-30", "5wd", "2027-04-30", "2027-05-12", "3, 7, 10 May off"},
		{"2026-02-21", "30cd", "2026-02-23", "2026-03-26", "25 March is off, moves on"},
		{"2026-12-01", "30cd", "2026-12-01", "2026-12-31", "a plain month"},

		{"2027-01-31", "1mo", "2027-02-01", "2027-03-01", "divorce, filed on a Sunday"},
		{"2026-11-06", "marriage", "2026-11-06", "2026-11-23", "filed on a Friday"},
		{"2026-11-25", "marriage", "2026-11-25", "2026-12-10", "filed on a Wednesday"},
		{"2026-11-07", "marriage", "2026-11-09", "2026-11-23", "filed on a Saturday: Monday is day 1"},
		{"2026-11-06 19:00", "marriage", "2026-11-09", "2026-11-23", "filed after hours: Monday is day 1"},

		{"2026-11-23 17:29", "1wd", "2026-11-23", "2026-11-24", "the last minute in hours"},
		{"2026-11-23 17:30", "1wd", "2026-11-24", "2026-11-25", "after hours"},
		{"2026-11-27 17:30", "5wd", "2026-11-30", "2026-12-07", "after hours on a Friday"},
		{"2026-11-23 03:00", "1wd", "2026-11-23", "2026-11-24", "before the opening"},
		{"2026-11-28 10:00", "1wd", "2026-11-30", "2026-12-01", "a Saturday in hours"},
		{"2025-01-05 10:00", "1wd", "2025-01-05", "2025-01-06", "a working Sunday in hours"},
		{"2025-01-05 18:00", "1wd", "2025-01-06", "2025-01-08", "a working Sunday after hours, then 7 January"},

		{"2026-11-23", "0wd", "2026-11-23", "2026-11-23", "at once"},
		{"2026-11-22", "0cd", "2026-11-23", "2026-11-23", "at once, filed on a Sunday"},
		{"2026-03-20", "1cd", "2026-03-20", "2026-03-26", "the next day is a holiday"},
		{"2026-01-30", "1mo", "2026-01-30", "2026-03-02", "28 February is a Saturday"},
		{"2025-01-31", "1mo", "2025-01-31", "2025-02-28", "a shorter month"},
		{"2026-05-29", "6mo", "2026-05-29", "2026-11-30", "29 November is a Sunday"},
		{"2028-02-29", "1y", "2028-02-29", "2029-02-28", "29 February"},
		{"2028-02-29", "4y", "2028-02-29", "2032-03-01", "29 February 2032 is a Sunday"},
	} {
		t.Run(tc.filed+" "+tc.rule, func(t *testing.T) {
			t.Parallel()
			r := marriage()
			if tc.rule != "marriage" {
				r = rule(t, tc.rule)
			}
			got, err := c.Due(r, filing(t, tc.filed))
			if err != nil {
				t.Fatal(err)
			}
			if got.Accepted != date(t, tc.accepted) || got.Due != date(t, tc.due) {
				t.Errorf("%s: accepted %s, due %s; want %s, %s", tc.why, got.Accepted, got.Due, tc.accepted, tc.due)
			}
			if got.OverdueFrom != got.Due+1 {
				t.Errorf("overdue from %s, want the day after %s", got.OverdueFrom, got.Due)
			}
			if got.DueMinute != calendar.NoHour {
				t.Errorf("due minute %d in a term of days", got.DueMinute)
			}
		})
	}
}

func TestAYearHasItsWorkingDays(t *testing.T) {
	t.Parallel()
	c := load(t)
	for year, want := range map[int]int{2025: 246, 2026: 247, 2027: 247, 2028: 245} {
		from, to := calendar.NewDate(year, time.January, 1), calendar.NewDate(year, time.December, 31)
		if got := c.WorkingDaysBetween(from-1, to); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}
