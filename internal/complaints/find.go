package complaints

import (
	"context"
	"fmt"
	"time"
)

// Find returns a person's complaint; ok is false when there is none, and for
// another chat.
func (s *Store) Find(ctx context.Context, chat, id int64) (c Complaint, ok bool, err error) {
	return one(s.db.QueryRow(ctx, selected+`WHERE c.id = ? AND c.chat = ?`, id, chat))
}

// FindNumber is Find by the number that people know.
func (s *Store) FindNumber(ctx context.Context, chat int64, n Number) (c Complaint, ok bool, err error) {
	return one(s.db.QueryRow(ctx, selected+`WHERE c.year = ? AND c.number = ? AND c.chat = ?`, n.Year, n.N, chat))
}

// List returns a person's complaints: open ones first, then the newest.
func (s *Store) List(ctx context.Context, chat int64) ([]Complaint, error) {
	return s.list(ctx, `WHERE c.chat = ? ORDER BY CASE WHEN c.state IN ('recorded', 'filed', 'not_solved') THEN 0 ELSE 1 END, c.created_at DESC, c.id DESC`, chat)
}

// OfRequest returns the complaints about a person's request, oldest first.
func (s *Store) OfRequest(ctx context.Context, chat, request int64) ([]Complaint, error) {
	return s.list(ctx, `WHERE c.request = ? AND c.chat = ? ORDER BY c.id`, request, chat)
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Complaint, error) {
	rows, err := s.db.Query(ctx, selected+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list complaints: %w", err)
	}
	return scanAll(rows)
}

// Each calls visit for the complaints recorded from one moment up to another
// (not included), oldest first, as a stream. visit must not ask the base. The
// rows hold no chat, no request and no number of an office.
func (s *Store) Each(ctx context.Context, from, to time.Time, visit func(Complaint) error) error {
	rows, err := s.db.Query(ctx, selected+`WHERE c.created_at >= ? AND c.created_at < ? ORDER BY c.created_at, c.id`, from.Unix(), to.Unix())
	if err != nil {
		return fmt.Errorf("export complaints: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return fmt.Errorf("export complaints: %w", err)
		}
		c.Chat, c.Request = 0, 0
		for i := range c.Steps {
			c.Steps[i].OfficeNumber = ""
		}
		if err := visit(c); err != nil {
			return err
		}
	}
	return rows.Err()
}
