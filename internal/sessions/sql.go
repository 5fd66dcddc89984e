package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
)

// SQL keeps sessions in the embedded database, for one process.
type SQL struct {
	db    *database.DB
	clock clock.Clock
}

// NewSQL makes a store.
func NewSQL(db *database.DB, c clock.Clock) *SQL { return &SQL{db: db, clock: c} }

// Load returns the chat's state and whether the update was handled before.
func (s *SQL) Load(ctx context.Context, chat, update int64) (Stored, error) {
	now := s.clock.Now().Unix()
	var out Stored
	var data sql.NullString
	var version sql.NullInt64
	var handled int
	err := s.db.QueryRow(ctx, `SELECT
		(SELECT data FROM sessions WHERE chat = ? AND expires_at > ?),
		(SELECT version FROM sessions WHERE chat = ? AND expires_at > ?),
		(SELECT COUNT(*) FROM handled_updates WHERE update_id = ? AND expires_at > ?)`,
		chat, now, chat, now, update, now).Scan(&data, &version, &handled)
	if err != nil {
		return Stored{}, fmt.Errorf("load session: %w: %w", ErrUnavailable, err)
	}
	out.Handled = handled > 0
	if data.Valid {
		out.Data, out.Version = []byte(data.String), version.Int64
	}
	return out, nil
}

// Save writes the chat's state if its version is still the one given; saved is
// false when somebody else was first.
func (s *SQL) Save(ctx context.Context, chat, version int64, data []byte) (saved bool, err error) {
	now := s.clock.Now()
	expires := now.Add(Lifetime).Unix()
	var result sql.Result
	if version == 0 {
		result, err = s.db.Exec(ctx, `INSERT INTO sessions (chat, version, data, expires_at) VALUES (?, 1, ?, ?)
			ON CONFLICT (chat) DO UPDATE SET version = 1, data = excluded.data, expires_at = excluded.expires_at WHERE sessions.expires_at <= ?`,
			chat, string(data), expires, now.Unix())
	} else {
		result, err = s.db.Exec(ctx, `UPDATE sessions SET version = version + 1, data = ?, expires_at = ? WHERE chat = ? AND version = ? AND expires_at > ?`,
			string(data), expires, chat, version, now.Unix())
	}
	if err != nil {
		return false, fmt.Errorf("save session: %w: %w", ErrUnavailable, err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// Delete forgets the chat's state.
func (s *SQL) Delete(ctx context.Context, chat int64) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM sessions WHERE chat = ?`, chat); err != nil {
		return fmt.Errorf("delete session: %w: %w", ErrUnavailable, err)
	}
	return nil
}

// MarkHandled notes that the update was handled.
func (s *SQL) MarkHandled(ctx context.Context, _, update int64) error {
	_, err := s.db.Exec(ctx, `INSERT INTO handled_updates (update_id, expires_at) VALUES (?, ?)
		ON CONFLICT (update_id) DO UPDATE SET expires_at = excluded.expires_at`, update, s.clock.Now().Add(HandledLifetime).Unix())
	if err != nil {
		return fmt.Errorf("mark update as handled: %w: %w", ErrUnavailable, err)
	}
	return nil
}

// Sweep deletes what has run out. Redis does this by itself.
func (s *SQL) Sweep(ctx context.Context) error {
	now := s.clock.Now().Unix()
	_, first := s.db.Exec(ctx, `DELETE FROM handled_updates WHERE expires_at <= ?`, now)
	_, second := s.db.Exec(ctx, `DELETE FROM sessions WHERE expires_at <= ?`, now)
	_, third := s.db.Exec(ctx, `DELETE FROM short_values WHERE expires_at <= ?`, s.clock.Now().UnixMilli())
	return errors.Join(first, second, third)
}

// SweepEvery runs Sweep until ctx ends; failures go to report.
func (s *SQL) SweepEvery(ctx context.Context, every time.Duration, report func(error)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
				report(err)
			}
		}
	}
}
