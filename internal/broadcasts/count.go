package broadcasts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// tally counts rows of fates.
func tally(rows *sql.Rows) (map[fate]int64, error) {
	out := map[fate]int64{}
	for rows.Next() {
		var f fate
		if err := rows.Scan(&f); err != nil {
			return nil, errors.Join(fmt.Errorf("count recipients: %w", err), rows.Close())
		}
		out[f]++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("count recipients: %w", err)
	}
	return out, nil
}

// add counts fates into a batch. It runs in the transaction that changes the
// recipients, so that the books balance at every moment.
func add(ctx context.Context, tx *database.Tx, id, number int64, counted map[fate]int64) error {
	if counted[sent]+counted[failed]+counted[blocked]+counted[unknown]+counted[cancelled] == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE broadcast_batches SET sent = sent + ?, failed = failed + ?, blocked = blocked + ?, unknown = unknown + ?, cancelled = cancelled + ?
		WHERE broadcast = ? AND number = ?`, counted[sent], counted[failed], counted[blocked], counted[unknown], counted[cancelled], id, number)
	if err != nil {
		return fmt.Errorf("count recipients: %w", err)
	}
	return nil
}

// ids reads rows of one number.
func ids(rows *sql.Rows) (out []int64, err error) {
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read numbers: %w", err)
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// numbers are placeholders for numbers, and their values behind others.
func numbers(args []any, values []int64) (placeholders string, all []any) {
	for _, v := range values {
		args = append(args, v)
	}
	return strings.TrimSuffix(strings.Repeat(`?, `, len(values)), `, `), args
}
