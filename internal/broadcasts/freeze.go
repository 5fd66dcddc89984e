package broadcasts

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// How an audience is written down: a few people in one transaction, so that
// replies get their turn between and memory does not grow with the audience.
const (
	batchSize   = 100  // recipients claimed at once
	walkPeople  = 2000 // people looked at in one step
	walkBatches = walkPeople / batchSize
)

// freeze takes one step of writing down each audience that is not complete.
// Nothing is sent before the audience is. An audience that needs an approval
// which it does not have goes back to wait for it.
func (s *Store) freeze(ctx context.Context) (moved bool, err error) {
	return s.each(ctx, `state = 'sending' AND frozen_at IS NULL`, nil, func(tx *database.Tx, b *Broadcast) (bool, error) {
		if b.Frozen { // another replica was quicker
			return true, nil
		}
		step := s.walk
		if b.Corrects != 0 {
			step = s.walkSent
		}
		to, found, err := step(ctx, tx, b)
		if err != nil {
			return false, err
		}
		if to == b.walkedTo { // nobody is left
			if err := s.note(ctx, tx, b, Froze, b.State, system, strconv.FormatInt(b.people, 10)); err != nil {
				return false, err
			}
			_, err := tx.Exec(ctx, `UPDATE broadcasts SET frozen_at = ? WHERE id = ?`, s.clock.Now().Unix(), b.ID)
			return true, err
		}
		if b.people+found > alone && b.ApprovedAt.IsZero() {
			return true, s.backForApproval(ctx, tx, b)
		}
		batches := (found + batchSize - 1) / batchSize
		if err := s.addBatches(ctx, tx, b, found, batches); err != nil {
			return false, err
		}
		_, err = tx.Exec(ctx, `UPDATE broadcasts SET walked_to = ?, batches = batches + ?, people = people + ? WHERE id = ?`, to, batches, found, b.ID)
		return true, err
	})
}

// walk writes down the audience among the next people in the order of chats.
func (s *Store) walk(ctx context.Context, tx *database.Tx, b *Broadcast) (to, found int64, err error) {
	err = tx.QueryRow(ctx, `SELECT COALESCE(MAX(chat), ?) FROM (SELECT chat FROM people WHERE chat > ? ORDER BY chat LIMIT ?) AS next`, b.walkedTo, b.walkedTo, walkPeople).Scan(&to)
	if err != nil || to == b.walkedTo {
		return to, 0, err
	}
	c := s.audience(b, b.StartedAt.Unix(), true)
	args := append([]any{b.ID, b.batches, batchSize, b.walkedTo, to}, c.args...)
	found, err = written(tx.Exec(ctx, `INSERT INTO broadcast_recipients (broadcast, batch, chat, language, state)
		SELECT CAST(? AS BIGINT), CAST(? AS BIGINT) + (ROW_NUMBER() OVER (ORDER BY p.chat) - 1) / CAST(? AS BIGINT), p.chat, p.language, 'pending'
		FROM people p WHERE p.chat > ? AND p.chat <= ? AND `+c.text, args...))
	return to, found, err
}

// walkSent writes down whom the broadcast that is corrected has reached, from
// its next batches.
func (s *Store) walkSent(ctx context.Context, tx *database.Tx, b *Broadcast) (to, found int64, err error) {
	err = tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), ?) FROM (SELECT number FROM broadcast_batches WHERE broadcast = ? AND number > ? ORDER BY number LIMIT ?) AS next`,
		b.walkedTo, b.Corrects, b.walkedTo, walkBatches).Scan(&to)
	if err != nil || to == b.walkedTo {
		return to, 0, err
	}
	found, err = written(tx.Exec(ctx, `INSERT INTO broadcast_recipients (broadcast, batch, chat, language, state, message_id)
		SELECT CAST(? AS BIGINT), CAST(? AS BIGINT) + (ROW_NUMBER() OVER (ORDER BY r.batch, r.chat) - 1) / CAST(? AS BIGINT), r.chat, r.language, 'pending', r.message_id
		FROM broadcast_recipients r WHERE r.broadcast = ? AND r.batch > ? AND r.batch <= ? AND r.state = 'sent'`,
		b.ID, b.batches, batchSize, b.Corrects, b.walkedTo, to))
	return to, found, err
}

func written(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, fmt.Errorf("write down an audience: %w", err)
	}
	return result.RowsAffected()
}

// addBatches makes the batches of the recipients just written down.
func (s *Store) addBatches(ctx context.Context, tx *database.Tx, b *Broadcast, found, batches int64) error {
	if found == 0 {
		return nil
	}
	const row = `(?, ?, ?, 'waiting', ?)`
	now := s.clock.Now().Unix()
	args := make([]any, 0, 4*batches)
	for i := range batches {
		args = append(args, b.ID, b.batches+i, min(batchSize, found-i*batchSize), now)
	}
	_, err := tx.Exec(ctx, `INSERT INTO broadcast_batches (broadcast, number, size, state, wake_at) VALUES `+row+strings.Repeat(`, `+row, int(batches)-1), args...)
	if err != nil {
		return fmt.Errorf("add batches: %w", err)
	}
	return nil
}

// backForApproval undoes a start: the audience has grown past what its author
// may write to alone.
func (s *Store) backForApproval(ctx context.Context, tx *database.Tx, b *Broadcast) error {
	for _, table := range []string{"broadcast_recipients", "broadcast_batches"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE broadcast = ?`, b.ID); err != nil {
			return fmt.Errorf("undo a start: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE broadcasts SET started_at = NULL, batches = 0, people = 0 WHERE id = ?`, b.ID); err != nil {
		return fmt.Errorf("undo a start: %w", err)
	}
	if err := s.move(ctx, tx, b, Grown, Waiting, system, ""); err != nil {
		return err
	}
	if err := s.askApprovers(ctx, tx, b); err != nil {
		return err
	}
	return s.tellAuthor(ctx, tx, b, Grown, 0, 0)
}
