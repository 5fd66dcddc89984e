// Package privacy answers what is held of a person, erases it, and erases by
// itself what has been held long enough. It goes across the stores of a person
// and knows nothing of conversations: the session is its own store's.
package privacy

import (
	"context"
	"errors"
	"fmt"

	"github.com/merzim/merzim/internal/broadcasts"
	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/complaints"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/reports"
	"github.com/merzim/merzim/internal/requests"
	"github.com/merzim/merzim/internal/roles"
	"github.com/merzim/merzim/internal/subscriptions"
)

// Store reaches all that is kept of a person in SQL.
type Store struct {
	db         *database.DB
	people     *people.Store
	requests   *requests.Store
	complaints *complaints.Store
	notices    *notices.Store
	topics     *subscriptions.Store
	broadcasts *broadcasts.Store
	roles      *roles.Store
}

// NewStore makes a store; it reaches the others' tables by stores of its own.
func NewStore(db *database.DB, c clock.Clock, outbox *notices.Store) *Store {
	return &Store{
		db: db, people: people.NewStore(db, c), requests: requests.NewStore(db, c, outbox), complaints: complaints.NewStore(db, c, outbox), notices: outbox,
		topics: subscriptions.NewStore(db, c), roles: roles.NewStore(db, c),
		broadcasts: broadcasts.NewStore(db, c, outbox, nil), // what is held of a person in broadcasts needs no catalogue
	}
}

// Forgotten says what a person who was forgotten leaves behind.
type Forgotten struct {
	Requests   int   // erased
	Complaints int64 // that stay as anonymous numbers
	Role       bool  // ended
}

// Forget erases a person in one transaction: chat, language, consent, mutes,
// subscriptions, requests with their timelines, all free text, a role. Notices and
// broadcasts become nameless counts; complaints stay, linked to nobody, and so
// do the broadcasts that a member of staff wrote. Twice is the same as once. The session is
// left to the conversation, which is about to write it.
func (s *Store) Forget(ctx context.Context, chat int64) (f Forgotten, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		f = Forgotten{}
		// The person first: what others keep of them meanwhile waits for it and
		// then finds no consent.
		if err := people.Forget(ctx, tx, chat); err != nil {
			return err
		}
		if err := reports.ForgetChat(ctx, tx, chat); err != nil { // while the complaints are still theirs
			return err
		}
		if f.Complaints, err = s.complaints.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if f.Requests, err = s.requests.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if err := s.notices.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if err := subscriptions.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if err := s.broadcasts.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if f.Role, err = s.roles.ForgetChat(ctx, tx, chat); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM parked_updates WHERE chat = ?`, chat); err != nil {
			return fmt.Errorf("forget parked updates: %w", err)
		}
		return nil
	})
	if err != nil {
		return Forgotten{}, err
	}
	return f, s.db.Scrub(ctx)
}

// Retained says what was erased because its time was over.
type Retained struct {
	Requests   int   // closed twelve months ago
	Notices    int64 // done ninety days ago, now nameless counts
	Recipients int64 // of broadcasts that ended thirty days ago, now nameless counts
	Log        int64 // lines of the audit log, three years old
}

// Retain erases what has been held long enough, by the stores' own clocks.
// Sessions run out by themselves.
func (s *Store) Retain(ctx context.Context) (r Retained, err error) {
	var first, second, third, fourth error
	r.Requests, first = s.requests.Retain(ctx)
	r.Notices, second = s.notices.Retain(ctx)
	r.Recipients, third = s.broadcasts.Retain(ctx)
	r.Log, fourth = s.roles.Retain(ctx)
	err = errors.Join(first, second, third, fourth)
	if err == nil && r != (Retained{}) {
		err = s.db.Scrub(ctx)
	}
	return r, err
}
