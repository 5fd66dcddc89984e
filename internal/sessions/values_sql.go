package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// SetValue keeps a value under a key for a while, instead of the one before.
func (s *SQL) SetValue(ctx context.Context, key, value string, lifetime time.Duration) error {
	_, err := s.db.Exec(ctx, `INSERT INTO short_values (key, value, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`, key, value, s.clock.Now().Add(lifetime).UnixMilli())
	if err != nil {
		return fmt.Errorf("set value: %w: %w", ErrUnavailable, err)
	}
	return nil
}

// Value returns what was kept; ok is false when there is nothing, or not any more.
func (s *SQL) Value(ctx context.Context, key string) (value string, ok bool, err error) {
	return foundValue(s.db.QueryRow(ctx, `SELECT value FROM short_values WHERE key = ? AND expires_at > ?`, key, s.clock.Now().UnixMilli()))
}

// TakeValue returns what was kept and deletes it in the same step: of two who
// take, one gets it.
func (s *SQL) TakeValue(ctx context.Context, key string) (value string, ok bool, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		value, ok, err = foundValue(tx.QueryRow(ctx, `DELETE FROM short_values WHERE key = ? AND expires_at > ? RETURNING value`, key, s.clock.Now().UnixMilli()))
		return err
	})
	return value, ok, err
}

func foundValue(row *sql.Row) (value string, ok bool, err error) {
	err = row.Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read value: %w: %w", ErrUnavailable, err)
	}
	return value, true, nil
}

// DeleteValue deletes what was kept, if anything was.
func (s *SQL) DeleteValue(ctx context.Context, key string) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM short_values WHERE key = ?`, key); err != nil {
		return fmt.Errorf("delete value: %w: %w", ErrUnavailable, err)
	}
	return nil
}

// DeleteValues deletes all that was kept here: what a backup brings back would
// let in who had logged out since.
func (s *SQL) DeleteValues(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM short_values`); err != nil {
		return fmt.Errorf("delete values: %w", err)
	}
	return nil
}

// CountValue adds one to a count and returns it. The count begins anew when its
// lifetime since the first step is over. A count is no value: use a key of its own.
func (s *SQL) CountValue(ctx context.Context, key string, lifetime time.Duration) (n int64, err error) {
	now := s.clock.Now()
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO short_values (key, value, expires_at) VALUES (?, '1', ?)
			ON CONFLICT (key) DO UPDATE SET
				value = CASE WHEN short_values.expires_at <= ? THEN '1' ELSE CAST(CAST(short_values.value AS BIGINT) + 1 AS TEXT) END,
				expires_at = CASE WHEN short_values.expires_at <= ? THEN excluded.expires_at ELSE short_values.expires_at END
			RETURNING CAST(value AS BIGINT)`, key, now.Add(lifetime).UnixMilli(), now.UnixMilli(), now.UnixMilli()).Scan(&n)
	})
	if err != nil {
		return 0, fmt.Errorf("count: %w: %w", ErrUnavailable, err)
	}
	return n, nil
}
