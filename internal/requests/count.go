package requests

import (
	"errors"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/notices"
)

// count sets the due date and what it rests on, by a calendar. A term that
// leaves the calendar's years gives no date.
func (r *Request) count(c *calendar.Calendar) error {
	r.CalendarVersion, r.DueFrom = c.Version(), ByNothing
	r.Due = 0
	if r.Receipt != 0 {
		r.Due, r.DueFrom = r.Receipt, ByReceipt
		return nil
	}
	due, err := r.Counted(c)
	var outside *calendar.OutOfRangeError
	if err != nil && !errors.As(err, &outside) {
		return fmt.Errorf("count request: %w", err)
	}
	if due != 0 {
		r.Due, r.DueFrom = due, ByCount
	}
	return nil
}

// Counted is the due date by our count, also where the receipt says another; 0
// where there is nothing to count or the start is not known yet. Days for which
// the clock stood, and an extension, are added.
func (r *Request) Counted(c *calendar.Calendar) (calendar.Date, error) {
	rule, from, ok := r.Basis()
	if !ok {
		return 0, nil
	}
	due, err := c.Due(rule, from)
	if err != nil {
		return 0, err
	}
	last := due.Due
	if r.StoppedDays > 0 && rule.Unit != calendar.WorkingDays && rule.Unit != calendar.CalendarDays {
		last = last.AddDays(r.StoppedDays)
		if !c.IsWorking(last) {
			last = c.NextWorkingDay(last)
		}
	}
	if r.Extension != nil {
		more, err := c.Due(*r.Extension, calendar.Filing{Date: last, Minute: calendar.NoHour})
		if err != nil {
			return 0, err
		}
		last = more.Due
	}
	return last, nil
}

// Basis is what the count rests on, for showing its working: the rule,
// lengthened by the days for which the clock stood, and the moment from which
// it runs. ok is false where there is nothing to count.
func (r *Request) Basis() (rule calendar.Rule, from calendar.Filing, ok bool) {
	from = r.Filed
	if r.StartEvent != "" {
		from = calendar.Filing{Date: r.Start, Minute: calendar.NoHour}
	}
	if r.Rule == nil || from.Date == 0 {
		return calendar.Rule{}, from, false
	}
	rule = *r.Rule
	if rule.Unit == calendar.WorkingDays || rule.Unit == calendar.CalendarDays {
		rule.Length += r.StoppedDays
	}
	return rule, from, true
}

// plan sets the next day on which to remind: the first of the plan after the
// day on which the person last knew how things stand.
func (r *Request) plan(c *calendar.Calendar) {
	r.Remind = 0
	if !r.State.Open() || r.Muted || r.StoppedOn != 0 || r.Due == 0 {
		return
	}
	if day, ok := notices.Next(c, r.Due, r.Binds(), r.Reminded); ok {
		r.Remind = day
	}
}

// stood is how many days of the term the clock stood from one day to another:
// working days, or all days where the term counts them.
func (r *Request) stood(c *calendar.Calendar, from, to calendar.Date) int {
	if r.Rule != nil && r.Rule.Unit == calendar.WorkingDays {
		return c.WorkingDaysBetween(from, to)
	}
	return max(0, int(to-from))
}
