package people

import (
	"context"
	"fmt"
)

// Mute switches a kind of notice off for the person, or on again. Twice is the
// same as once; no consent is needed for it.
func (s *Store) Mute(ctx context.Context, chat int64, kind string, muted bool) error {
	query, args := `DELETE FROM mutes WHERE chat = ? AND kind = ?`, []any{chat, kind}
	if muted {
		query, args = `INSERT INTO mutes (chat, kind, muted_at) VALUES (?, ?, ?) ON CONFLICT (chat, kind) DO NOTHING`, append(args, s.clock.Now().Unix())
	}
	if _, err := s.db.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("mute: %w", err)
	}
	return nil
}

// Mutes lists the kinds of notice that the person has switched off.
func (s *Store) Mutes(ctx context.Context, chat int64) ([]string, error) {
	rows, err := s.db.Query(ctx, `SELECT kind FROM mutes WHERE chat = ? ORDER BY kind`, chat)
	if err != nil {
		return nil, fmt.Errorf("list mutes: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			return nil, fmt.Errorf("list mutes: %w", err)
		}
		out = append(out, kind)
	}
	return out, rows.Err()
}
