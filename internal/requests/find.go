package requests

import (
	"context"
	"fmt"
)

// Find returns a person's request; ok is false when there is none, and for
// another chat.
func (s *Store) Find(ctx context.Context, chat, id int64) (r Request, ok bool, err error) {
	return one(s.db.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = ? AND chat = ?`, id, chat))
}

// List returns a person's requests: open ones first, by due date, those without
// a date after them; then closed ones, the newest first.
func (s *Store) List(ctx context.Context, chat int64) ([]Request, error) {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM requests WHERE chat = ?
		ORDER BY is_open DESC, closed_at DESC, CASE WHEN due_on IS NULL THEN 1 ELSE 0 END, due_on, id`, chat)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return scanAll(rows)
}

// CountOpen is how many requests are open, of everybody.
func (s *Store) CountOpen(ctx context.Context) (n int64, err error) {
	if err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM requests WHERE is_open = 1`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count requests: %w", err)
	}
	return n, nil
}
