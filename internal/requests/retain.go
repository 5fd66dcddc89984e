package requests

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// KeptMonths is how long a closed request is kept.
const KeptMonths = 12

// retainAtOnce is how many requests are erased in one transaction.
const retainAtOnce = 200

// Retain erases requests that were closed twelve months ago, and returns how
// many.
func (s *Store) Retain(ctx context.Context) (erased int, err error) {
	limit := s.clock.Now().AddDate(0, -KeptMonths, 0).Unix()
	for {
		n := 0
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			n, err = s.erase(ctx, tx, `DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE closed_at IS NOT NULL AND closed_at <= ? LIMIT ?) RETURNING `+columns, limit, retainAtOnce)
			return err
		})
		erased += n
		if err != nil || n < retainAtOnce {
			return erased, err
		}
	}
}

// ForgetChat erases all requests of a person.
func (s *Store) ForgetChat(ctx context.Context, tx *database.Tx, chat int64) (erased int, err error) {
	return s.erase(ctx, tx, `DELETE FROM requests WHERE chat = ? RETURNING `+columns, chat)
}

// erase runs a deletion that returns the rows, and takes away what hangs on them.
func (s *Store) erase(ctx context.Context, tx *database.Tx, deletion string, args ...any) (int, error) {
	rows, err := tx.Query(ctx, deletion, args...)
	if err != nil {
		return 0, fmt.Errorf("erase requests: %w", err)
	}
	gone, err := scanAll(rows)
	if err != nil {
		return 0, fmt.Errorf("erase requests: %w", err)
	}
	if err := uncounted(ctx, tx, gone); err != nil {
		return 0, err
	}
	return len(gone), s.eraseTraces(ctx, tx, gone)
}
