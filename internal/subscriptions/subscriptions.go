// Package subscriptions keeps what citizens want to hear of: news of a service,
// an agency or a region, or general news. Keeping them needs consent. What a
// person subscribed to and what they muted are two things: a mute (package
// people) stops broadcasts without ending the subscriptions.
package subscriptions

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/people"
)

// Kind is of what sort a topic is.
type Kind string

// The kinds of topic.
const (
	Service Kind = "service" // by its id in the catalogue
	Agency  Kind = "agency"  // the same
	Region  Kind = "region"  // the same
	General Kind = "general" // no id
)

// Topic is what one can subscribe to.
type Topic struct {
	Kind Kind
	ID   string // empty for General, and only there
}

// Valid reports that there may be such a topic; whether the catalogue knows the
// id is the caller's to see.
func (t Topic) Valid() bool {
	switch t.Kind {
	case Service, Agency, Region:
		return t.ID != ""
	case General:
		return t.ID == ""
	}
	return false
}

// Subscription is a topic and since when.
type Subscription struct {
	Topic
	At time.Time
}

// What a store refuses.
var (
	ErrTopic   = errors.New("no such topic")
	ErrTooMany = errors.New("too many subscriptions")
)

// maxEach bounds one person's subscriptions.
const maxEach = 100

// Store keeps subscriptions in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// Subscribe keeps a subscription; without the person's consent it is
// people.ErrNoConsent. Twice is the same as once.
func (s *Store) Subscribe(ctx context.Context, chat int64, t Topic) error {
	if !t.Valid() {
		return ErrTopic
	}
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		if err := people.NeedConsent(ctx, tx, chat); err != nil {
			return err
		}
		var others int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM subscriptions WHERE chat = ? AND NOT (kind = ? AND topic = ?)`, chat, t.Kind, t.ID).Scan(&others); err != nil {
			return fmt.Errorf("count subscriptions: %w", err)
		}
		if others >= maxEach {
			return ErrTooMany
		}
		_, err := tx.Exec(ctx, `INSERT INTO subscriptions (chat, kind, topic, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (chat, kind, topic) DO NOTHING`,
			chat, t.Kind, t.ID, s.clock.Now().Unix())
		if err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		return nil
	})
}

// Unsubscribe ends a subscription, also one that never was.
func (s *Store) Unsubscribe(ctx context.Context, chat int64, t Topic) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM subscriptions WHERE chat = ? AND kind = ? AND topic = ?`, chat, t.Kind, t.ID); err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	return nil
}

// List gives a person's subscriptions, oldest first.
func (s *Store) List(ctx context.Context, chat int64) (out []Subscription, err error) {
	rows, err := s.db.Query(ctx, `SELECT kind, topic, created_at FROM subscriptions WHERE chat = ? ORDER BY created_at, kind, topic`, chat)
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var one Subscription
		var at int64
		if err := rows.Scan(&one.Kind, &one.ID, &at); err != nil {
			return nil, fmt.Errorf("list subscriptions: %w", err)
		}
		one.At = time.Unix(at, 0)
		out = append(out, one)
	}
	return out, rows.Err()
}

// ForgetChat erases a person's subscriptions. It is a part of forgetting them
// everywhere.
func ForgetChat(ctx context.Context, tx *database.Tx, chat int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM subscriptions WHERE chat = ?`, chat); err != nil {
		return fmt.Errorf("forget subscriptions: %w", err)
	}
	return nil
}
