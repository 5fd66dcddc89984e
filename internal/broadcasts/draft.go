package broadcasts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// Content is what a broadcast says, to whom and when.
type Content struct {
	Texts     Texts
	Audience  Audience
	SendAt    time.Time // zero: as soon as it may
	ExpiresAt time.Time // zero: never; what is not sent by then is cancelled
}

// Create keeps a draft. once names the act that makes it (an update, a form):
// the same act makes it once. A faulty text is a *TextFault.
func (s *Store) Create(ctx context.Context, by Actor, once string, c Content, f *NewFile) (b Broadcast, err error) {
	if !by.writes() {
		return Broadcast{}, ErrBounds
	}
	if err := s.check(by, &c, f != nil); err != nil {
		return Broadcast{}, err
	}
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		if b, err = made(ctx, tx, by, once); !errors.Is(err, ErrNotFound) {
			return err
		}
		file, err := s.keepFile(ctx, tx, f)
		if err != nil {
			return err
		}
		b, err = s.insert(ctx, tx, by, once, c, file, 0)
		return err
	})
	return b, err
}

// made finds what the same act made before.
func made(ctx context.Context, tx *database.Tx, by Actor, once string) (Broadcast, error) {
	return scan(tx.QueryRow(ctx, `SELECT `+columns+` FROM broadcasts WHERE once = ? AND author = ?`, once, by.Chat))
}

func (s *Store) insert(ctx context.Context, tx *database.Tx, by Actor, once string, c Content, file, corrects int64) (Broadcast, error) {
	audience, err := json.Marshal(c.Audience)
	if err != nil {
		return Broadcast{}, fmt.Errorf("keep audience: %w", err)
	}
	now := s.clock.Now().Unix()
	b, err := scan(tx.QueryRow(ctx, `INSERT INTO broadcasts (once, corrects, author, agency, region, text_kk, text_ru, file, audience, version, state, send_at, expires_at, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'draft', ?, ?, ?, ?) RETURNING `+columns,
		sql.NullString{String: once, Valid: once != ""}, orNull(corrects), by.Chat, by.Agency, by.Region, c.Texts.KK, c.Texts.RU, orNull(file), string(audience),
		c.SendAt.Unix(), stamp(c.ExpiresAt), now, now))
	if err != nil {
		return Broadcast{}, fmt.Errorf("keep broadcast: %w", err)
	}
	return b, s.note(ctx, tx, &b, Created, Draft, by.Chat, "")
}

// check looks a content over and settles its times.
func (s *Store) check(by Actor, c *Content, withFile bool) error {
	if !c.Audience.valid() {
		return ErrAudience
	}
	if err := s.mayAddress(by, c.Audience); err != nil {
		return err
	}
	if err := c.Texts.check(withFile, Units{}); err != nil {
		return err
	}
	now := s.clock.Now()
	if c.SendAt.Before(now) {
		c.SendAt = now
	}
	c.SendAt = notices.Waking(c.SendAt)
	if !c.ExpiresAt.IsZero() && !c.ExpiresAt.After(c.SendAt) {
		return ErrTimes
	}
	return nil
}

// Edit changes what a broadcast says, to whom and when, before it has started.
// It becomes a draft again, and an approval ends. Only its own author may: the
// words are theirs.
func (s *Store) Edit(ctx context.Context, by Actor, id int64, c Content) error {
	return s.rewrite(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		if b.Corrects != 0 {
			return ErrState // a correction is cancelled and written anew
		}
		if err := s.check(by, &c, b.File != 0); err != nil {
			return err
		}
		audience, err := json.Marshal(c.Audience)
		if err != nil {
			return fmt.Errorf("keep audience: %w", err)
		}
		_, err = tx.Exec(ctx, `UPDATE broadcasts SET text_kk = ?, text_ru = ?, audience = ?, send_at = ?, expires_at = ? WHERE id = ?`,
			c.Texts.KK, c.Texts.RU, string(audience), c.SendAt.Unix(), stamp(c.ExpiresAt), id)
		return err
	})
}

// Attach gives a broadcast that has not started another picture or document, or
// takes it away (nil). Otherwise it is like Edit.
func (s *Store) Attach(ctx context.Context, by Actor, id int64, f *NewFile) error {
	return s.rewrite(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		if b.Corrects != 0 {
			return ErrState
		}
		if err := b.Texts.check(f != nil, Units{}); err != nil {
			return err
		}
		file, err := s.keepFile(ctx, tx, f)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE broadcasts SET file = ? WHERE id = ?`, orNull(file), id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM broadcast_files WHERE id = ?`, b.File)
		return err
	})
}

func (s *Store) rewrite(ctx context.Context, by Actor, id int64, change func(*database.Tx, *Broadcast) error) error {
	return s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		if by.Chat != b.Author {
			return ErrNotFound
		}
		if b.State != Draft && b.State != Waiting && b.State != Scheduled {
			return ErrState
		}
		if err := change(tx, b); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE broadcasts SET version = version + 1 WHERE id = ?`, id); err != nil {
			return fmt.Errorf("change broadcast: %w", err)
		}
		return s.move(ctx, tx, b, Changed, Draft, by.Chat, "")
	})
}
