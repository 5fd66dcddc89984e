// Package people keeps who writes to the bot: the chat, its language, whether
// the person stopped the bot, what they consented to and which notices they
// switched off. It never holds a name, a number or anything else that Telegram
// tells of a person.
package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// Person is one chat.
type Person struct {
	Chat     int64
	Language string // "kk" or "ru"
	Blocked  bool   // the person stopped the bot; nothing unasked is sent
	Region   string // id in the catalogue's regions; only while there is consent
	// ConsentAt is when the person last agreed that requests, complaints and
	// subscriptions are kept; zero before that.
	ConsentAt time.Time
	// WithdrawnAt is when they took it back; zero while it stands.
	WithdrawnAt time.Time
}

// Consented reports that more than chat, language and mutes may be kept.
func (p Person) Consented() bool { return !p.ConsentAt.IsZero() && p.WithdrawnAt.IsZero() }

// Store keeps people in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// Find returns a person; ok is false for a chat never seen.
func (s *Store) Find(ctx context.Context, chat int64) (p Person, ok bool, err error) {
	var blocked, consent, withdrawn sql.NullInt64
	err = s.db.QueryRow(ctx, `SELECT chat, language, blocked_at, region, consent_at, consent_withdrawn_at FROM people WHERE chat = ?`, chat).
		Scan(&p.Chat, &p.Language, &blocked, &p.Region, &consent, &withdrawn)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find person: %w", err)
	}
	p.Blocked, p.ConsentAt, p.WithdrawnAt = blocked.Valid, moment(consent), moment(withdrawn)
	return p, true, nil
}

// SetLanguage keeps the person's language, and the person if new. Writing to
// the bot also ends a stop. Twice is the same as once.
func (s *Store) SetLanguage(ctx context.Context, chat int64, language string) error {
	now := s.clock.Now().Unix()
	_, err := s.db.Exec(ctx, `INSERT INTO people (chat, language, created_at, updated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (chat) DO UPDATE SET language = excluded.language, blocked_at = NULL, updated_at = excluded.updated_at`,
		chat, language, now, now)
	if err != nil {
		return fmt.Errorf("set language: %w", err)
	}
	return nil
}

// SetBlocked notes that the person stopped the bot, or started it again. A
// chat never seen is left unknown.
func (s *Store) SetBlocked(ctx context.Context, chat int64, blocked bool) error {
	now := s.clock.Now()
	at := sql.NullInt64{Int64: now.Unix(), Valid: blocked}
	if _, err := s.db.Exec(ctx, `UPDATE people SET blocked_at = ?, updated_at = ? WHERE chat = ?`, at, now.Unix(), chat); err != nil {
		return fmt.Errorf("set blocked: %w", err)
	}
	return nil
}

func moment(seconds sql.NullInt64) time.Time {
	if !seconds.Valid {
		return time.Time{}
	}
	return time.Unix(seconds.Int64, 0)
}

// Count is how many people are known, and how many of them stopped the bot.
func (s *Store) Count(ctx context.Context) (all, blocked int, err error) {
	err = s.db.QueryRow(ctx, `SELECT COUNT(*), COUNT(blocked_at) FROM people`).Scan(&all, &blocked)
	if err != nil {
		return 0, 0, fmt.Errorf("count people: %w", err)
	}
	return all, blocked, nil
}
