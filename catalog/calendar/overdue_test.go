package calendar_test

import "testing"

func TestDaysOverdueAreWorkingDays(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct {
		due, today string
		want       int
	}{
		{"2026-11-27", "2026-11-26", 0},
		{"2026-11-27", "2026-11-27", 0},
		{"2026-11-27", "2026-11-28", 0}, // a Saturday: over, and no working day late yet
		{"2026-11-27", "2026-11-30", 1},
		{"2026-11-27", "2026-12-01", 2},
		{"2026-03-20", "2026-03-26", 1},
		{"2026-12-31", "2027-01-05", 1},
		{"2026-12-31", "2027-12-31", 247},
	} {
		if got := c.DaysOverdue(date(t, tc.due), date(t, tc.today)); got != tc.want {
			t.Errorf("due %s, today %s: %d working days overdue, want %d", tc.due, tc.today, got, tc.want)
		}
	}
}

func TestWorkingDaysAreFoundBothWays(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-20", 1, "2026-03-26"},
		{"2026-03-26", -1, "2026-03-20"},
		{"2026-03-24", -1, "2026-03-20"},
		{"2025-01-02", 1, "2025-01-05"}, // 2 January is off, 3 January moved, Sunday works
		{"2025-01-06", -1, "2025-01-05"},
		{"2026-12-31", 2, "2027-01-06"},
		{"2060-12-31", 1, "2061-01-03"},
		{"2000-01-04", -3, "1999-12-29"},
	} {
		if got := c.AddWorkingDays(date(t, tc.from), tc.n); got != date(t, tc.want) {
			t.Errorf("%s and %d working days is %s, want %s", tc.from, tc.n, got, tc.want)
		}
	}
}
