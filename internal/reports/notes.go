package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/screening"
)

// Note is what an analyst wrote about a complaint, screened.
type Note struct {
	ID     int64
	Author int64 // chat; 0: has erased themself
	At     time.Time
	Text   string
}

// Bounds of what analysts write, in characters.
const (
	maxNote   = 1000
	maxLabel  = 40
	maxLabels = 10 // of one complaint
)

// What the store refuses of analysts.
var (
	ErrEmpty       = errors.New("nothing is written")
	ErrNoComplaint = errors.New("no such complaint")
	ErrTooMany     = errors.New("too many labels")
)

// AddNote keeps a note of an analyst about a complaint.
func (s *Store) AddNote(ctx context.Context, complaint, author int64, text string) error {
	text = cut(strings.TrimSpace(screening.Clean(text)), maxNote)
	if text == "" {
		return ErrEmpty
	}
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		if err := known(ctx, tx, complaint); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO complaint_notes (complaint, author, text, created_at) VALUES (?, ?, ?, ?)`, complaint, author, text, s.clock.Now().Unix()); err != nil {
			return fmt.Errorf("keep a note: %w", err)
		}
		return nil
	})
}

// DeleteNote takes a note away again; only its author may.
func (s *Store) DeleteNote(ctx context.Context, id, author int64) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM complaint_notes WHERE id = ? AND author = ?`, id, author); err != nil {
		return fmt.Errorf("delete a note: %w", err)
	}
	return nil
}

// AddLabel puts a label on a complaint; twice is the same as once.
func (s *Store) AddLabel(ctx context.Context, complaint int64, label string) error {
	if label = cleanLabel(label); label == "" {
		return ErrEmpty
	}
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		if err := known(ctx, tx, complaint); err != nil {
			return err
		}
		var others int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM complaint_labels WHERE complaint = ? AND label <> ?`, complaint, label).Scan(&others); err != nil {
			return fmt.Errorf("count labels: %w", err)
		}
		if others >= maxLabels {
			return ErrTooMany
		}
		if _, err := tx.Exec(ctx, `INSERT INTO complaint_labels (complaint, label) VALUES (?, ?) ON CONFLICT (complaint, label) DO NOTHING`, complaint, label); err != nil {
			return fmt.Errorf("keep a label: %w", err)
		}
		return nil
	})
}

// RemoveLabel takes a label off a complaint.
func (s *Store) RemoveLabel(ctx context.Context, complaint int64, label string) error {
	if _, err := s.db.Exec(ctx, `DELETE FROM complaint_labels WHERE complaint = ? AND label = ?`, complaint, cleanLabel(label)); err != nil {
		return fmt.Errorf("remove a label: %w", err)
	}
	return nil
}

// Labels lists the labels in use and how many complaints bear each.
func (s *Store) Labels(ctx context.Context) (out []Named, err error) {
	err = s.each(ctx, "read labels", `SELECT label, COUNT(*) FROM complaint_labels GROUP BY label ORDER BY 2 DESC, 1`, nil, func(rows *sql.Rows) error {
		var n Named
		err := rows.Scan(&n.ID, &n.Now)
		out = append(out, n)
		return err
	})
	return out, err
}

// known refuses a complaint that is not there, and keeps the row meanwhile.
func known(ctx context.Context, tx *database.Tx, complaint int64) error {
	var id int64
	err := tx.QueryRow(ctx, `SELECT id FROM complaints WHERE id = ?`+tx.ForUpdate(), complaint).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoComplaint
	}
	if err != nil {
		return fmt.Errorf("look for a complaint: %w", err)
	}
	return nil
}

func (s *Store) notes(ctx context.Context, d *Detail) error {
	return s.each(ctx, "read notes", `SELECT id, author, created_at, text FROM complaint_notes WHERE complaint = ? ORDER BY id`, []any{d.ID}, func(rows *sql.Rows) error {
		var n Note
		var at int64
		err := rows.Scan(&n.ID, &n.Author, &at, &n.Text)
		n.At = time.Unix(at, 0).In(calendar.Zone())
		d.Notes = append(d.Notes, n)
		return err
	})
}

func (s *Store) labels(ctx context.Context, d *Detail) error {
	return s.each(ctx, "read labels", `SELECT label FROM complaint_labels WHERE complaint = ? ORDER BY label`, []any{d.ID}, func(rows *sql.Rows) error {
		var label string
		err := rows.Scan(&label)
		d.Labels = append(d.Labels, label)
		return err
	})
}

// cleanLabel writes a label as it is kept: screened, in small letters, short.
func cleanLabel(label string) string {
	return strings.TrimSpace(cut(strings.ToLower(strings.Join(strings.Fields(screening.Clean(label)), " ")), maxLabel))
}

func cut(text string, characters int) string {
	if runes := []rune(text); len(runes) > characters {
		return string(runes[:characters])
	}
	return text
}
