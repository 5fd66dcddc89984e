package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// HeldOf is what is held of a person here: whether the digest is sent to them,
// and the notes that they wrote about complaints.
func HeldOf(ctx context.Context, from database.Runner, chat int64) (digest bool, notes []string, err error) {
	var one int
	err = from.QueryRow(ctx, `SELECT 1 FROM digest_subscribers WHERE chat = ?`, chat).Scan(&one)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, nil, fmt.Errorf("look for a subscription: %w", err)
	}
	rows, err := from.Query(ctx, `SELECT text FROM complaint_notes WHERE author = ? ORDER BY id`, chat)
	if err != nil {
		return false, nil, fmt.Errorf("read notes: %w", err)
	}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return false, nil, errors.Join(fmt.Errorf("read notes: %w", err), rows.Close())
		}
		notes = append(notes, text)
	}
	return one == 1, notes, errors.Join(rows.Err(), rows.Close())
}

// ForgetChat erases what analysts wrote about a person's complaints, as long as
// these are linked to them. It ends the person's own subscription to the digest
// and unlinks the notes that they wrote: those are of the complaint, and stay.
func ForgetChat(ctx context.Context, tx *database.Tx, chat int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM complaint_notes WHERE complaint IN (SELECT id FROM complaints WHERE chat = ?)`, chat); err != nil {
		return fmt.Errorf("forget notes: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE complaint_notes SET author = 0 WHERE author = ?`, chat); err != nil {
		return fmt.Errorf("forget notes: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM digest_subscribers WHERE chat = ?`, chat); err != nil {
		return fmt.Errorf("forget a subscription: %w", err)
	}
	return nil
}
