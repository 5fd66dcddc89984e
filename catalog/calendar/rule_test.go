package calendar_test

import (
	"errors"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestTermsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]calendar.Rule{
		"5wd":   {Length: 5, Unit: calendar.WorkingDays},
		"30cd":  {Length: 30, Unit: calendar.CalendarDays},
		"1mo":   {Length: 1, Unit: calendar.Months},
		"1y":    {Length: 1, Unit: calendar.Years},
		"4h":    {Length: 4, Unit: calendar.Hours},
		"20min": {Length: 20, Unit: calendar.Minutes},
		"0wd":   {Length: 0, Unit: calendar.WorkingDays},
	} {
		got, err := calendar.ParseRule(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "wd", "5", "5 wd", "-5wd", "+5wd", "05wd", "5WD", "5d", "5m", "1.5h", "100001wd", "99999999999999999999wd", "٥wd", "5wd "} {
		if got, err := calendar.ParseRule(s); err == nil {
			t.Errorf("%q read as %s", s, got)
		}
	}
}

func TestFilingsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	for s, minute := range map[string]int{"2026-11-23": calendar.NoHour, "2026-11-23 00:00": 0, "2026-11-23 17:30": 1050, "2026-11-23 23:59": 1439} {
		got, err := calendar.ParseFiling(s)
		if err != nil || got.Date != date(t, "2026-11-23") || got.Minute != minute || got.String() != s {
			t.Errorf("%q: %s, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "today", "2026-11-31", "2026-11-31 10:00", "2026-11-23T10:00", "2026-11-23 24:00", "2026-11-23 10:60", "2026-11-23 9:00", "2026-11-23 10", "2026-11-23 10:00:00", "2026-11-23 "} {
		if got, err := calendar.ParseFiling(s); err == nil {
			t.Errorf("%q read as %s", s, got)
		}
	}
}

func TestWhatCannotBeCountedIsRefused(t *testing.T) {
	t.Parallel()
	c := load(t)
	today := filing(t, "2026-11-23")
	for name, r := range map[string]calendar.Rule{
		"no unit":                    {Length: 1},
		"unknown unit":               {Length: 1, Unit: "week"},
		"negative length":            {Length: -1, Unit: calendar.WorkingDays},
		"length beyond reason":       {Length: 1 << 40, Unit: calendar.Years},
		"closing after midnight":     {Length: 1, Unit: calendar.WorkingDays, Closes: 1441},
		"months from a working day":  {Length: 1, Unit: calendar.Months, FromNextWorkingDay: true},
		"working days through night": {Length: 1, Unit: calendar.WorkingDays, RoundTheClock: true},
	} {
		if got, err := c.Due(r, today); err == nil {
			t.Errorf("%s: due %s", name, got.Due)
		}
		if _, err := c.Count(r, today); err == nil {
			t.Errorf("%s: counted", name)
		}
	}
	for _, minute := range []int{-2, 1440} {
		if _, err := c.Due(rule(t, "1wd"), calendar.Filing{Date: today.Date, Minute: minute}); err == nil {
			t.Errorf("minute %d was taken", minute)
		}
	}
}

func TestATermOutsideTheCalendarNamesTheYear(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct{ filed, rule string }{
		{"1999-12-31", "1wd"}, {"2061-01-01", "1wd"}, {"2060-12-31", "1wd"}, {"2060-12-31 18:00", "0wd"},
		{"2060-12-31", "1cd"}, {"2060-12-20", "1mo"}, {"2026-11-23", "100y"}, {"2026-11-23", "100000y"},
		{"2026-11-23", "100000wd"}, {"2026-11-23", "100000mo"}, {"2060-12-31", "100h"},
	} {
		_, err := c.Due(rule(t, tc.rule), filing(t, tc.filed))
		var out *calendar.OutOfRangeError
		if !errors.As(err, &out) || out.First != 2000 || out.Last != 2060 {
			t.Errorf("%s + %s: %v", tc.filed, tc.rule, err)
		}
	}
	_, err := c.Due(rule(t, "1wd"), filing(t, "1999-12-31"))
	if want := "year 1999 out of range: the calendar covers 2000 to 2060"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if day := c.Day(date(t, "2061-01-01")); day.Working || !day.Provisional {
		t.Errorf("a Saturday of 2061: %+v", day)
	}
}

func FuzzParseRule(f *testing.F) {
	for _, s := range []string{"5wd", "30cd", "1mo", "1y", "4h", "20min", "0wd", "05wd", "-1h", "9999999999999999999y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := calendar.ParseRule(s); err == nil && r.String() != s {
			t.Errorf("%q reads as %s", s, r)
		}
	})
}

func FuzzParseFiling(f *testing.F) {
	for _, s := range []string{"2026-11-23", "2026-11-23 10:00", "2026-02-29", "2026-11-23 24:00", "9999-12-31 23:59"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if filed, err := calendar.ParseFiling(s); err == nil && filed.String() != s {
			t.Errorf("%q reads as %s", s, filed)
		}
	})
}
