package complaints

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// ForgetChat unlinks a person's complaints: the records stay as numbers of
// nobody, without free text, answers and the offices' numbers. It returns how
// many stay.
func (s *Store) ForgetChat(ctx context.Context, tx *database.Tx, chat int64) (stay int64, err error) {
	if _, err := tx.Exec(ctx, `UPDATE complaint_steps SET office_number = '' WHERE complaint IN (SELECT id FROM complaints WHERE chat = ?)`, chat); err != nil {
		return 0, fmt.Errorf("forget complaints: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM complaint_answers WHERE complaint IN (SELECT id FROM complaints WHERE chat = ?)`, chat); err != nil {
		return 0, fmt.Errorf("forget complaints: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE complaint_events SET note = '' WHERE note <> '' AND complaint IN (SELECT id FROM complaints WHERE chat = ?)`, chat); err != nil {
		return 0, fmt.Errorf("forget complaints: %w", err)
	}
	result, err := tx.Exec(ctx, `UPDATE complaints SET chat = NULL, request = NULL, text = '', remind_on = NULL WHERE chat = ?`, chat)
	if err != nil {
		return 0, fmt.Errorf("forget complaints: %w", err)
	}
	return result.RowsAffected()
}

// Told puts a notice that was sent on the timeline of its complaint; it is made
// for notices.Store.AfterSent.
func (s *Store) Told(ctx context.Context, tx *database.Tx, n notices.Notice) error {
	if n.Complaint == 0 {
		return nil
	}
	if _, found, err := hold(ctx, tx, n.Complaint); err != nil || !found {
		return err
	}
	_, err := note(ctx, tx, Event{Complaint: n.Complaint, Kind: EventTold, Now: string(n.Kind), Actor: System, At: n.DoneAt})
	return err
}
