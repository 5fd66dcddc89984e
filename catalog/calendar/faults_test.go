package calendar_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/merzim/merzim/catalog/calendar"
)

// table is a small year file whose lines are easy to number.
func table(rows ...string) string {
	return strings.Join(append([]string{
		"year: 2030", "status: official", "entered: 2029-11-01", "checked: 2029-11-01",
		"sources: [https://adilet.zan.kz/]",
		"acts: [{id: move-2030, ru: приказ, kk: бұйрық, url: https://adilet.zan.kz/}]",
		"days_off:",
	}, rows...), "\n") + "\n"
}

const (
	newYear = "  - {date: 2030-01-01, reason: holiday, holiday: new-year, act: holidays-law-3}" // line 8
	none    = "working_weekends: []"
)

func TestFaultsOfAYearFileNameTheLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"unknown key of the file": {table(newYear, none, "note: x"),
			`2030.yaml:10: unknown key "note"`},
		"unknown key of a row": {table(newYear, "  - {date: 2030-01-02, reason: holiday, holiday: new-year, act: holidays-law-3, why: x}", none),
			`2030.yaml:9: unknown key "why"`},
		"missing key": {table(newYear),
			`2030.yaml:1: missing key "working_weekends"`},
		"row without a date": {table("  - {reason: holiday, holiday: new-year, act: holidays-law-3}", none),
			`2030.yaml:8: missing key "date"`},
		"no such day": {table("  - {date: 2030-02-30, reason: holiday, holiday: new-year, act: holidays-law-3}", none),
			`2030.yaml:8: date "2030-02-30": no such day`},
		"date in another form": {table("  - {date: 1 January, reason: holiday, holiday: new-year, act: holidays-law-3}", none),
			`2030.yaml:8: date "1 January": want YYYY-MM-DD`},
		"date of another year": {table("  - {date: 2031-01-01, reason: holiday, holiday: new-year, act: holidays-law-3}", none),
			"2030.yaml:8: 2031-01-01 is not in 2030"},
		"weekend as a day off": {table("  - {date: 2030-01-05, reason: special, act: move-2030}", none),
			"2030.yaml:8: 2030-01-05 is a Saturday: days_off lists weekdays only"},
		"day off twice": {table(newYear, newYear, none),
			"2030.yaml:9: 2030-01-01 is listed twice, first in line 8"},
		"unknown holiday": {table("  - {date: 2030-01-01, reason: holiday, holiday: new-yaer, act: holidays-law-3}", none),
			`2030.yaml:8: unknown holiday "new-yaer"`},
		"unknown act": {table("  - {date: 2030-01-01, reason: holiday, holiday: new-year, act: law}", none),
			`2030.yaml:8: unknown act "law"`},
		"unknown reason": {table("  - {date: 2030-01-01, reason: feast, act: holidays-law-3}", none),
			`2030.yaml:8: reason "feast": want holiday, substitute, moved or special`},
		"holiday without its name": {table("  - {date: 2030-01-01, reason: holiday, act: holidays-law-3}", none),
			"2030.yaml:8: reason holiday needs holiday"},
		"special day with a holiday": {table("  - {date: 2030-01-03, reason: special, holiday: new-year, act: move-2030}", none),
			"2030.yaml:8: reason special has no holiday"},
		"substitute for a weekday": {table("  - {date: 2030-01-03, reason: substitute, holiday: new-year, instead_of: 2030-01-01, act: holidays-law-5}", none),
			"2030.yaml:8: 2030-01-01 is a Tuesday: a day off is moved from a weekend"},
		"weekday as a working weekend": {table(newYear, "working_weekends:", "  - {date: 2030-01-04, instead_of: 2031-01-03, act: move-2030}"),
			"2030.yaml:10: 2030-01-04 is a Friday: working_weekends lists Saturdays and Sundays only"},
		"moved day off that nobody works for": {table("  - {date: 2030-01-03, reason: moved, instead_of: 2030-01-05, act: move-2030}", none),
			"2030.yaml:8: 2030-01-03 instead of 2030-01-05: no working_weekends row says the same"},
		"working weekend for nothing": {table(newYear, "working_weekends:", "  - {date: 2030-01-05, instead_of: 2030-01-03, act: move-2030}"),
			"2030.yaml:10: 2030-01-05 instead of 2030-01-03: no days_off row says the same"},
		"status": {strings.Replace(table(newYear, none), "status: official", "status: final", 1),
			`2030.yaml:2: status "final": want official or provisional`},
		"year": {strings.Replace(table(newYear, none), "year: 2030", "year: 2031", 1),
			"2030.yaml:1: year 2031 in a file named for 2030"},
		"source": {strings.Replace(table(newYear, none), "https://adilet.zan.kz/]", "somebody]", 1),
			`2030.yaml:5: source "somebody": want an https address`},
		"no list": {strings.Replace(table(none), "days_off:", "days_off: none", 1),
			"2030.yaml:7: want a list"},
		"row that is no row": {table("  - 2030-01-01", none),
			"2030.yaml:8: want keys and values"},
		"key twice": {table(newYear, none, none),
			`2030.yaml:10: mapping key "working_weekends" already defined at [9:1]`},
		"empty file": {"", "2030.yaml:1: want one document, found 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := data(t)
			files["2030.yaml"] = &fstest.MapFile{Data: []byte(tc.text)}
			c, err := calendar.Load(files)
			if err == nil || c != nil {
				t.Fatal("loaded")
			}
			if diff := cmp.Diff(tc.want, err.Error()); diff != "" {
				t.Errorf("fault (-want +got):\n%s", diff)
			}
		})
	}
}
