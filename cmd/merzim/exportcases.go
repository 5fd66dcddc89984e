package main

import (
	"context"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/tables"
)

// The logs of requests and complaints hold nobody: no chat, no number of a
// receipt or a letter, no free text.

func requestColumns() []string {
	return []string{
		"time", "service", "region", "filed", "term", "term_kind", "term_status", "start", "due", "due_from", "receipt", "state", "stopped_days", "extended", "closed",
	}
}

func exportRequests(ctx context.Context, db *database.DB, from, to time.Time, w tables.Writer) error {
	return openCases(db, clock.System()).requests.Each(ctx, from, to, func(r requests.Request) error {
		var term string
		if r.Rule != nil {
			term = r.Rule.String()
		}
		var closed any
		if !r.ClosedAt.IsZero() {
			closed = inAlmaty(r.ClosedAt)
		}
		return w.Row(inAlmaty(r.CreatedAt), r.Service, r.Region, r.Filed.Date.String(), term, string(r.Kind), string(r.TermStatus), dayCell(r.Start),
			dayCell(r.Due), string(r.DueFrom), dayCell(r.Receipt), string(r.State), r.StoppedDays, r.Extension != nil, closed)
	})
}

func complaintColumns() []string {
	return []string{
		"number", "time", "kind", "service", "agency", "region", "language", "filed", "due", "days_overdue", "state",
		"provider_filed", "provider_answer_due", "provider_answered", "agency_filed", "agency_answer_due", "agency_answered",
	}
}

func exportComplaints(ctx context.Context, db *database.DB, from, to time.Time, w tables.Writer) error {
	return openCases(db, clock.System()).complaints.Each(ctx, from, to, func(c complaints.Complaint) error {
		row := []any{
			c.Number.String(), inAlmaty(c.CreatedAt), string(c.Kind), c.Service, c.Agency, c.Region, c.Language,
			dayCell(c.Filed), dayCell(c.Due), c.DaysOverdue, string(c.State),
		}
		for _, number := range []int{complaints.StepProvider, complaints.StepAgency} {
			var step complaints.Step
			for _, s := range c.Steps {
				if s.Step == number {
					step = s
				}
			}
			row = append(row, dayCell(step.FiledOn), dayCell(step.AnswerDue), dayCell(step.AnsweredOn))
		}
		return w.Row(row...)
	})
}

// dayCell is a day as YYYY-MM-DD, or nothing.
func dayCell(d calendar.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}
