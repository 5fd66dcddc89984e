package broadcasts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// fate is what became of one recipient; all but left and trying are counted.
type fate string

const (
	left      fate = "pending" // still to be sent
	trying    fate = "trying"  // being sent: after a crash nobody knows whether it went
	sent      fate = "sent"
	failed    fate = "failed"
	blocked   fate = "blocked"
	unknown   fate = "unknown"
	cancelled fate = "cancelled"
)

// outcome is a recipient's fate after an attempt.
type outcome struct {
	chat    int64
	fate    fate
	message int64 // when sent
	excused bool  // the attempt does not count: Telegram asked to wait
}

// errLost says that a batch is no longer ours, or must not be sent now.
var errLost = errors.New("the batch is not to be sent")

// begin marks recipients as being tried and begins the lease anew. It returns
// those to whom a message may leave now. Who stopped the bot, muted broadcasts
// or withdrew consent since the audience was frozen is counted at once. When
// the broadcast was paused, ended or taken over, it is errLost.
func (s *Store) begin(ctx context.Context, b *batch, chats []int64) (ours map[int64]bool, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		if err := s.hold(ctx, tx, b); err != nil {
			return err
		}
		sending, err := s.isSending(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		if !sending {
			return errLost
		}
		ours, err = s.markTrying(ctx, tx, b, chats)
		return err
	})
	return ours, err
}

// isSending reports that messages of a broadcast may leave now.
func (s *Store) isSending(ctx context.Context, from database.Runner, id int64) (ok bool, err error) {
	if err := from.QueryRow(ctx, `SELECT state = 'sending' AND (expires_at IS NULL OR expires_at > ?) FROM broadcasts WHERE id = ?`, s.clock.Now().Unix(), id).Scan(&ok); err != nil {
		return false, fmt.Errorf("state of a broadcast: %w", err)
	}
	return ok, nil
}

// hold begins the lease anew, or is errLost when another process has the batch.
// It keeps others from taking it before the transaction ends.
func (s *Store) hold(ctx context.Context, tx *database.Tx, b *batch) error {
	result, err := tx.Exec(ctx, `UPDATE broadcast_batches SET wake_at = ? WHERE broadcast = ? AND number = ? AND owner = ? AND state = 'sending'`,
		s.clock.Now().Add(lease).Unix(), b.ID, b.number, b.owner)
	if err != nil {
		return fmt.Errorf("hold batch: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		return errors.Join(errLost, err)
	}
	return nil
}

// markTrying marks those who may be written to, and counts those who must not be
// any more.
func (s *Store) markTrying(ctx context.Context, tx *database.Tx, b *batch, chats []int64) (ours map[int64]bool, err error) {
	next := `CASE WHEN EXISTS (SELECT 1 FROM people p WHERE p.chat = broadcast_recipients.chat AND p.blocked_at IS NOT NULL) THEN 'blocked'`
	if b.Corrects == 0 { // what somebody was told wrongly is put right for them, whatever they want to hear from now on
		next += ` WHEN EXISTS (SELECT 1 FROM people p WHERE p.chat = broadcast_recipients.chat AND p.consent_withdrawn_at IS NOT NULL)
			OR EXISTS (SELECT 1 FROM mutes m WHERE m.chat = broadcast_recipients.chat AND m.kind = '` + MuteKind + `') THEN 'cancelled'`
	}
	in, args := numbers([]any{b.ID, b.number}, chats)
	rows, err := tx.Query(ctx, `UPDATE broadcast_recipients SET attempts = attempts + 1, state = `+next+` ELSE 'trying' END
		WHERE broadcast = ? AND batch = ? AND state = 'pending' AND chat IN (`+in+`) RETURNING chat, state`, args...)
	if err != nil {
		return nil, fmt.Errorf("mark as trying: %w", err)
	}
	ours, gone := map[int64]bool{}, map[fate]int64{}
	for rows.Next() {
		var chat int64
		var f fate
		if err := rows.Scan(&chat, &f); err != nil {
			return nil, errors.Join(fmt.Errorf("mark as trying: %w", err), rows.Close())
		}
		if f == trying {
			ours[chat] = true
		} else {
			gone[f]++
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("mark as trying: %w", err)
	}
	return ours, add(ctx, tx, b.ID, b.number, gone)
}

// end marks what became of recipients that were tried, and counts them. What
// another process has taken over meanwhile is errLost.
func (s *Store) end(ctx context.Context, b *batch, all []outcome) error {
	const row = `(CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT))`
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		if err := s.hold(ctx, tx, b); err != nil {
			return err
		}
		args := make([]any, 0, 4*len(all)+2)
		for _, o := range all {
			excused := 0
			if o.excused {
				excused = 1
			}
			args = append(args, o.chat, string(o.fate), o.message, excused)
			if o.fate == blocked {
				if err := s.outbox.BlockedIn(ctx, tx, o.chat); err != nil {
					return err
				}
			}
		}
		rows, err := tx.Query(ctx, `UPDATE broadcast_recipients SET state = v.column2, message_id = CASE WHEN v.column3 > 0 THEN v.column3 ELSE message_id END, attempts = attempts - v.column4
			FROM (VALUES `+row+strings.Repeat(`, `+row, len(all)-1)+`) AS v
			WHERE broadcast = ? AND batch = ? AND chat = v.column1 AND state = 'trying' RETURNING state`, append(args, b.ID, b.number)...)
		if err != nil {
			return fmt.Errorf("mark recipients: %w", err)
		}
		counted, err := tally(rows)
		if err != nil {
			return err
		}
		return add(ctx, tx, b.ID, b.number, counted)
	})
}
