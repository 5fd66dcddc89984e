package broadcasts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// lease is how long a process that shows no life keeps a batch; each message
// begins it anew. It is longer than one sending takes.
const lease = 2 * time.Minute

// Batch is a part of an audience, claimed to be sent.
type batch struct {
	Broadcast
	number     int64
	owner      string // the claim under which it is held
	recipients []recipient
}

// recipient is who gets a message.
type recipient struct {
	chat     int64
	language string
	attempts int   // so far
	message  int64 // to edit; 0: none yet
}

// sendable lists the broadcasts of which something may be sent.
func (s *Store) sendable(ctx context.Context) ([]Broadcast, error) {
	return s.due(ctx, `state = 'sending' AND frozen_at IS NOT NULL AND (expires_at IS NULL OR expires_at > ?)`, s.clock.Now().Unix())
}

// claim takes the next batch of a broadcast; ok is false when none may be sent
// now. While its file is not with Telegram, only the first batch is given out,
// so that one process uploads it.
func (s *Store) claim(ctx context.Context, b Broadcast) (out batch, ok bool, err error) {
	now := s.clock.Now()
	out = batch{Broadcast: b, owner: rand.Text()}
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		first := ``
		args := []any{b.ID, now.Unix()}
		if b.File != 0 && b.Corrects == 0 {
			first = ` AND (number = (SELECT MIN(o.number) FROM broadcast_batches o WHERE o.broadcast = ? AND o.state <> 'done')
				OR EXISTS (SELECT 1 FROM broadcast_files WHERE id = ? AND telegram_id <> ''))`
			args = append(args, b.ID, b.File)
		}
		args = append(args, out.owner, now.Add(lease).Unix(), b.ID)
		err := tx.QueryRow(ctx, `WITH next AS MATERIALIZED (
				SELECT number FROM broadcast_batches WHERE broadcast = ? AND state = 'waiting' AND wake_at <= ?`+first+` ORDER BY wake_at, number LIMIT 1`+tx.SkipLocked()+`)
			UPDATE broadcast_batches SET state = 'sending', owner = ?, wake_at = ? WHERE broadcast = ? AND number IN (SELECT number FROM next) RETURNING number`, args...).Scan(&out.number)
		if err != nil {
			return err
		}
		out.recipients, err = pending(ctx, tx, b.ID, out.number)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return batch{}, false, nil
	}
	if err != nil {
		return batch{}, false, fmt.Errorf("claim batch: %w", err)
	}
	return out, true, nil
}

func pending(ctx context.Context, tx *database.Tx, id, number int64) (out []recipient, err error) {
	rows, err := tx.Query(ctx, `SELECT chat, language, attempts, message_id FROM broadcast_recipients WHERE broadcast = ? AND batch = ? AND state = 'pending' ORDER BY chat`, id, number)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r recipient
		if err := rows.Scan(&r.chat, &r.language, &r.attempts, &r.message); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// release gives a batch back, to be claimed again after a pause if anybody is
// left in it.
func (s *Store) release(ctx context.Context, b *batch, after time.Duration) error {
	_, err := s.db.Exec(ctx, `UPDATE broadcast_batches SET owner = '', wake_at = ?,
		state = CASE WHEN size = sent + failed + blocked + unknown + cancelled THEN 'done' ELSE 'waiting' END
		WHERE broadcast = ? AND number = ? AND owner = ? AND state = 'sending'`, s.clock.Now().Add(after).Unix(), b.ID, b.number, b.owner)
	if err != nil {
		return fmt.Errorf("release batch: %w", err)
	}
	return nil
}

// recoverDead takes batches from processes that showed no life for a lease.
// Whom they were writing to at that moment is unknown: nobody can tell whether
// Telegram took the message. An edit can be made twice, so it is made again.
func (s *Store) recoverDead(ctx context.Context) (moved bool, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		moved = false
		rows, err := tx.Query(ctx, `SELECT n.broadcast, n.number, b.corrects IS NOT NULL FROM broadcast_batches n JOIN broadcasts b ON b.id = n.broadcast
			WHERE n.state = 'sending' AND n.wake_at <= ? ORDER BY n.broadcast, n.number LIMIT 100`+tx.SkipLockedOf("n"), s.clock.Now().Unix())
		if err != nil {
			return fmt.Errorf("dead batches: %w", err)
		}
		type dead struct {
			broadcast, number int64
			edits             bool
		}
		var all []dead
		for rows.Next() {
			var d dead
			if err := rows.Scan(&d.broadcast, &d.number, &d.edits); err != nil {
				return errors.Join(err, rows.Close())
			}
			all = append(all, d)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return fmt.Errorf("dead batches: %w", err)
		}
		for _, d := range all {
			if err := s.takeOver(ctx, tx, d.broadcast, d.number, d.edits); err != nil {
				return err
			}
		}
		moved = len(all) > 0
		return nil
	})
	return moved, err
}

func (s *Store) takeOver(ctx context.Context, tx *database.Tx, id, number int64, edits bool) error {
	fate := unknown
	if edits {
		fate = left
	}
	result, err := tx.Exec(ctx, `UPDATE broadcast_recipients SET state = ? WHERE broadcast = ? AND batch = ? AND state = 'trying'`, fate, id, number)
	if err != nil {
		return fmt.Errorf("take a batch over: %w", err)
	}
	open, err := result.RowsAffected()
	if err != nil {
		return fmt.Errorf("take a batch over: %w", err)
	}
	if edits {
		open = 0
	}
	_, err = tx.Exec(ctx, `UPDATE broadcast_batches SET unknown = unknown + ?, owner = '', wake_at = ?,
		state = CASE WHEN size = sent + failed + blocked + unknown + cancelled + ? THEN 'done' ELSE 'waiting' END WHERE broadcast = ? AND number = ?`,
		open, s.clock.Now().Unix(), open, id, number)
	if err != nil {
		return fmt.Errorf("take a batch over: %w", err)
	}
	return nil
}
