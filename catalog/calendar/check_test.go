package calendar_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/merzim/merzim/catalog/calendar"
)

func TestTheNextYearIsAskedForFromNovember(t *testing.T) {
	t.Parallel()
	c := load(t)
	const provisional = "is provisional, last checked 2026-11-23: look for the order on moved days off and the date of Kurban Ait"
	for today, want := range map[string][]calendar.Warning{
		"2026-10-31": nil,
		"2026-11-01": {{File: "2027.yaml", Text: "the calendar of 2027 " + provisional}},
		"2027-02-01": {{File: "2027.yaml", Text: "the calendar of 2027 " + provisional}},
		"2027-12-31": {
			{File: "2027.yaml", Text: "the calendar of 2027 " + provisional},
			{File: "2028.yaml", Text: "the calendar of 2028 is missing: its days are computed by rule"},
		},
	} {
		faults, warnings := c.Check(date(t, today))
		if len(faults) > 0 {
			t.Errorf("on %s: %v", today, faults)
		}
		if diff := cmp.Diff(want, warnings); diff != "" {
			t.Errorf("on %s (-want +got):\n%s", today, diff)
		}
	}
}

func TestTablesAreComparedWithTheLaw(t *testing.T) {
	t.Parallel()
	const christmas = "  - {date: 2026-01-07, reason: holiday, holiday: christmas, act: labour-code-84}\n"
	const substitute = "  - {date: 2026-03-25, reason: substitute, holiday: nauryz, instead_of: 2026-03-22, act: holidays-law-5}\n"
	for name, tc := range map[string]struct{ file, old, with, fault, warning string }{
		"holiday left out": {"2026.yaml", christmas, "", "2026.yaml:1: 2026-01-07, christmas by holidays.yaml, is not listed", ""},
		"holiday on a wrong day": {"2026.yaml", christmas, christmas + "  - {date: 2026-08-31, reason: holiday, holiday: constitution-day, act: holidays-law-3}\n",
			"2026-08-31 is not constitution-day by holidays.yaml", ""},
		"substitute left out": {"2026.yaml", substitute, "", "", "2026-03-25, the substitute for 2026-03-22 by the rule, is not listed"},
		"substitute too many": {"2026.yaml", substitute, substitute + "  - {date: 2026-03-26, reason: substitute, holiday: nauryz, instead_of: 2026-03-22, act: holidays-law-5}\n",
			"", "2026-03-26 is not the substitute for 2026-03-22 by the rule"},
		"estimate in an official year":         {"holidays.yaml", "{date: 2026-05-27}", "{date: 2026-05-27, estimated: true}", "2026-05-27 is estimated in holidays.yaml", ""},
		"weekend estimate in an official year": {"2027.yaml", "status: provisional", "status: official", "2027-05-16, kurban-ait, is estimated in holidays.yaml", ""},
		"worked holiday": {"2026.yaml", "working_weekends: []", "working_weekends:\n  - {date: 2026-03-21, instead_of: 2027-01-05, act: labour-code-85}",
			"2026-03-21 is nauryz: a holiday is not worked", ""},
		"special day in place of a holiday": {"2026.yaml", christmas, "  - {date: 2026-01-07, reason: special, act: labour-code-85}\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := data(t)
			replace(t, files, tc.file, tc.old, tc.with)
			faults, warnings := check(t, files)
			if !onlyHolds(faults, tc.fault) || !onlyHolds(warnings, tc.warning) {
				t.Errorf("faults %q, warnings %q; want %q, %q", faults, warnings, tc.fault, tc.warning)
			}
		})
	}
}

func check(t *testing.T, files fstest.MapFS) (faults, warnings []string) {
	t.Helper()
	c, err := calendar.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	errs, warns := c.Check(date(t, "2026-07-01"))
	for _, err := range errs {
		faults = append(faults, err.Error())
	}
	for _, w := range warns {
		warnings = append(warnings, w.File+": "+w.Text)
	}
	return faults, warnings
}

// onlyHolds tells whether the only line holds the text, or no line when the
// text is empty.
func onlyHolds(lines []string, text string) bool {
	if text == "" {
		return len(lines) == 0
	}
	return len(lines) == 1 && strings.Contains(lines[0], text)
}
