package rollup

import (
	"time"

	"github.com/merzim/merzim/catalog/calendar"
)

// All stands for every service and region in the rows that sum over them.
const All = "*"

// Complaint is what of a complaint is counted.
type Complaint struct {
	At       time.Time // when it was recorded
	Service  string
	Region   string
	Kind     string
	Language string
	State    string
}

// Outcome is what became of a request, measured by its due date.
type Outcome string

// The outcomes. A date binds when an agency can be late for it.
const (
	Open          Outcome = "open"           // awaited; overdue once its binding due date has passed
	OnTime        Outcome = "on_time"        // ready or refused by the due date
	Late          Outcome = "late"           // ready or refused after it
	WithdrawnLate Outcome = "withdrawn_late" // taken back after it
	Withdrawn     Outcome = "withdrawn"      // taken back before it
	Stopped       Outcome = "stopped"        // awaited, but the clock stands
	Unbound       Outcome = "unbound"        // awaited, with no binding date
	Done          Outcome = "done"           // closed, with no binding date
)

// Request is what of a request is counted.
type Request struct {
	Service string
	Region  string
	Filed   calendar.Date
	Due     calendar.Date // 0: none
	Binds   bool
	Stopped bool
	State   string
	Closed  calendar.Date // 0: open
}

// Outcome tells what became of the request.
func (r Request) Outcome() Outcome {
	switch {
	case r.Closed == 0 && r.Stopped:
		return Stopped
	case r.Closed == 0 && !r.Binds:
		return Unbound
	case r.Closed == 0:
		return Open
	case !r.Binds:
		return Done
	case r.State == "withdrawn" && r.Closed <= r.Due:
		return Withdrawn
	case r.State == "withdrawn":
		return WithdrawnLate
	case r.Closed <= r.Due:
		return OnTime
	}
	return Late
}

// Measure is which duration is counted.
type Measure string

// The measures, in calendar days.
const (
	Real  Measure = "real"  // from the filing to the answer
	Legal Measure = "legal" // from the filing to the due date
)

// maxDays is the longest duration told apart, in calendar days.
const maxDays = 999

// durations are the real and the legal length of an answered request; ok is
// false where there is nothing to compare.
func (r Request) durations() (took, allowed int64, ok bool) {
	if o := r.Outcome(); o != OnTime && o != Late {
		return 0, 0, false
	}
	clamp := func(days calendar.Date) int64 { return int64(min(max(days, 0), maxDays)) }
	return clamp(r.Closed - r.Filed), clamp(r.Due - r.Filed), true
}
