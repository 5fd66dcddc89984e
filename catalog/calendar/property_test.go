package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/merzim/merzim/catalog/calendar"
)

func drawRule(t *rapid.T) calendar.Rule {
	r := calendar.Rule{
		Unit: rapid.SampledFrom([]calendar.Unit{
			calendar.WorkingDays, calendar.CalendarDays, calendar.Months,
			calendar.Years, calendar.Hours, calendar.Minutes,
		}).Draw(t, "unit"),
		Closes: rapid.SampledFrom([]int{0, 13 * 60, 18 * 60, 20 * 60, 24 * 60}).Draw(t, "closes"),
	}
	longest := map[calendar.Unit]int{calendar.Months: 60, calendar.Years: 10, calendar.Minutes: 5000}[r.Unit]
	if longest == 0 {
		longest = 200
	}
	r.Length = rapid.IntRange(0, longest).Draw(t, "length")
	if r.Unit == calendar.CalendarDays {
		r.FromNextWorkingDay = rapid.Bool().Draw(t, "from next working day")
	}
	if r.Unit == calendar.Hours || r.Unit == calendar.Minutes {
		r.RoundTheClock = rapid.Bool().Draw(t, "round the clock")
	}
	return r
}

func drawDate(t *rapid.T, name string) calendar.Date {
	return calendar.Date(rapid.Int32Range(int32(calendar.NewDate(2000, 1, 1)), int32(calendar.NewDate(2045, 12, 31))).Draw(t, name))
}

func drawFiling(t *rapid.T) calendar.Filing {
	return calendar.Filing{Date: drawDate(t, "filed"), Minute: rapid.IntRange(calendar.NoHour, 24*60-1).Draw(t, "minute")}
}

func due(t *rapid.T, c *calendar.Calendar, r calendar.Rule, f calendar.Filing) calendar.Due {
	got, err := c.Due(r, f)
	if err != nil {
		t.Fatalf("%+v filed %s: %v", r, f, err)
	}
	return got
}

func notBefore(a, b calendar.Due) bool {
	return a.Due > b.Due || a.Due == b.Due && a.DueMinute >= b.DueMinute
}

func TestATermEndsOnAWorkingDayAfterItsAcceptance(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRule(t), drawFiling(t)
		got := due(t, c, r, f)
		if got.Due < got.Accepted || got.Accepted < f.Date || got.FirstDay < got.Accepted || got.Due < got.FirstDay {
			t.Fatalf("%+v filed %s: %+v is out of order", r, f, got)
		}
		if !r.RoundTheClock && (!c.IsWorking(got.Due) || !c.IsWorking(got.Accepted)) {
			t.Fatalf("%+v filed %s: %+v ends or is accepted on a day off", r, f, got)
		}
	})
}

func TestFilingLaterNeverEndsEarlier(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRule(t), drawFiling(t)
		later := f
		if f.Minute != calendar.NoHour && rapid.Bool().Draw(t, "same day") {
			later.Minute = rapid.IntRange(f.Minute, 24*60-1).Draw(t, "later minute")
		} else {
			later.Date += calendar.Date(rapid.IntRange(1, 20).Draw(t, "days later"))
			if f.Minute != calendar.NoHour {
				later.Minute = rapid.IntRange(0, 24*60-1).Draw(t, "minute then")
			}
		}
		if a, b := due(t, c, r, f), due(t, c, r, later); !notBefore(b, a) {
			t.Fatalf("%+v: filed %s due %+v, filed %s due %+v", r, f, a, later, b)
		}
	})
}

func TestALongerTermNeverEndsEarlier(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRule(t), drawFiling(t)
		longer := r
		longer.Length++
		if a, b := due(t, c, r, f), due(t, c, longer, f); !notBefore(b, a) {
			t.Fatalf("filed %s: %+v due %+v, %+v due %+v", f, r, a, longer, b)
		}
	})
}

func TestStepsAgreeWithTheDueDate(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		r, f := drawRule(t), drawFiling(t)
		want := due(t, c, r, f)
		got, err := c.Count(r, f)
		if err != nil {
			t.Fatal(err)
		}
		same := calendar.Due{
			Filed: got.Filed, Accepted: got.Accepted, FirstDay: got.FirstDay, Due: got.Due, DueMinute: got.DueMinute,
			OverdueFrom: got.OverdueFrom, Provisional: got.Provisional, AfterHours: got.AfterHours,
		}
		if same != want {
			t.Fatalf("count %+v, due %+v", same, want)
		}
		counted, minutes, previous := 0, 0, f.Date
		for _, s := range got.Steps {
			if s.Date < previous {
				t.Fatalf("%s follows %s", s.Date, previous)
			}
			previous = s.Date
			minutes += s.Minutes
			if s.Counts != (s.Number > 0) {
				t.Fatalf("%+v counts without a number", s)
			}
			if s.Counts {
				counted++
			}
			if !s.Counts && s.Holiday != "" && c.IsWorking(s.Date) {
				t.Fatalf("%+v is worked", s)
			}
		}
		end := got.Steps[len(got.Steps)-1]
		if got.Steps[0].Date != f.Date || end.Date != want.Due || end.Reason != calendar.ReasonDue && end.Reason != calendar.ReasonRolled {
			t.Fatalf("steps run from %s to %+v, due %s", got.Steps[0].Date, end, want.Due)
		}
		switch r.Unit {
		case calendar.WorkingDays, calendar.CalendarDays:
			if counted != r.Length {
				t.Fatalf("%d days counted of %d", counted, r.Length)
			}
		case calendar.Minutes:
			if minutes != r.Length {
				t.Fatalf("%d minutes counted of %d", minutes, r.Length)
			}
		}
	})
}

func TestWorkingDaysAddUp(t *testing.T) {
	t.Parallel()
	c := load(t)
	rapid.Check(t, func(t *rapid.T) {
		// From before to after the calendar's years.
		a := calendar.Date(rapid.Int32Range(10_000, 34_000).Draw(t, "a"))
		n := rapid.IntRange(1, 300).Draw(t, "n")
		b := c.AddWorkingDays(a, n)
		if !c.IsWorking(b) || c.WorkingDaysBetween(a, b) != n {
			t.Fatalf("%s and %d working days is %s, with %d between", a, n, b, c.WorkingDaysBetween(a, b))
		}
		if c.NextWorkingDay(a) != c.AddWorkingDays(a, 1) || c.AddWorkingDays(a, 0) != a {
			t.Fatal("one and none do not agree")
		}
		back := c.AddWorkingDays(b, -n)
		if !c.IsWorking(back) || c.WorkingDaysBetween(back, b) != n || back > a && c.IsWorking(a) {
			t.Fatalf("%s less %d working days is %s", b, n, back)
		}
		if c.WorkingDaysBetween(b, a) != 0 || c.DaysOverdue(b, b) != 0 {
			t.Fatal("nothing lies between a day and an earlier one")
		}
	})
}
