package broadcasts

import (
	"context"
	"fmt"
	"strconv"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// settleAtOnce is how many batches are settled in one transaction.
const settleAtOnce = 20

// settle counts as cancelled whom a broadcast that was ended has not reached, a
// few batches at a time. A batch that is being sent settles when it is given
// back, or its lease ends.
func (s *Store) settle(ctx context.Context) (moved bool, err error) {
	return s.each(ctx, `state IN ('cancelled', 'expired')`, nil, func(tx *database.Tx, b *Broadcast) (bool, error) {
		rows, err := tx.Query(ctx, `SELECT number FROM broadcast_batches WHERE broadcast = ? AND state = 'waiting' ORDER BY number LIMIT ?`+tx.SkipLocked(), b.ID, settleAtOnce)
		if err != nil {
			return false, fmt.Errorf("batches to settle: %w", err)
		}
		open, err := ids(rows)
		if err != nil {
			return false, err
		}
		if len(open) > 0 {
			return true, s.cancelLeft(ctx, tx, b.ID, open)
		}
		var sending int64
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM broadcast_batches WHERE broadcast = ? AND state <> 'done'`, b.ID).Scan(&sending); err != nil || sending > 0 {
			return false, err
		}
		if err := s.note(ctx, tx, b, Settled, b.State, system, ""); err != nil {
			return false, err
		}
		return true, s.final(ctx, tx, b.ID)
	})
}

// cancelLeft counts as cancelled who is left in batches that nobody holds.
func (s *Store) cancelLeft(ctx context.Context, tx *database.Tx, id int64, batches []int64) error {
	in, args := numbers([]any{id}, batches)
	if _, err := tx.Exec(ctx, `UPDATE broadcast_recipients SET state = 'cancelled' WHERE broadcast = ? AND state = 'pending' AND batch IN (`+in+`)`, args...); err != nil {
		return fmt.Errorf("settle recipients: %w", err)
	}
	_, err := tx.Exec(ctx, `UPDATE broadcast_batches SET cancelled = size - sent - failed - blocked - unknown, state = 'done' WHERE broadcast = ? AND number IN (`+in+`)`, args...)
	if err != nil {
		return fmt.Errorf("settle batches: %w", err)
	}
	return nil
}

// trouble pauses a broadcast of which too much fails, and tells its author.
func (s *Store) trouble(ctx context.Context, id int64, failures, of int) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		b, err := lock(ctx, tx, id)
		if err != nil || b.State != Sending {
			return err
		}
		if err := s.move(ctx, tx, &b, Troubled, Paused, system, strconv.Itoa(failures)+"/"+strconv.Itoa(of)); err != nil {
			return err
		}
		return s.tellAuthor(ctx, tx, &b, Troubled, failures, of)
	})
}

// Trouble is what the author is told with a notice of the kind
// notices.BroadcastTrouble, its arguments.
type Trouble struct {
	Broadcast int64 `json:"broadcast"`
	Act       Act   `json:"act"` // Troubled, Grown, Approved, Returned, NoRole, Finished
	Failures  int   `json:"failures,omitempty"`
	Of        int   `json:"of,omitempty"` // the newest attempts
}

func (s *Store) tellAuthor(ctx context.Context, tx *database.Tx, b *Broadcast, act Act, failures, of int) error {
	if b.Author == 0 {
		return nil
	}
	number, err := newestEvent(ctx, tx, b.ID) // the same trouble later is told again
	if err != nil {
		return err
	}
	_, err = s.outbox.QueueIn(ctx, tx, notices.New{
		Chat: b.Author, Kind: notices.BroadcastTrouble, Dedupe: fmt.Sprintf("broadcast:%d:%d", b.ID, number),
		Args: Trouble{Broadcast: b.ID, Act: act, Failures: failures, Of: of},
	})
	return err
}

// unknownAgain makes the unknown recipients of a broadcast pending.
func (s *Store) unknownAgain(ctx context.Context, tx *database.Tx, id int64) (again int64, err error) {
	rows, err := tx.Query(ctx, `SELECT number FROM broadcast_batches WHERE broadcast = ? AND unknown > 0 AND state <> 'sending' ORDER BY number`+tx.ForUpdate(), id)
	if err != nil {
		return 0, fmt.Errorf("send again: %w", err)
	}
	batches, err := ids(rows)
	if err != nil {
		return 0, err
	}
	for _, number := range batches {
		result, err := tx.Exec(ctx, `UPDATE broadcast_recipients SET state = 'pending', attempts = 0 WHERE broadcast = ? AND batch = ? AND state = 'unknown'`, id, number)
		if err != nil {
			return 0, fmt.Errorf("send again: %w", err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, fmt.Errorf("send again: %w", err)
		}
		if n == 0 { // they have erased themselves
			continue
		}
		if _, err := tx.Exec(ctx, `UPDATE broadcast_batches SET unknown = unknown - ?, state = 'waiting', wake_at = ? WHERE broadcast = ? AND number = ?`, n, s.clock.Now().Unix(), id, number); err != nil {
			return 0, fmt.Errorf("send again: %w", err)
		}
		again += n
	}
	return again, nil
}

// reopen notes that unknown recipients are sent to again; what was done goes on.
func (s *Store) reopen(ctx context.Context, tx *database.Tx, b *Broadcast, actor, again int64) error {
	now := b.State
	if now == Done {
		now = Sending
		if _, err := tx.Exec(ctx, `UPDATE broadcasts SET ended_at = NULL, settled_at = NULL WHERE id = ?`, b.ID); err != nil {
			return fmt.Errorf("send again: %w", err)
		}
	}
	return s.move(ctx, tx, b, Resent, now, actor, strconv.FormatInt(again, 10))
}
