package notices_test

import (
	"strings"
	"testing"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/embeddedtest"
	"github.com/merzim/merzim/internal/notices"
)

// TestPlan: on which days a person is reminded, and of what.
func TestPlan(t *testing.T) {
	t.Parallel()
	c := embeddedtest.Catalog()
	for _, p := range []struct {
		name, due, after string
		binds            bool
		want             string // as many days as are listed
	}{
		{"from a Friday to a Monday", "2026-11-23", "2026-11-02", true,
			"2026-11-20 before, 2026-11-23 due_day, 2026-11-24 overdue, 2026-11-27 overdue, 2026-12-02 overdue, 2026-12-07 overdue"},
		{"due on a Friday: overdue from Saturday", "2026-11-27", "2026-11-02", true,
			"2026-11-26 before, 2026-11-27 due_day, 2026-11-28 overdue, 2026-12-02 overdue, 2026-12-07 overdue"},
		{"over Independence Day", "2026-12-17", "2026-12-01", true, "2026-12-15 before, 2026-12-17 due_day, 2026-12-18 overdue, 2026-12-23 overdue"},
		{"over the New Year", "2026-12-31", "2026-12-01", true, "2026-12-30 before, 2026-12-31 due_day, 2027-01-01 overdue, 2027-01-08 overdue, 2027-01-13 overdue"},
		{"a working Sunday before", "2025-01-06", "2024-12-20", true, "2025-01-05 before, 2025-01-06 due_day, 2025-01-07 overdue"},
		{"told on the day before", "2026-11-24", "2026-11-23", true, "2026-11-24 due_day, 2026-11-25 overdue"},
		{"told on the due day", "2026-11-23", "2026-11-23", true, "2026-11-24 overdue, 2026-11-27 overdue"},
		{"told when it was overdue", "2026-11-10", "2026-11-23", true, "2026-11-24 overdue, 2026-11-27 overdue"},
		{"a date that binds nobody", "2026-11-23", "2026-11-02", false, "2026-11-20 before, 2026-11-23 due_day, none"},
		{"a receipt's date on a Sunday", "2026-11-22", "2026-11-02", true, "2026-11-20 before, 2026-11-22 due_day, 2026-11-23 overdue, 2026-11-26 overdue"},
	} {
		due, after := day(t, p.due), day(t, p.after)
		var got []string
		for range strings.Count(p.want, ",") + 1 {
			next, ok := notices.Next(c.Calendar, due, p.binds, after)
			if !ok {
				got = append(got, "none")
				break
			}
			got = append(got, next.String()+" "+string(notices.On(due, p.binds, next)))
			after = next
		}
		if text := strings.Join(got, ", "); text != p.want {
			t.Errorf("%s:\n got %s\nwant %s", p.name, text, p.want)
		}
	}
	if got := notices.On(day(t, "2026-11-20"), false, day(t, "2026-11-23")); got != notices.Passed {
		t.Error(got)
	}
}

func day(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
