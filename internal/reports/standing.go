package reports

import (
	"context"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/rollup"
)

// Age is how many open delays are so many working days old.
type Age struct {
	From, To int // To 0: and more
	Count    int64
}

// ageLimits part the ages, in working days overdue.
var ageLimits = []int{5, 10, 20, 60}

// oldestDue is a day before which no request was due: the bot is younger.
var oldestDue = calendar.NewDate(2015, 1, 1)

// openFigures are the requests that are awaited now, and the age of the delays.
func (s *Store) openFigures(ctx context.Context, c *catalog.Catalog, o *Overview) error {
	all, err := s.allRequests(ctx, c, o.Scope)
	if err != nil {
		return err
	}
	for _, x := range all {
		switch x.outcome {
		case rollup.Stopped:
			o.Stopped += x.total
		case rollup.Unbound:
			o.Unbound += x.total
		case rollup.Open:
		default:
			continue
		}
		o.Open += x.total
	}
	to, from := o.Today-1, 0
	for _, limit := range append(ageLimits, 0) {
		oldest := oldestDue
		if limit > 0 {
			oldest = oldestWithin(c.Calendar, o.Today, limit)
		}
		cells, err := s.requestCells(ctx, c, rollup.Cover(oldest, to), o.Scope, total)
		if err != nil {
			return err
		}
		age := Age{From: from, To: limit}
		for _, x := range cells {
			if x.outcome == rollup.Open {
				age.Count += x.total
			}
		}
		o.Ages = append(o.Ages, age)
		to, from = oldest-1, limit+1
	}
	return nil
}

// oldestWithin is the earliest due date that is so many working days overdue at
// most.
func oldestWithin(c *calendar.Calendar, today calendar.Date, days int) calendar.Date {
	due := today
	for c.DaysOverdue(due-1, today) <= days {
		due--
	}
	return due
}
