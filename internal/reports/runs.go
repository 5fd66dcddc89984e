package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// claimFor is how long a process may take over a run before another one takes
// it over.
const claimFor = time.Hour

// ClaimDigest takes the last run in hand, once among all processes: ok is false
// when it is done, when another one has it, and when nobody subscribed before
// it. A run missed in an outage is caught up once, however many were missed.
func (s *Store) ClaimDigest(ctx context.Context, c *calendar.Calendar, owner string) (run Run, ok bool, err error) {
	now := s.clock.Now()
	run = LastDigest(c, now)
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		var one int
		err := tx.QueryRow(ctx, `SELECT 1 FROM digest_subscribers WHERE subscribed_at <= ? LIMIT 1`, run.At.Unix()).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("claim a digest: %w", err)
		}
		result, err := tx.Exec(ctx, `INSERT INTO digest_runs (due_at, owner, claimed_at) VALUES (?, ?, ?)
			ON CONFLICT (due_at) DO UPDATE SET owner = excluded.owner, claimed_at = excluded.claimed_at
			WHERE digest_runs.done_at IS NULL AND digest_runs.claimed_at <= ?`, run.At.Unix(), owner, now.Unix(), now.Add(-claimFor).Unix())
		if err != nil {
			return fmt.Errorf("claim a digest: %w", err)
		}
		n, err := result.RowsAffected()
		ok = n > 0
		return err
	})
	return run, ok && err == nil, err
}

// DigestDone notes that a claimed run was handed over for sending. ok is false
// when another process had taken it over meanwhile.
func (s *Store) DigestDone(ctx context.Context, run Run, owner string) (ok bool, err error) {
	result, err := s.db.Exec(ctx, `UPDATE digest_runs SET done_at = ? WHERE due_at = ? AND owner = ? AND done_at IS NULL`, s.clock.Now().Unix(), run.At.Unix(), owner)
	if err != nil {
		return false, fmt.Errorf("finish a digest: %w", err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Subscribe has the digest sent to an analyst, from the next run on; twice is
// the same as once.
func (s *Store) Subscribe(ctx context.Context, chat int64) error {
	if _, err := s.db.Exec(ctx, `INSERT INTO digest_subscribers (chat, subscribed_at) VALUES (?, ?) ON CONFLICT (chat) DO NOTHING`, chat, s.clock.Now().Unix()); err != nil {
		return fmt.Errorf("subscribe to the digest: %w", err)
	}
	return nil
}

// Unsubscribe ends that.
func (s *Store) Unsubscribe(ctx context.Context, chat int64) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM digest_subscribers WHERE chat = ?`, chat); err != nil {
		return fmt.Errorf("unsubscribe from the digest: %w", err)
	}
	return nil
}

// Subscribed reports whether a chat has the digest sent.
func (s *Store) Subscribed(ctx context.Context, chat int64) (bool, error) {
	var n int
	if err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM digest_subscribers WHERE chat = ?`, chat).Scan(&n); err != nil {
		return false, fmt.Errorf("look for a subscription: %w", err)
	}
	return n > 0, nil
}

// Subscribers lists who had subscribed when a run was due. Whether they are
// analysts still is for the caller to ask.
func (s *Store) Subscribers(ctx context.Context, run Run) (chats []int64, err error) {
	err = s.each(ctx, "read subscribers", `SELECT chat FROM digest_subscribers WHERE subscribed_at <= ? ORDER BY chat`, []any{run.At.Unix()}, func(rows *sql.Rows) error {
		var chat int64
		err := rows.Scan(&chat)
		chats = append(chats, chat)
		return err
	})
	return chats, err
}
