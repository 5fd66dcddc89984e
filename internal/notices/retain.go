package notices

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// Kept is how long a notice is kept after it was sent or given up. Then only
// its day, kind and outcome are counted.
const Kept = 90 * 24 * time.Hour

// Retain turns notices whose time is over into nameless counts, a day in one
// transaction, and returns how many.
func (s *Store) Retain(ctx context.Context) (turned int64, err error) {
	limit := s.clock.Now().Add(-Kept).Unix()
	for {
		var oldest sql.NullInt64
		if err := s.db.QueryRow(ctx, `SELECT MIN(done_at) FROM notices WHERE done_at IS NOT NULL AND done_at < ?`, limit).Scan(&oldest); err != nil {
			return turned, fmt.Errorf("old notices: %w", err)
		}
		if !oldest.Valid {
			return turned, nil
		}
		upTo := min(limit, calendar.DateIn(time.Unix(oldest.Int64, 0)).AddDays(1).At(0, 0).Unix())
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			n, err := count(ctx, tx, `done_at IS NOT NULL AND done_at < ?`, upTo)
			turned += n
			return err
		})
		if err != nil {
			return turned, err
		}
	}
}

// ForgetChat turns all notices of a person into nameless counts; what still
// waited counts as cancelled.
func (s *Store) ForgetChat(ctx context.Context, tx *database.Tx, chat int64) error {
	return s.forget(ctx, tx, `chat = ?`, chat)
}

// ForgetRequest is ForgetChat for the notices of one request.
func (s *Store) ForgetRequest(ctx context.Context, tx *database.Tx, request int64) error {
	return s.forget(ctx, tx, `request = ?`, request)
}

func (s *Store) forget(ctx context.Context, tx *database.Tx, where string, id int64) error {
	if _, err := tx.Exec(ctx, `UPDATE notices SET state = 'cancelled', done_at = ? WHERE `+where+` AND done_at IS NULL`, s.clock.Now().Unix(), id); err != nil {
		return fmt.Errorf("forget notices: %w", err)
	}
	_, err := count(ctx, tx, where, id)
	return err
}

// almatyDay is the day in Almaty of a moment, in SQL that
// both dialects speak; the country has one offset since 1 March 2024.
const almatyDay = `(done_at + 18000) / 86400`

// total is how many notices of a day, kind and state there were.
type total struct {
	day         int64
	kind, state string
	rows        int64
}

// count adds finished notices to the counts and deletes them.
func count(ctx context.Context, tx *database.Tx, where string, arg any) (deleted int64, err error) {
	rows, err := tx.Query(ctx, `SELECT `+almatyDay+`, kind, state, COUNT(*) FROM notices WHERE `+where+` GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, arg)
	if err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	var totals []total
	for rows.Next() {
		var t total
		if err := rows.Scan(&t.day, &t.kind, &t.state, &t.rows); err != nil {
			return 0, errors.Join(fmt.Errorf("count notices: %w", err), rows.Close())
		}
		totals = append(totals, t)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	for _, t := range totals {
		_, err := tx.Exec(ctx, `INSERT INTO notice_counts (day, kind, state, total) VALUES (?, ?, ?, ?)
			ON CONFLICT (day, kind, state) DO UPDATE SET total = notice_counts.total + excluded.total`, calendar.Date(t.day).String(), t.kind, t.state, t.rows)
		if err != nil {
			return 0, fmt.Errorf("count notices: %w", err)
		}
	}
	result, err := tx.Exec(ctx, `DELETE FROM notices WHERE `+where, arg)
	if err != nil {
		return 0, fmt.Errorf("delete notices: %w", err)
	}
	return result.RowsAffected()
}
