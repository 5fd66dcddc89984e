package complaints

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/screening"
)

const (
	maxTitle     = 80  // characters of a template's title
	maxTemplates = 200 // of one agency
)

// ErrTooManyTemplates says that an agency's shelf is full.
var ErrTooManyTemplates = errors.New("too many templates")

// Template is a ready answer of an agency, in both languages.
type Template struct {
	ID    int64 // 0: a new one
	Title string
	Text  AnswerText
	At    time.Time // of the last change
}

// Templates returns an agency's templates by title.
func (s *Store) Templates(ctx context.Context, agency string) (out []Template, err error) {
	rows, err := s.db.Query(ctx, `SELECT id, title, kk, ru, updated_at FROM answer_templates WHERE agency = ? ORDER BY title, id`, agency)
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var t Template
		var at int64
		if err := rows.Scan(&t.ID, &t.Title, &t.Text.KK, &t.Text.RU, &at); err != nil {
			return nil, fmt.Errorf("list templates: %w", err)
		}
		t.At = time.Unix(at, 0)
		out = append(out, t)
	}
	return out, rows.Err()
}

// SaveTemplate keeps a template of an agency, screened. Its title and both
// languages are needed, else ErrNoText; ErrTemplate when another agency's or
// none is to be changed.
func (s *Store) SaveTemplate(ctx context.Context, agency string, t Template) error {
	t.Title, t.Text = cut(screening.Clean(strings.TrimSpace(t.Title)), maxTitle), t.Text.Screened()
	if t.Title == "" || t.Text.KK == "" || t.Text.RU == "" {
		return ErrNoText
	}
	now := s.clock.Now().Unix()
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		if t.ID != 0 {
			result, err := tx.Exec(ctx, `UPDATE answer_templates SET title = ?, kk = ?, ru = ?, updated_at = ? WHERE id = ? AND agency = ?`,
				t.Title, t.Text.KK, t.Text.RU, now, t.ID, agency)
			if err != nil {
				return fmt.Errorf("save template: %w", err)
			}
			if n, err := result.RowsAffected(); err != nil || n > 0 {
				return err
			}
			return ErrTemplate
		}
		var many, same int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN title = ? AND kk = ? AND ru = ? THEN 1 ELSE 0 END), 0) FROM answer_templates WHERE agency = ?`,
			t.Title, t.Text.KK, t.Text.RU, agency).Scan(&many, &same); err != nil {
			return fmt.Errorf("save template: %w", err)
		}
		switch {
		case same > 0:
			return nil // the form was sent twice
		case many >= maxTemplates:
			return ErrTooManyTemplates
		}
		if _, err := tx.Exec(ctx, `INSERT INTO answer_templates (agency, title, kk, ru, updated_at) VALUES (?, ?, ?, ?, ?)`, agency, t.Title, t.Text.KK, t.Text.RU, now); err != nil {
			return fmt.Errorf("save template: %w", err)
		}
		return nil
	})
}

// DeleteTemplate deletes a template of an agency; ErrTemplate when there is none.
func (s *Store) DeleteTemplate(ctx context.Context, agency string, id int64) error {
	result, err := s.db.Exec(ctx, `DELETE FROM answer_templates WHERE id = ? AND agency = ?`, id, agency)
	if err != nil {
		return fmt.Errorf("delete template: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrTemplate
}
