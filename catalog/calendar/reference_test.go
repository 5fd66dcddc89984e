package calendar_test

import (
	"testing"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// plain counts terms a second time, a day or a minute at a step, with package
// time and nothing of the calendar but whether a day is worked.
type plain struct{ works func(time.Time) bool }

func (p plain) next(d time.Time) time.Time {
	for d = d.AddDate(0, 0, 1); !p.works(d); d = d.AddDate(0, 0, 1) {
	}
	return d
}

func (p plain) rolled(d time.Time) time.Time {
	for !p.works(d) {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

func (p plain) due(r calendar.Rule, filed time.Time, minute int) (day time.Time, dueMinute int) {
	accepted := filed
	if !p.works(filed) || minute >= 17*60+30 {
		accepted = p.next(filed)
	}
	if r.Length == 0 {
		return accepted, -1
	}
	switch r.Unit {
	case calendar.WorkingDays:
		day = accepted
		for range r.Length {
			day = p.next(day)
		}
		return day, -1
	case calendar.CalendarDays:
		if r.FromNextWorkingDay {
			return p.rolled(p.next(filed).AddDate(0, 0, r.Length-1)), -1
		}
		return p.rolled(accepted.AddDate(0, 0, r.Length)), -1
	case calendar.Months:
		return p.rolled(p.months(accepted, r.Length)), -1
	case calendar.Years:
		return p.rolled(p.months(accepted, 12*r.Length)), -1
	}
	if minute == calendar.NoHour {
		minute = 17*60 + 29
	}
	if !accepted.Equal(filed) {
		minute = 0
	}
	left := r.Length
	if r.Unit == calendar.Hours {
		left *= 60
	}
	for day = accepted; ; day, minute = p.next(day), 0 {
		for ; minute < 24*60; minute++ {
			if minute >= 9*60 && minute < 13*60 || minute >= 14*60+30 && minute < 18*60+30 {
				if left--; left == 0 {
					return day, minute + 1
				}
			}
		}
	}
}

// months goes on month by month from the first of the month and then to the
// number of the day, or as far towards it as the month has days.
func (p plain) months(d time.Time, n int) time.Time {
	end := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC)
	for range n {
		end = end.AddDate(0, 1, 0)
	}
	for month := end.Month(); end.Day() < d.Day(); end = end.AddDate(0, 0, 1) {
		if end.AddDate(0, 0, 1).Month() != month {
			break
		}
	}
	return end
}

func TestAPlainCountAgreesForTenYears(t *testing.T) {
	t.Parallel()
	c := load(t)
	offset := calendar.NewDate(2023, time.January, 1)
	var worked [14 * 366]bool
	for i := range worked {
		worked[i] = c.Day(offset.AddDays(i)).Working
	}
	epoch := time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC)
	p := plain{works: func(d time.Time) bool { return worked[int(d.Sub(epoch)/(24*time.Hour))] }}

	rules := []calendar.Rule{marriage(), {Length: 1, Unit: calendar.CalendarDays, FromNextWorkingDay: true}}
	for _, s := range []string{
		"0wd", "1wd", "5wd", "15wd", "30wd", "1cd", "15cd", "30cd", "90cd",
		"1mo", "3mo", "6mo", "1y", "2y", "1h", "4h", "8h", "72h", "20min", "480min", "481min",
	} {
		rules = append(rules, rule(t, s))
	}
	for filed := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC); filed.Year() < 2034; filed = filed.AddDate(0, 0, 1) {
		d := calendar.NewDate(filed.Date())
		for _, r := range rules {
			minutes := []int{calendar.NoHour, 17*60 + 30}
			if r.Unit == calendar.Hours || r.Unit == calendar.Minutes {
				minutes = []int{calendar.NoHour, 8 * 60, 9*60 + 7, 13 * 60, 14*60 + 30, 17*60 + 29, 23 * 60}
			}
			for _, minute := range minutes {
				want, wantMinute := p.due(r, filed, minute)
				got, err := c.Due(r, calendar.Filing{Date: d, Minute: minute})
				if err != nil || got.Due != calendar.NewDate(want.Date()) || got.DueMinute != wantMinute {
					t.Fatalf("%s from %s minute %d: due %s minute %d, %v; want %s minute %d",
						r, d, minute, got.Due, got.DueMinute, err, want.Format(time.DateOnly), wantMinute)
				}
			}
		}
	}
}
