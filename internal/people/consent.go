package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// ErrNoConsent says that something about a person was to be kept to which they
// have not agreed, or no longer agree.
var ErrNoConsent = errors.New("no consent")

// GiveConsent notes that the person agreed; the language is used only for a
// chat never seen. Consent that stands keeps its first moment.
func (s *Store) GiveConsent(ctx context.Context, chat int64, language string) error {
	now := s.clock.Now().Unix()
	_, err := s.db.Exec(ctx, `INSERT INTO people (chat, language, consent_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (chat) DO UPDATE SET updated_at = excluded.updated_at, consent_withdrawn_at = NULL, consent_at = CASE
			WHEN people.consent_at IS NOT NULL AND people.consent_withdrawn_at IS NULL THEN people.consent_at ELSE excluded.consent_at END`,
		chat, language, now, now, now)
	if err != nil {
		return fmt.Errorf("give consent: %w", err)
	}
	return nil
}

// WithdrawConsent notes that the person no longer agrees and drops the region.
// Nothing new is kept from then on; what is there goes by forgetting the person.
func (s *Store) WithdrawConsent(ctx context.Context, chat int64) error {
	now := s.clock.Now().Unix()
	_, err := s.db.Exec(ctx, `UPDATE people SET consent_withdrawn_at = ?, region = '', updated_at = ?
		WHERE chat = ? AND consent_at IS NOT NULL AND consent_withdrawn_at IS NULL`, now, now, chat)
	if err != nil {
		return fmt.Errorf("withdraw consent: %w", err)
	}
	return nil
}

// SetRegion keeps the person's region; without consent it is ErrNoConsent.
func (s *Store) SetRegion(ctx context.Context, chat int64, region string) error {
	result, err := s.db.Exec(ctx, `UPDATE people SET region = ?, updated_at = ?
		WHERE chat = ? AND consent_at IS NOT NULL AND consent_withdrawn_at IS NULL`, region, s.clock.Now().Unix(), chat)
	if err != nil {
		return fmt.Errorf("set region: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrNoConsent, err)
	}
	return nil
}

// NeedConsent is ErrNoConsent unless the person's consent stands. Stores ask it
// in the transaction that is to keep something.
func NeedConsent(ctx context.Context, tx *database.Tx, chat int64) error {
	var one int
	err := tx.QueryRow(ctx, `SELECT 1 FROM people WHERE chat = ? AND consent_at IS NOT NULL AND consent_withdrawn_at IS NULL`+tx.ForShare(), chat).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoConsent
	}
	if err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	return nil
}

// Forget erases a person. It is a part of forgetting them everywhere.
func Forget(ctx context.Context, tx *database.Tx, chat int64) error {
	for _, table := range []string{"people", "mutes"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE chat = ?`, chat); err != nil {
			return fmt.Errorf("forget person: %w", err)
		}
	}
	return nil
}
