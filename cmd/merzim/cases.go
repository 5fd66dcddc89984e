package main

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/handlers"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/parking"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/privacy"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/subscriptions"
	"github.com/merzim/merzim/internal/uploads"
)

// cases are the stores of what citizens track, complain of and are told.
type cases struct {
	people     *people.Store
	outbox     *notices.Store
	requests   *requests.Store
	complaints *complaints.Store
	privacy    *privacy.Store
	parking    *parking.Store
	roles      *roles.Store
	uploads    *uploads.Store
	topics     *subscriptions.Store
}

// openCases puts the stores together: what was sent stands on the timelines.
func openCases(db *database.DB, c clock.Clock) cases {
	s := cases{people: people.NewStore(db, c), outbox: notices.NewStore(db, c), parking: parking.NewStore(db, c), roles: roles.NewStore(db, c), topics: subscriptions.NewStore(db, c)}
	s.requests = requests.NewStore(db, c, s.outbox)
	s.complaints = complaints.NewStore(db, c, s.outbox)
	s.privacy = privacy.NewStore(db, c, s.outbox)
	s.uploads = uploads.NewStore(db, c, s.requests)
	s.roles.AfterRevoke = func(ctx context.Context, tx *database.Tx, h roles.Holder) error {
		_, err := s.outbox.QueueIn(ctx, tx, notices.New{Chat: h.Chat, Kind: notices.RoleEnded, Dedupe: fmt.Sprintf("role_ended:%d", h.Invitation), Args: h.Grant})
		return err
	}
	s.outbox.AfterSent = func(ctx context.Context, tx *database.Tx, n notices.Notice) error {
		if err := s.requests.Told(ctx, tx, n); err != nil {
			return err
		}
		return s.complaints.Told(ctx, tx, n)
	}
	return s
}

// remind queues the reminders that have come due, and returns how many.
func (s cases) remind(ctx context.Context, know *handlers.Knowledge) (due int, err error) {
	requests, err := s.requests.Remind(ctx, know.Catalog.Calendar)
	if err != nil {
		return requests, fmt.Errorf("remind of requests: %w", err)
	}
	complaints, err := s.complaints.Remind(ctx, know.Catalog.Law.Ladder, know.Catalog.Calendar)
	if err != nil {
		return requests + complaints, fmt.Errorf("remind of complaints: %w", err)
	}
	return requests + complaints, nil
}

// recount counts open requests and awaited answers anew where the calendar is
// another one than they were counted by; moved is told of each request.
func (s cases) recount(ctx context.Context, know *handlers.Knowledge, moved func(requests.Moved)) (total requests.Recounted, answers int, err error) {
	if total, err = s.requests.Recount(ctx, know.Catalog.Calendar, moved); err != nil {
		return total, 0, fmt.Errorf("recount requests: %w", err)
	}
	if answers, err = s.complaints.Recount(ctx, know.Catalog.Law.Ladder, know.Catalog.Calendar); err != nil {
		return total, answers, fmt.Errorf("recount complaints: %w", err)
	}
	return total, answers, nil
}

// retain erases what has been held long enough. Twice is the same as once.
func (s cases) retain(ctx context.Context) (privacy.Retained, int64, error) {
	erased, err := s.privacy.Retain(ctx)
	if err != nil {
		return erased, 0, fmt.Errorf("retain: %w", err)
	}
	if err := s.uploads.Retain(ctx); err != nil {
		return erased, 0, err
	}
	parked, err := s.parking.Retain(ctx)
	return erased, parked, err
}
