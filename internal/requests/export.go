package requests

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Each calls visit for the requests that people began to track from one moment
// up to another (not included), oldest first, as a stream. visit must not ask
// the base. The log that is made of them holds no chat and no number.
func (s *Store) Each(ctx context.Context, from, to time.Time, visit func(Request) error) error {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM requests WHERE created_at >= ? AND created_at < ? ORDER BY id`, from.Unix(), to.Unix())
	if err != nil {
		return fmt.Errorf("export requests: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return fmt.Errorf("export requests: %w", err)
		}
		r.Chat, r.Number = 0, ""
		if err := visit(r); err != nil {
			return err
		}
	}
	return rows.Err()
}

// OfComplaint is the request that a complaint is about, without chat and
// number; ok is false where it was never kept, or is erased.
func OfComplaint(ctx context.Context, from database.Runner, complaint int64) (r Request, ok bool, err error) {
	r, ok, err = one(from.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = (SELECT request FROM complaints WHERE id = ?)`, complaint))
	r.Chat, r.Number = 0, ""
	return r, ok, err
}
