package broadcasts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Fix is one correction as it stands in a message.
type Fix struct {
	At    time.Time // when the correction started
	Texts Texts
}

// Correct makes a correction of a broadcast that is over: a broadcast of its own,
// with its own approval, progress and account, that edits the messages delivered.
// Their text stays and the fix is put under it. It is a draft until it is
// submitted. One correction at a time.
func (s *Store) Correct(ctx context.Context, by Actor, once string, id int64, fix Texts) (c Broadcast, err error) {
	if !by.writes() {
		return Broadcast{}, ErrBounds
	}
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		if c, err = made(ctx, tx, by, once); !errors.Is(err, ErrNotFound) {
			return err
		}
		b, err := lock(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case !by.sees(&b):
			return ErrNotFound
		case b.Corrects != 0 || b.SettledAt.IsZero():
			return ErrState
		case s.erased(&b):
			return ErrKept
		}
		var running int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM broadcasts WHERE corrects = ? AND settled_at IS NULL`, id).Scan(&running); err != nil {
			return fmt.Errorf("count corrections: %w", err)
		}
		if running > 0 {
			return ErrState
		}
		earlier, err := fixes(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if err := fix.check(b.File != 0, taken(b.Texts, earlier)); err != nil {
			return err
		}
		// It lies within the bounds of what it corrects, also when an admin writes it.
		author := Actor{Chat: by.Chat, Agency: b.Agency, Region: b.Region}
		c, err = s.insert(ctx, tx, author, once, Content{Texts: fix, Audience: b.Audience, SendAt: s.clock.Now()}, b.File, id)
		return err
	})
	return c, err
}

// taken is how much of a message the text and its earlier fixes take, with room
// for the words around another one.
func taken(t Texts, earlier []Fix) Units {
	u := t.Units()
	for _, f := range append(earlier, Fix{}) {
		units := f.Texts.Units()
		u.KK += units.KK + labelRoom
		u.RU += units.RU + labelRoom
	}
	return u
}

// fixes gives the corrections of a broadcast that have started, oldest first;
// with upTo not 0, those before and including that one.
func fixes(ctx context.Context, from database.Runner, id, upTo int64) (out []Fix, err error) {
	query, args := `SELECT started_at, text_kk, text_ru FROM broadcasts WHERE corrects = ? AND started_at IS NOT NULL`, []any{id}
	if upTo != 0 {
		query += ` AND id <= ?`
		args = append(args, upTo)
	}
	rows, err := from.Query(ctx, query+` ORDER BY id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read corrections: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var f Fix
		var at int64
		if err := rows.Scan(&at, &f.Texts.KK, &f.Texts.RU); err != nil {
			return nil, fmt.Errorf("read corrections: %w", err)
		}
		f.At = time.Unix(at, 0)
		out = append(out, f)
	}
	return out, rows.Err()
}

// Corrections lists the corrections of a broadcast that the actor may see,
// oldest first.
func (s *Store) Corrections(ctx context.Context, by Actor, id int64) ([]Broadcast, error) {
	if _, err := s.Find(ctx, by, id); err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM broadcasts WHERE corrects = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("list corrections: %w", err)
	}
	return scanAll(rows)
}
