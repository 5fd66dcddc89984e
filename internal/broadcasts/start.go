package broadcasts

import (
	"context"
	"fmt"
	"math"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// due lists the broadcasts in a state that have something to do about now.
func (s *Store) due(ctx context.Context, where string, args ...any) (out []Broadcast, err error) {
	rows, err := s.db.Query(ctx, `SELECT `+columns+` FROM broadcasts WHERE settled_at IS NULL AND `+where+` ORDER BY id`, args...)
	if err != nil {
		return nil, fmt.Errorf("due broadcasts: %w", err)
	}
	return scanAll(rows)
}

// each does something with each of the broadcasts found, as it stands when it is
// locked, in a transaction of its own; moved reports that any did.
func (s *Store) each(ctx context.Context, where string, args []any, do func(*database.Tx, *Broadcast) (bool, error)) (moved bool, err error) {
	all, err := s.due(ctx, where, args...)
	if err != nil {
		return false, err
	}
	for _, found := range all {
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			b, err := lock(ctx, tx, found.ID)
			if err != nil || b.State != found.State {
				return err // another replica was quicker
			}
			did, err := do(tx, &b)
			moved = moved || did
			return err
		})
		if err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// startDue starts what is scheduled for a moment that has come. Nothing starts
// in quiet hours.
func (s *Store) startDue(ctx context.Context) (moved bool, err error) {
	now := s.clock.Now()
	if !notices.Awake(now) {
		return false, nil
	}
	return s.each(ctx, `state = 'scheduled' AND send_at <= ?`, []any{now.Unix()}, func(tx *database.Tx, b *Broadcast) (bool, error) {
		allowed, err := s.stillAllowed(ctx, tx, b)
		if err != nil {
			return false, err
		}
		if !allowed {
			if err := s.move(ctx, tx, b, NoRole, Draft, system, ""); err != nil {
				return false, err
			}
			return true, s.tellAuthor(ctx, tx, b, NoRole, 0, 0)
		}
		from := int64(math.MinInt64)
		if b.Corrects != 0 {
			from = -1 // batches are counted from 0
		}
		if _, err := tx.Exec(ctx, `UPDATE broadcasts SET started_at = ?, walked_to = ?, batches = 0, people = 0, frozen_at = NULL WHERE id = ?`, now.Unix(), from, b.ID); err != nil {
			return false, fmt.Errorf("start broadcast: %w", err)
		}
		return true, s.move(ctx, tx, b, Started, Sending, system, "")
	})
}

// stillAllowed reports that author and approver still have their roles.
func (s *Store) stillAllowed(ctx context.Context, tx *database.Tx, b *Broadcast) (bool, error) {
	if b.Author == 0 || !b.ApprovedAt.IsZero() && b.Approver == b.Author {
		return false, nil
	}
	if s.Entitled == nil {
		return true, nil
	}
	asked := []int64{b.Author}
	if b.Approver != 0 {
		asked = append(asked, b.Approver)
	}
	for _, chat := range asked {
		if ok, err := s.Entitled(ctx, tx, chat, b.Agency, b.Region); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// expire ends what nobody needs any more.
func (s *Store) expire(ctx context.Context) (moved bool, err error) {
	where := `state IN ('waiting', 'scheduled', 'sending', 'paused') AND expires_at <= ?`
	return s.each(ctx, where, []any{s.clock.Now().Unix()}, func(tx *database.Tx, b *Broadcast) (bool, error) {
		return true, s.move(ctx, tx, b, RanOut, Expired, system, "")
	})
}

// finish ends what has been sent to everybody.
func (s *Store) finish(ctx context.Context) (moved bool, err error) {
	const where = `state = 'sending' AND frozen_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM broadcast_batches WHERE broadcast = broadcasts.id AND state <> 'done')`
	return s.each(ctx, where, nil, func(tx *database.Tx, b *Broadcast) (bool, error) {
		var still bool // the unknown may have been sent again meanwhile
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) = 1 FROM broadcasts WHERE id = ? AND `+where, b.ID).Scan(&still); err != nil || !still {
			return false, err
		}
		if err := s.move(ctx, tx, b, Finished, Done, system, ""); err != nil {
			return false, err
		}
		if err := s.tellAuthor(ctx, tx, b, Finished, 0, 0); err != nil {
			return false, err
		}
		return true, s.final(ctx, tx, b.ID)
	})
}

// final notes that nothing of an account changes any more.
func (s *Store) final(ctx context.Context, tx *database.Tx, id int64) error {
	if _, err := tx.Exec(ctx, `UPDATE broadcasts SET settled_at = ? WHERE id = ?`, s.clock.Now().Unix(), id); err != nil {
		return fmt.Errorf("settle broadcast: %w", err)
	}
	return nil
}
