package notices

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// outcome is a day, kind and state of notices that are counted together.
type outcome struct {
	day         int64
	kind, state string
}

// count deletes finished notices and adds them to the counts. What was deleted
// is what is counted, so two processes that do it at once count nothing twice.
func count(ctx context.Context, tx *database.Tx, where string, arg any) (deleted int64, err error) {
	rows, err := tx.Query(ctx, `DELETE FROM notices WHERE `+where+` RETURNING `+almatyDay+`, kind, state`, arg)
	if err != nil {
		return 0, fmt.Errorf("delete notices: %w", err)
	}
	totals := map[outcome]int64{}
	for rows.Next() {
		var o outcome
		if err := rows.Scan(&o.day, &o.kind, &o.state); err != nil {
			return 0, errors.Join(fmt.Errorf("delete notices: %w", err), rows.Close())
		}
		totals[o]++
		deleted++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, fmt.Errorf("delete notices: %w", err)
	}
	// In one order, so that two processes never wait for each other's rows.
	order := slices.SortedFunc(maps.Keys(totals), func(a, b outcome) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.kind, b.kind), cmp.Compare(a.state, b.state))
	})
	for _, o := range order {
		_, err := tx.Exec(ctx, `INSERT INTO notice_counts (day, kind, state, total) VALUES (?, ?, ?, ?)
			ON CONFLICT (day, kind, state) DO UPDATE SET total = notice_counts.total + excluded.total`, calendar.Date(o.day).String(), o.kind, o.state, totals[o])
		if err != nil {
			return 0, fmt.Errorf("count notices: %w", err)
		}
	}
	return deleted, nil
}
