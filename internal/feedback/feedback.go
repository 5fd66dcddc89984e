// Package feedback keeps what people tell the maintainers: that a card is
// wrong, and that a service is missing. It holds no chat and only screened
// text.
package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/clock"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/screening"
)

// maxText bounds a text that is kept, in characters.
const maxText = 500

// Store keeps feedback in SQL.
type Store struct {
	db    *database.DB
	clock clock.Clock
}

// NewStore makes a store.
func NewStore(db *database.DB, c clock.Clock) *Store { return &Store{db: db, clock: c} }

// ReportWrong notes that somebody found a card wrong. The update is its key:
// twice is the same as once.
func (s *Store) ReportWrong(ctx context.Context, update int64, service, language string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO feedback (update_id, service, language, text, created_at) VALUES (?, ?, ?, '', ?)
		ON CONFLICT (update_id) DO NOTHING`, update, service, language, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("report wrong card: %w", err)
	}
	return nil
}

// Explain adds, screened, what is wrong to the report made by an update.
func (s *Store) Explain(ctx context.Context, update int64, text string) error {
	if _, err := s.db.Exec(ctx, `UPDATE feedback SET text = ? WHERE update_id = ?`, short(screening.Clean(text)), update); err != nil {
		return fmt.Errorf("explain wrong card: %w", err)
	}
	return nil
}

// ReportMissing notes, screened, what somebody asked for in vain, with the
// nearest service if there was one.
func (s *Store) ReportMissing(ctx context.Context, update int64, language, question, nearest string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO missing_services (update_id, language, question, nearest, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (update_id) DO NOTHING`, update, language, short(screening.Clean(question)), nearest, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("report missing service: %w", err)
	}
	return nil
}

// keptDays is how long a question that found no card is kept.
const keptDays = 90

// NoteUnanswered notes, screened, a question that found no card, with the
// service that came nearest. Nobody sees it before five asked alike.
func (s *Store) NoteUnanswered(ctx context.Context, update int64, language, question, nearest string) error {
	_, err := s.db.Exec(ctx, `INSERT INTO unanswered_questions (update_id, language, question, nearest, created_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (update_id) DO NOTHING`, update, language, short(screening.Clean(question)), nearest, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("note an unanswered question: %w", err)
	}
	return nil
}

// Retain erases unanswered questions after ninety days, and returns how many.
func (s *Store) Retain(ctx context.Context) (erased int64, err error) {
	result, err := s.db.Exec(ctx, `DELETE FROM unanswered_questions WHERE created_at <= ?`, s.clock.Now().AddDate(0, 0, -keptDays).Unix())
	if err != nil {
		return 0, fmt.Errorf("erase questions: %w", err)
	}
	return result.RowsAffected()
}

func short(text string) string {
	if runes := []rune(text); len(runes) > maxText {
		return string(runes[:maxText])
	}
	return text
}

// Wrong is one report of a wrong card.
type Wrong struct {
	At       time.Time
	Service  string
	Language string
	Text     string
}

// Missing is one report of a missing service.
type Missing struct {
	At       time.Time
	Language string
	Question string
	Nearest  string
}

// EachWrong calls visit for the reports of wrong cards from one moment up to
// another (not included), oldest first.
func (s *Store) EachWrong(ctx context.Context, from, to time.Time, visit func(Wrong) error) error {
	rows, err := s.db.Query(ctx, `SELECT created_at, service, language, text FROM feedback WHERE created_at >= ? AND created_at < ? ORDER BY created_at, update_id`, from.Unix(), to.Unix())
	if err != nil {
		return fmt.Errorf("read feedback: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var w Wrong
		var at int64
		if err := rows.Scan(&at, &w.Service, &w.Language, &w.Text); err != nil {
			return fmt.Errorf("read feedback: %w", err)
		}
		w.At = time.Unix(at, 0)
		if err := visit(w); err != nil {
			return err
		}
	}
	return rows.Err()
}

// EachMissing calls visit for the reports of missing services, oldest first.
func (s *Store) EachMissing(ctx context.Context, from, to time.Time, visit func(Missing) error) error {
	rows, err := s.db.Query(ctx, `SELECT created_at, language, question, nearest FROM missing_services WHERE created_at >= ? AND created_at < ? ORDER BY created_at, update_id`, from.Unix(), to.Unix())
	if err != nil {
		return fmt.Errorf("read missing services: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var m Missing
		var at int64
		if err := rows.Scan(&at, &m.Language, &m.Question, &m.Nearest); err != nil {
			return fmt.Errorf("read missing services: %w", err)
		}
		m.At = time.Unix(at, 0)
		if err := visit(m); err != nil {
			return err
		}
	}
	return rows.Err()
}
