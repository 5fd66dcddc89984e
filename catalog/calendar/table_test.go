package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/merzim/merzim/catalog/calendar"
)

// The weekdays off and the weekends worked, as published: written out here a
// second time so that a slip in the data shows.
func TestDaysOffAreThoseOfThePublishedCalendars(t *testing.T) {
	t.Parallel()
	c := load(t)
	for year, want := range map[int]struct{ off, worked string }{
		2024: {"01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16", "05-04"},
		2025: {"01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16", "01-05"},
		2026: {"01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16", ""},
		2027: {"01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16", ""},
		2028: {"01-03 01-04 01-07 03-08 03-15 03-21 03-22 03-23 05-01 05-05 05-08 05-09 07-06 10-25 12-18", ""},
		2029: {"01-01 01-02 03-08 03-15 03-21 03-22 03-23 04-24 05-01 05-07 05-09 07-06 10-25 12-17", ""},
	} {
		var off, worked []string
		for d := calendar.NewDate(year, time.January, 1); d.Year() == year; d++ {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			switch day := c.Day(d); {
			case !weekend && !day.Working:
				off = append(off, d.String()[5:])
			case weekend && day.Working:
				worked = append(worked, d.String()[5:])
			}
		}
		if diff := cmp.Diff(strings.Fields(want.off), off); diff != "" {
			t.Errorf("%d, weekdays off (-published +ours):\n%s", year, diff)
		}
		if !slices.Equal(strings.Fields(want.worked), worked) {
			t.Errorf("%d, weekends worked: %v, want %s", year, worked, want.worked)
		}
	}
}

func TestADaySaysWhyItIsOff(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct {
		date    string
		reason  calendar.Reason
		holiday string
		instead string
	}{
		{"2026-11-23", calendar.ReasonWorkingDay, "", ""},
		{"2026-11-22", calendar.ReasonWeekend, "", ""},
		{"2026-03-21", calendar.ReasonHoliday, "nauryz", ""},
		{"2026-03-23", calendar.ReasonHoliday, "nauryz", ""},
		{"2026-03-24", calendar.ReasonSubstitute, "nauryz", "2026-03-21"},
		{"2026-03-25", calendar.ReasonSubstitute, "nauryz", "2026-03-22"},
		{"2028-01-04", calendar.ReasonSubstitute, "new-year", "2028-01-02"},
		{"2024-05-08", calendar.ReasonMovedDayOff, "", "2024-05-04"},
		{"2024-05-04", calendar.ReasonWorkingWeekend, "", "2024-05-08"},
		{"2024-06-16", calendar.ReasonHoliday, "kurban-ait", ""},
		{"2026-05-27", calendar.ReasonHoliday, "kurban-ait", ""},
		{"2026-08-31", calendar.ReasonWorkingDay, "", ""},
		{"2027-03-15", calendar.ReasonHoliday, "constitution-day", ""},
		{"2021-12-17", calendar.ReasonHoliday, "independence-day", ""},
	} {
		got := c.Day(date(t, tc.date))
		instead := ""
		if got.Instead != 0 {
			instead = got.Instead.String()
		}
		if got.Reason != tc.reason || got.Holiday != tc.holiday || instead != tc.instead {
			t.Errorf("%s: %s %q instead of %q, want %s %q %q", tc.date, got.Reason, got.Holiday, instead, tc.reason, tc.holiday, tc.instead)
		}
		off := tc.reason != calendar.ReasonWorkingDay && tc.reason != calendar.ReasonWorkingWeekend
		if got.Working == off || c.IsWorking(got.Date) == off {
			t.Errorf("%s: working %t", tc.date, got.Working)
		}
	}
}

func TestEveryRowNamesItsActAndDayOfEntry(t *testing.T) {
	t.Parallel()
	c := load(t)
	plain := []calendar.Reason{calendar.ReasonWorkingDay, calendar.ReasonWeekend}
	for d := calendar.NewDate(2000, time.January, 1); d.Year() <= 2060; d++ {
		day := c.Day(d)
		if slices.Contains(plain, day.Reason) {
			continue
		}
		act, known := c.Act(day.Act)
		if !known || act.RU == "" || act.KK == "" || act.URL == "" || day.Entered == 0 {
			t.Errorf("%s: act %q, entered %s", d, day.Act, day.Entered)
		}
		if day.Holiday != "" && (c.HolidayName(day.Holiday, "kk") == "" || c.HolidayName(day.Holiday, "ru") == "") {
			t.Errorf("%s: %s lacks a name", d, day.Holiday)
		}
	}
}

func TestProvisionalYearsSaySo(t *testing.T) {
	t.Parallel()
	c := load(t)
	if got := c.LastOfficialYear(); got != 2026 {
		t.Errorf("last official year %d, want 2026", got)
	}
	for _, tc := range []struct {
		filed, rule string
		want        bool
	}{
		{"2026-11-23", "15wd", false},
		{"2026-12-30", "1wd", false},
		{"2026-12-30", "2wd", true},
		{"2027-01-05", "1wd", true},
		{"2023-12-29", "1wd", true},
		{"2024-01-03", "1wd", false},
	} {
		if got, err := c.Due(rule(t, tc.rule), filing(t, tc.filed)); err != nil || got.Provisional != tc.want {
			t.Errorf("%s + %s: provisional %t, %v; want %t", tc.filed, tc.rule, got.Provisional, err, tc.want)
		}
	}
	if !c.Day(date(t, "2027-05-16")).Estimated || c.Day(date(t, "2026-05-27")).Estimated {
		t.Error("Kurban Ait is estimated in 2027 and announced in 2026")
	}
}
