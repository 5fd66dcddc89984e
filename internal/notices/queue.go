package notices

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// Queue puts a notice into the outbox; see QueueIn.
func (s *Store) Queue(ctx context.Context, n New) (queued bool, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		rows, err := s.QueueIn(ctx, tx, n)
		queued = rows > 0
		return err
	})
	return queued, err
}

const (
	// queueRow is one row of QueueIn, with the types for PostgreSQL.
	queueRow = `(CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT))`
	// queueAtOnce keeps a statement under the number of parameters that every
	// base takes.
	queueAtOnce = 1000
)

// QueueIn puts notices into the outbox within the transaction that causes them,
// and returns how many. Left out is what was queued before, what its person has
// muted, and what is for people who stopped the bot. Of kinds of which only the
// newest counts, what still waits about the same request or complaint is
// cancelled.
func (s *Store) QueueIn(ctx context.Context, tx *database.Tx, all ...New) (queued int64, err error) {
	now := s.clock.Now()
	for some := range slices.Chunk(all, queueAtOnce) {
		args := make([]any, 0, 7*len(some)+1)
		args = append(args, now.Unix())
		for _, n := range some {
			text := []byte("{}")
			if n.Args != nil {
				if text, err = json.Marshal(n.Args); err != nil {
					return queued, fmt.Errorf("queue notice: %w", err)
				}
			}
			at := n.SendAt
			if at.Before(now) {
				at = now
			}
			args = append(args, n.Chat, string(n.Kind), orNull(n.Request), orNull(n.Complaint), n.Dedupe, string(text), Waking(at).Unix())
		}
		result, err := tx.Exec(ctx, `INSERT INTO notices (chat, kind, request, complaint, dedupe, args, state, send_at, wake_at, created_at)
			SELECT v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, 'queued', v.column7, v.column7, CAST(? AS BIGINT)
			FROM (VALUES `+queueRow+strings.Repeat(`, `+queueRow, len(some)-1)+`) AS v
			WHERE NOT EXISTS (SELECT 1 FROM mutes WHERE mutes.chat = v.column1 AND mutes.kind = v.column2)
				AND NOT EXISTS (SELECT 1 FROM people WHERE people.chat = v.column1 AND people.blocked_at IS NOT NULL)
			ON CONFLICT (dedupe) DO NOTHING`, args...)
		if err != nil {
			return queued, fmt.Errorf("queue notice: %w", err)
		}
		rows, err := result.RowsAffected()
		if err != nil {
			return queued, fmt.Errorf("queue notice: %w", err)
		}
		queued += rows
		for _, n := range some {
			if rows == 0 || !n.Kind.newestOnly() {
				continue
			}
			if err := s.supersede(ctx, tx, n); err != nil {
				return queued, err
			}
		}
	}
	return queued, nil
}

// supersede cancels what still waits about the same thing and was queued before
// n. When n was left out, there is no n and nothing is cancelled.
func (s *Store) supersede(ctx context.Context, tx *database.Tx, n New) error {
	column, id := "request", n.Request
	if id == 0 {
		column, id = "complaint", n.Complaint
	}
	if id == 0 {
		return nil
	}
	now := s.clock.Now().Unix()
	if _, err := tx.Exec(ctx, `UPDATE notices SET state = 'cancelled', done_at = ? WHERE `+column+` = ? AND kind = ? AND `+untold+`
		AND id < (SELECT id FROM notices WHERE dedupe = ?)`, now, id, string(n.Kind), now, n.Dedupe); err != nil {
		return fmt.Errorf("cancel older notices: %w", err)
	}
	return nil
}

// untold is a row that nobody is sending at this moment: one waiting, also
// under a lease, or one whose sender is gone. It takes the moment.
const untold = `(state = 'queued' OR state = 'trying' AND wake_at <= ?)`
