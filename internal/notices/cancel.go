package notices

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// CancelRequest cancels what still waits about a request, of the kinds given or
// of all: nothing is told that the person has just told us. It runs in the
// transaction of that news; a notice in flight can't be called back.
func (s *Store) CancelRequest(ctx context.Context, tx *database.Tx, request int64, kinds ...Kind) error {
	return s.cancel(ctx, tx, "request", request, kinds)
}

// CancelComplaint is CancelRequest for a complaint.
func (s *Store) CancelComplaint(ctx context.Context, tx *database.Tx, complaint int64, kinds ...Kind) error {
	return s.cancel(ctx, tx, "complaint", complaint, kinds)
}

func (s *Store) cancel(ctx context.Context, tx *database.Tx, column string, id int64, kinds []Kind) error {
	now := s.clock.Now().Unix()
	query, args := `UPDATE notices SET state = 'cancelled', done_at = ? WHERE `+column+` = ? AND `+untold, []any{now, id, now}
	if len(kinds) > 0 {
		query += ` AND kind IN (?` + strings.Repeat(`, ?`, len(kinds)-1) + `)`
		for _, k := range kinds {
			args = append(args, k)
		}
	}
	if _, err := tx.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("cancel notices: %w", err)
	}
	return nil
}
