package requests

import "github.com/merzim/merzim/catalog/calendar"

// Phase is how a request stands at a moment.
type Phase string

// The phases of a request.
const (
	Undated  Phase = "undated"  // open, with no due date
	Running  Phase = "running"  // open, the due date is ahead
	DueSoon  Phase = "due_soon" // from the working day before the due date
	DueToday Phase = "due_today"
	Overdue  Phase = "overdue" // the agency is late
	Passed   Phase = "passed"  // the date is over, but it is one that binds nobody
	Stopped  Phase = "stopped" // the clock stands
	Closed   Phase = "closed"  // ready, refused or withdrawn
)

// Standing is how a request stands on a day.
type Standing struct {
	Phase       Phase
	DaysLeft    int // working days after today, the due date included
	DaysOverdue int // working days after the due date, today included; 0 on a day off right after it
}

// Standing tells how the request stands today.
func (r *Request) Standing(c *calendar.Calendar, today calendar.Date) Standing {
	switch {
	case !r.State.Open():
		return Standing{Phase: Closed}
	case r.StoppedOn != 0:
		return Standing{Phase: Stopped}
	case r.Due == 0:
		return Standing{Phase: Undated}
	case today > r.Due && r.Binds():
		return Standing{Phase: Overdue, DaysOverdue: c.DaysOverdue(r.Due, today)}
	case today > r.Due:
		return Standing{Phase: Passed}
	case today == r.Due:
		return Standing{Phase: DueToday}
	}
	left := Standing{Phase: Running, DaysLeft: c.WorkingDaysBetween(today, r.Due)}
	if today >= c.AddWorkingDays(r.Due, -1) {
		left.Phase = DueSoon
	}
	return left
}
