package roles

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// ForgetChat ends a person's role and unlinks them from the log. What was done,
// to what and when stays, as done by somebody who was forgotten: an agency
// answers for its staff's acts after they have left. ended tells whether there
// was a role.
func (s *Store) ForgetChat(ctx context.Context, tx *database.Tx, chat int64) (ended bool, err error) {
	h, ended, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM roles WHERE chat = ?`+tx.ForUpdate(), chat))
	if err != nil {
		return false, err
	}
	if ended {
		if err := s.noteIn(ctx, tx, Entry{Actor: Actor{Kind: kindForgotten}, Action: ActionForgotten, Subject: invitationSubject(h.Invitation, h.Grant), Agency: h.Agency}); err != nil {
			return false, err
		}
	}
	for _, statement := range []string{
		`DELETE FROM roles WHERE chat = ?`,
		`UPDATE invitations SET accepted_by = NULL, accepted_update = NULL WHERE accepted_by = ?`,
		`UPDATE audit SET actor_kind = 'forgotten', actor = NULL WHERE actor = ?`,
		`UPDATE audit SET person = NULL WHERE person = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, chat); err != nil {
			return false, fmt.Errorf("forget a role: %w", err)
		}
	}
	return ended, nil
}

// Retain erases lines of the log that are three years old, and invitations that
// were never accepted as old as that. It returns how many lines.
func (s *Store) Retain(ctx context.Context) (erased int64, err error) {
	limit := s.clock.Now().AddDate(-auditKept, 0, 0).Unix()
	result, err := s.db.Exec(ctx, `DELETE FROM audit WHERE at < ?`, limit)
	if err == nil {
		erased, err = result.RowsAffected()
	}
	if err == nil {
		_, err = s.db.Exec(ctx, `DELETE FROM invitations WHERE expires_at < ? AND accepted_at IS NULL`, limit)
	}
	if err != nil {
		return 0, fmt.Errorf("retain the audit log: %w", err)
	}
	return erased, nil
}
