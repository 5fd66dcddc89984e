package requests

import (
	"context"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/rollup"
)

// counted is what the reports count of a request.
func (r *Request) counted() rollup.Request {
	out := rollup.Request{
		Service: r.Service, Region: r.Region, Filed: r.Filed.Date, Due: r.Due, Binds: r.Binds(), Stopped: r.StoppedOn != 0, State: string(r.State),
	}
	if !r.State.Open() {
		out.Closed = calendar.DateIn(r.ClosedAt)
	}
	return out
}

// recounted keeps the reports' counts in step with requests that were one and
// are another.
func recounted(ctx context.Context, tx *database.Tx, was, is []Request) error {
	var changes rollup.Changes
	for i := range was {
		changes.Request(was[i].counted(), -1)
	}
	for i := range is {
		changes.Request(is[i].counted(), 1)
	}
	return changes.Apply(ctx, tx)
}

// uncounted takes requests that are erased out of the counts: the open ones,
// which nobody awaits any more. What became of the others stays counted.
func uncounted(ctx context.Context, tx *database.Tx, gone []Request) error {
	var open []Request
	for _, r := range gone {
		if r.State.Open() {
			open = append(open, r)
		}
	}
	return recounted(ctx, tx, open, nil)
}
