package calendar_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACountShowsItsWorking(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct{ filed, rule, steps string }{
		{"2026-03-20", "3wd", `
			2026-03-20 filed
			2026-03-21 holiday nauryz
			2026-03-22 holiday nauryz
			2026-03-23 holiday nauryz
			2026-03-24 substitute nauryz for 2026-03-21
			2026-03-25 substitute nauryz for 2026-03-22
			2026-03-26 working_day #1
			2026-03-27 working_day #2
			2026-03-28 weekend
			2026-03-29 weekend
			2026-03-30 due #3`},
		{"2024-05-03 18:00", "2wd", `
			2024-05-03 after_hours
			2024-05-04 accepted
			2024-05-05 weekend
			2024-05-06 working_day #1
			2024-05-07 holiday defender-day
			2024-05-08 moved_day_off for 2024-05-04
			2024-05-09 holiday victory-day
			2024-05-10 due #2`},
		{"2024-05-02", "2wd", `
			2024-05-02 filed
			2024-05-03 working_day #1
			2024-05-04 due #2`},
		{"2024-05-02", "3wd", `
			2024-05-02 filed
			2024-05-03 working_day #1
			2024-05-04 working_weekend #2 for 2024-05-08
			2024-05-05 weekend
			2024-05-06 due #3`},
		{"2026-12-13", "3cd", `
			2026-12-13 weekend
			2026-12-14 accepted
			2026-12-15 calendar_day #1
			2026-12-16 calendar_day #2
			2026-12-17 due #3`},
		{"2026-12-14", "2cd", `
			2026-12-14 filed
			2026-12-15 calendar_day #1
			2026-12-16 holiday #2 independence-day
			2026-12-17 rolled`},
		{"2026-12-12", "0wd", `
			2026-12-12 weekend
			2026-12-13 weekend
			2026-12-14 due`},
		{"2027-01-31", "1mo", `
			2027-01-31 weekend
			2027-02-01 accepted
			2027-03-01 due #1`},
		{"2026-05-29", "6mo", `
			2026-05-29 filed
			2026-11-29 weekend #6
			2026-11-30 rolled`},
		{"2026-11-27 17:00", "4h", `
			2026-11-27 filed
			2026-11-27 working_day #1 90min
			2026-11-28 weekend
			2026-11-29 weekend
			2026-11-30 due #2 150min`},
	} {
		t.Run(tc.filed+" "+tc.rule, func(t *testing.T) {
			t.Parallel()
			got, err := c.Count(rule(t, tc.rule), filing(t, tc.filed))
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, s := range got.Steps {
				line := fmt.Sprintf("%s %s", s.Date, s.Reason)
				if s.Counts {
					line += fmt.Sprintf(" #%d", s.Number)
				}
				if s.Holiday != "" {
					line += " " + s.Holiday
				}
				if s.Instead != 0 {
					line += fmt.Sprintf(" for %s", s.Instead)
				}
				if s.Minutes != 0 {
					line += fmt.Sprintf(" %dmin", s.Minutes)
				}
				lines = append(lines, line)
			}
			var want []string
			for line := range strings.Lines(strings.TrimSpace(tc.steps)) {
				want = append(want, strings.TrimSpace(line))
			}
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheMarriageCountShowsDayOne(t *testing.T) {
	t.Parallel()
	c := load(t)
	for filed, want := range map[string]string{
		"2026-11-06": "2026-11-06 filed, 2026-11-07 weekend, 2026-11-08 weekend, 2026-11-09 calendar_day",
		"2026-11-07": "2026-11-07 weekend, 2026-11-08 weekend, 2026-11-09 calendar_day, 2026-11-10 calendar_day",
	} {
		got, err := c.Count(marriage(), filing(t, filed))
		if err != nil {
			t.Fatal(err)
		}
		var first []string
		for _, s := range got.Steps[:4] {
			first = append(first, fmt.Sprintf("%s %s", s.Date, s.Reason))
		}
		if strings.Join(first, ", ") != want {
			t.Errorf("filed %s: %v, want %s", filed, first, want)
		}
		if got.FirstDay != date(t, "2026-11-09") {
			t.Errorf("filed %s: day 1 is %s", filed, got.FirstDay)
		}
	}
}
