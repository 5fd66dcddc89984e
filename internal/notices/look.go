package notices

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Oldest is how long the oldest notice has been waiting past its time; 0 when
// none is late.
func (s *Store) Oldest(ctx context.Context) (time.Duration, error) {
	var at sql.NullInt64
	if err := s.db.QueryRow(ctx, `SELECT MIN(send_at) FROM notices WHERE state IN ('queued', 'trying')`).Scan(&at); err != nil {
		return 0, fmt.Errorf("oldest notice: %w", err)
	}
	if !at.Valid {
		return 0, nil
	}
	return max(0, s.clock.Now().Sub(time.Unix(at.Int64, 0))), nil
}

// Waiting is how many notices wait, those of a later hour included.
func (s *Store) Waiting(ctx context.Context) (n int64, err error) {
	if err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM notices WHERE state IN ('queued', 'trying')`).Scan(&n); err != nil {
		return 0, fmt.Errorf("waiting notices: %w", err)
	}
	return n, nil
}

// NextWake is the next moment at which a notice can be claimed, in waking
// hours; ok is false when none waits.
func (s *Store) NextWake(ctx context.Context) (at time.Time, ok bool, err error) {
	var wake sql.NullInt64
	if err := s.db.QueryRow(ctx, `SELECT MIN(wake_at) FROM notices WHERE state IN ('queued', 'trying')`).Scan(&wake); err != nil {
		return time.Time{}, false, fmt.Errorf("next notice: %w", err)
	}
	if !wake.Valid {
		return time.Time{}, false, nil
	}
	return Waking(time.Unix(wake.Int64, 0)), true, nil
}

// OfRequest lists the notices about a person's request, oldest first; nothing
// for another chat.
func (s *Store) OfRequest(ctx context.Context, chat, request int64) ([]Notice, error) {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM notices WHERE request = ? AND chat = ? ORDER BY id`, request, chat)
	if err != nil {
		return nil, fmt.Errorf("notices of a request: %w", err)
	}
	return scanAll(rows)
}

// OfChat lists all notices of a person, oldest first.
func (s *Store) OfChat(ctx context.Context, chat int64) ([]Notice, error) {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM notices WHERE chat = ? ORDER BY id`, chat)
	if err != nil {
		return nil, fmt.Errorf("notices of a chat: %w", err)
	}
	return scanAll(rows)
}
