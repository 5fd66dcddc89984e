package broadcasts

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/internal/database"
)

// AfterRestore stops what a base restored from a backup would send a second
// time: what was being sent is paused, what should have started since is a draft
// again. Whether it had gone out, people decide. It returns how many it stopped.
func (s *Store) AfterRestore(ctx context.Context) (stopped int, err error) {
	_, err = s.each(ctx, `state = 'sending'`, nil, func(tx *database.Tx, b *Broadcast) (bool, error) {
		stopped++
		return true, s.move(ctx, tx, b, Held, Paused, system, "")
	})
	if err != nil {
		return stopped, err
	}
	_, err = s.each(ctx, `state = 'scheduled' AND send_at <= ?`, []any{s.clock.Now().Unix()}, func(tx *database.Tx, b *Broadcast) (bool, error) {
		stopped++
		return true, s.move(ctx, tx, b, Returned, Draft, system, "")
	})
	return stopped, err
}

// UnderWay counts the broadcasts that are not over, by state; a state without
// any is 0.
func (s *Store) UnderWay(ctx context.Context) (map[State]int64, error) {
	rows, err := s.db.Query(ctx, `SELECT state, COUNT(*) FROM broadcasts WHERE settled_at IS NULL GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("count broadcasts: %w", err)
	}
	defer rows.Close()
	out := map[State]int64{Waiting: 0, Scheduled: 0, Sending: 0, Paused: 0}
	for rows.Next() {
		var state State
		var n int64
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("count broadcasts: %w", err)
		}
		if _, counted := out[state]; counted {
			out[state] = n
		}
	}
	return out, rows.Err()
}
