package roles

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// columns are what scan reads.
const columns = `chat, role, agency, region, invitation, granted_at`

func scan(row interface{ Scan(dest ...any) error }) (h Holder, err error) {
	var since int64
	err = row.Scan(&h.Chat, &h.Role, &h.Agency, &h.Region, &h.Invitation, &since)
	h.Since = time.Unix(since, 0)
	return h, err
}

func one(row *sql.Row) (h Holder, ok bool, err error) {
	h, err = scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Holder{}, false, nil
	}
	if err != nil {
		return Holder{}, false, fmt.Errorf("read a role: %w", err)
	}
	return h, true, nil
}

// Find returns the role of a chat; ok is false for a citizen.
func (s *Store) Find(ctx context.Context, chat int64) (h Holder, ok bool, err error) {
	return one(s.db.QueryRow(ctx, `SELECT `+columns+` FROM roles WHERE chat = ?`, chat))
}

// List returns everybody with a role: admins first, then by agency and region.
func (s *Store) List(ctx context.Context) (out []Holder, err error) {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM roles
		ORDER BY CASE role WHEN 'admin' THEN 0 WHEN 'analyst' THEN 1 ELSE 2 END, agency, region, invitation`)
	if err != nil {
		return nil, fmt.Errorf("list roles: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		h, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list roles: %w", err)
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// Open returns the invitations that can still be accepted, the newest first.
func (s *Store) Open(ctx context.Context) (out []Invitation, err error) {
	rows, err := s.db.Query(ctx, `SELECT id, role, agency, region, created_at, expires_at FROM invitations
		WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ? ORDER BY id DESC`, s.clock.Now().Unix())
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var i Invitation
		var created, expires int64
		if err := rows.Scan(&i.ID, &i.Role, &i.Agency, &i.Region, &created, &expires); err != nil {
			return nil, fmt.Errorf("list invitations: %w", err)
		}
		i.CreatedAt, i.ExpiresAt = time.Unix(created, 0), time.Unix(expires, 0)
		out = append(out, i)
	}
	return out, rows.Err()
}

// Revoke ends the role that was granted by an invitation; ErrNoRole when there
// is none, ErrSelf for one's own.
func (s *Store) Revoke(ctx context.Context, by Actor, invitation int64) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		h, ok, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM roles WHERE invitation = ?`+tx.ForUpdate(), invitation))
		switch {
		case err != nil:
			return err
		case !ok:
			return ErrNoRole
		case by == Person(h.Chat):
			return ErrSelf
		}
		if _, err := tx.Exec(ctx, `DELETE FROM roles WHERE chat = ?`, h.Chat); err != nil {
			return fmt.Errorf("revoke a role: %w", err)
		}
		if s.AfterRevoke != nil {
			if err := s.AfterRevoke(ctx, tx, h); err != nil {
				return err
			}
		}
		return s.noteIn(ctx, tx, Entry{Actor: by, Action: ActionRevoke, Subject: invitationSubject(invitation, h.Grant), Person: h.Chat, Agency: h.Agency})
	})
}

// Withdraw takes an invitation back that nobody has accepted; ErrInvitation
// when there is none.
func (s *Store) Withdraw(ctx context.Context, by Actor, id int64) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		var g Grant
		now := s.clock.Now().Unix()
		err := tx.QueryRow(ctx, `UPDATE invitations SET withdrawn_at = ? WHERE id = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?
			RETURNING role, agency, region`, now, id, now).Scan(&g.Role, &g.Agency, &g.Region)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrInvitation
		}
		if err != nil {
			return fmt.Errorf("withdraw an invitation: %w", err)
		}
		return s.noteIn(ctx, tx, Entry{Actor: by, Action: ActionWithdraw, Subject: invitationSubject(id, g), Agency: g.Agency})
	})
}
