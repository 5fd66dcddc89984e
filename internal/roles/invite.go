package roles

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

const (
	// InvitationLifetime is how long an invitation can be accepted.
	InvitationLifetime = 72 * time.Hour
	// tokenBytes is 128 bits: nobody guesses one.
	tokenBytes = 16
	// StartPrefix begins the payload of an invitation's deep link:
	// t.me/<bot>?start=i-<token>.
	StartPrefix = "i-"
)

// NewToken makes a random token of 128 bits, in letters that an address and
// Telegram's deep links take.
func NewToken() string {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // never fails: the program ends instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

// HashToken is what is kept of a token.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invite makes an invitation to a role and its token, which is told this once.
// The grant was checked by the caller; see Grant.Check.
func (s *Store) Invite(ctx context.Context, by Actor, g Grant) (i Invitation, token string, err error) {
	now := s.clock.Now()
	i = Invitation{Grant: g, CreatedAt: time.Unix(now.Unix(), 0), ExpiresAt: time.Unix(now.Add(InvitationLifetime).Unix(), 0)}
	token = NewToken()
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		err := tx.QueryRow(ctx, `INSERT INTO invitations (hash, role, agency, region, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			HashToken(token), string(g.Role), g.Agency, g.Region, i.CreatedAt.Unix(), i.ExpiresAt.Unix()).Scan(&i.ID)
		if err != nil {
			return fmt.Errorf("invite: %w", err)
		}
		return s.noteIn(ctx, tx, Entry{Actor: by, Action: ActionInvite, Subject: invitationSubject(i.ID, g), Agency: g.Agency})
	})
	if err != nil {
		return Invitation{}, "", err
	}
	return i, token, nil
}

// Accept gives a chat the role of an invitation: once, to whoever comes first.
// The same update gets the same answer again. ErrInvitation stands for every
// token that does not hold, so that nobody learns why.
func (s *Store) Accept(ctx context.Context, update, chat int64, token string) (h Holder, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		now := s.clock.Now().Unix()
		var id int64
		var g Grant
		err := tx.QueryRow(ctx, `UPDATE invitations SET accepted_at = ?, accepted_by = ?, accepted_update = ?
			WHERE hash = ? AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > ? RETURNING id, role, agency, region`,
			now, chat, update, HashToken(token), now).Scan(&id, &g.Role, &g.Agency, &g.Region)
		if errors.Is(err, sql.ErrNoRows) {
			h, err = acceptedBefore(ctx, tx, update, chat, token)
			return err
		}
		if err != nil {
			return fmt.Errorf("accept an invitation: %w", err)
		}
		h = Holder{Chat: chat, Grant: g, Invitation: id, Since: time.Unix(now, 0)}
		if _, err := tx.Exec(ctx, `INSERT INTO roles (chat, role, agency, region, invitation, granted_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (chat) DO UPDATE SET role = excluded.role, agency = excluded.agency, region = excluded.region,
				invitation = excluded.invitation, granted_at = excluded.granted_at`,
			chat, string(g.Role), g.Agency, g.Region, id, now); err != nil {
			return fmt.Errorf("accept an invitation: %w", err)
		}
		return s.noteIn(ctx, tx, Entry{Actor: Person(chat), Action: ActionAccept, Subject: invitationSubject(id, g), Person: chat, Agency: g.Agency})
	})
	if errors.Is(err, ErrInvitation) {
		return Holder{}, errors.Join(err, s.Note(ctx, Entry{Actor: Person(chat), Action: ActionAccept, Subject: "invitation", Refused: true}))
	}
	if err != nil {
		return Holder{}, err
	}
	return h, nil
}

// acceptedBefore is the answer to an update that comes again.
func acceptedBefore(ctx context.Context, tx *database.Tx, update, chat int64, token string) (Holder, error) {
	h, ok, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM roles WHERE chat = ? AND invitation =
		(SELECT id FROM invitations WHERE hash = ? AND accepted_by = ? AND accepted_update = ?)`, chat, HashToken(token), chat, update))
	if err == nil && !ok {
		err = ErrInvitation
	}
	return h, err
}

// invitationSubject names an invitation in the log: its number and its role.
func invitationSubject(id int64, g Grant) string {
	return fmt.Sprintf("invitation:%d:%s", id, g.Role)
}
