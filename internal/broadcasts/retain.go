package broadcasts

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Kept is how long after its end a broadcast can be corrected: so long it is
// known who got it as which message. Then the recipients are erased, and the
// bytes of its file; the texts, the history and the account stay, of nobody.
const Kept = 30 * 24 * time.Hour

// erased reports that the recipients are gone, or may go at any moment.
func (s *Store) erased(b *Broadcast) bool {
	return !b.EndedAt.IsZero() && !s.clock.Now().Before(b.EndedAt.Add(Kept))
}

// eraseAtOnce is how many batches are erased in one transaction.
const eraseAtOnce = 20

// Retain erases the recipients of broadcasts whose time is over, and returns how
// many.
func (s *Store) Retain(ctx context.Context) (erased int64, err error) {
	limit := s.clock.Now().Add(-Kept).Unix()
	over := `SELECT b.id FROM broadcasts b WHERE b.settled_at IS NOT NULL AND b.ended_at <= ?
		AND NOT EXISTS (SELECT 1 FROM broadcasts c WHERE c.corrects = b.id AND c.settled_at IS NULL)`
	rows, err := s.db.Query(ctx, over+` AND EXISTS (SELECT 1 FROM broadcast_recipients r WHERE r.broadcast = b.id)`, limit)
	if err != nil {
		return 0, fmt.Errorf("old broadcasts: %w", err)
	}
	all, err := ids(rows)
	if err != nil {
		return 0, err
	}
	for _, id := range all {
		n, err := s.erase(ctx, id)
		erased += n
		if err != nil {
			return erased, err
		}
	}
	_, err = s.db.Exec(ctx, `DELETE FROM broadcast_files WHERE id IN (SELECT file FROM broadcasts WHERE id IN (`+over+`))
		AND NOT EXISTS (SELECT 1 FROM broadcasts o WHERE o.file = broadcast_files.id AND o.id NOT IN (`+over+`))`, limit, limit)
	if err != nil {
		return erased, fmt.Errorf("erase old files: %w", err)
	}
	return erased, nil
}

func (s *Store) erase(ctx context.Context, id int64) (erased int64, err error) {
	for {
		var n int64
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			result, err := tx.Exec(ctx, `DELETE FROM broadcast_recipients WHERE broadcast = ? AND batch IN
				(SELECT DISTINCT batch FROM broadcast_recipients WHERE broadcast = ? ORDER BY batch LIMIT ?)`, id, id, eraseAtOnce)
			if err == nil {
				n, err = result.RowsAffected()
			}
			return err
		})
		if err != nil {
			return erased, fmt.Errorf("erase recipients: %w", err)
		}
		if erased += n; n == 0 {
			return erased, nil
		}
	}
}
