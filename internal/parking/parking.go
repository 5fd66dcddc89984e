// Package parking keeps updates that could not be handled, so that an admin
// sees them. It holds what an update was, never what the person wrote.
package parking

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// Kept is how long a parked update is kept for an admin to see.
const Kept = 90 * 24 * time.Hour

// maxDetail bounds the error text kept with an update, in bytes.
const maxDetail = 500

// Store keeps parked updates in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// Row is a parked update.
type Row struct {
	Update int64
	Chat   int64
	Kind   string // what the person did: "text", "press" …
	Reason string // "panic", "error", "slow" or "undelivered"
	Detail string // the error's text
	At     time.Time
}

// Park keeps an update; parked twice, the later reason stands.
func (s *Store) Park(ctx context.Context, update, chat int64, kind, reason, detail string) error {
	detail = readable(detail)
	_, err := s.db.Exec(ctx, `INSERT INTO parked_updates (update_id, chat, kind, reason, detail, parked_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (update_id) DO UPDATE SET reason = excluded.reason, detail = excluded.detail, parked_at = excluded.parked_at`,
		update, chat, kind, reason, detail, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("park update: %w", err)
	}
	return nil
}

// readable is a text that every base takes: at most so long, whole letters only
// and no zero bytes.
func readable(detail string) string {
	detail = strings.ReplaceAll(strings.ToValidUTF8(detail, "\ufffd"), "\x00", "")
	if len(detail) > maxDetail {
		detail = strings.ToValidUTF8(detail[:maxDetail], "")
	}
	return detail
}

// Settle takes out an update that was only slow.
func (s *Store) Settle(ctx context.Context, update int64) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM parked_updates WHERE update_id = ? AND reason = 'slow'`, update); err != nil {
		return fmt.Errorf("settle update: %w", err)
	}
	return nil
}

// List returns the newest parked updates, at most so many.
func (s *Store) List(ctx context.Context, limit int) ([]Row, error) {
	rows, err := s.db.Query(ctx, `SELECT update_id, chat, kind, reason, detail, parked_at FROM parked_updates ORDER BY parked_at DESC, update_id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("list parked updates: %w", err)
	}
	defer rows.Close()
	var out []Row
	for rows.Next() {
		var r Row
		var at int64
		if err := rows.Scan(&r.Update, &r.Chat, &r.Kind, &r.Reason, &r.Detail, &at); err != nil {
			return nil, fmt.Errorf("list parked updates: %w", err)
		}
		r.At = time.Unix(at, 0)
		out = append(out, r)
	}
	return out, rows.Err()
}

// Count is how many updates are parked.
func (s *Store) Count(ctx context.Context) (n int64, err error) {
	if err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM parked_updates`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count parked updates: %w", err)
	}
	return n, nil
}

// Retain erases what was parked long enough ago, and returns how many.
func (s *Store) Retain(ctx context.Context) (erased int64, err error) {
	result, err := s.db.Exec(ctx, `DELETE FROM parked_updates WHERE parked_at <= ?`, s.clock.Now().Add(-Kept).Unix())
	if err != nil {
		return 0, fmt.Errorf("erase parked updates: %w", err)
	}
	return result.RowsAffected()
}
