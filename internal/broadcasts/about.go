package broadcasts

import (
	"context"
	"errors"
)

// About gives a broadcast to somebody who got it, so that they can be told from
// whom and why; ok is false for anybody else, and when it is no longer known.
func (s *Store) About(ctx context.Context, chat, id int64) (b Broadcast, ok bool, err error) {
	b, err = scan(s.db.QueryRow(ctx, `SELECT `+columns+` FROM broadcasts
		WHERE id = ? AND EXISTS (SELECT 1 FROM broadcast_recipients r WHERE r.broadcast = broadcasts.id AND r.chat = ?)`, id, chat))
	if errors.Is(err, ErrNotFound) {
		return Broadcast{}, false, nil
	}
	return b, err == nil, err
}
