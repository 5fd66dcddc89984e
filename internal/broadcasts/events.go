package broadcasts

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Act is what happened to a broadcast.
type Act string

// The acts.
const (
	Created   Act = "created"
	Changed   Act = "changed" // what is said to whom; an approval ends
	Submitted Act = "submitted"
	Approved  Act = "approved"
	Returned  Act = "returned" // to be written anew
	Started   Act = "started"
	Froze     Act = "frozen" // the audience is complete; the note is its size
	Held      Act = "paused"
	Resumed   Act = "resumed"
	Stopped   Act = "cancelled"
	Resent    Act = "resent"   // the unknown, by hand; the note is how many
	Troubled  Act = "troubled" // paused by itself: too many failures; the note is "failed/of"
	Grown     Act = "grown"    // went back for an approval that it now needs
	NoRole    Act = "role_ended"
	RanOut    Act = "expired"
	Finished  Act = "done"
	Settled   Act = "settled" // the account is final
)

// Event is one line of a broadcast's history.
type Event struct {
	At       time.Time
	Act      Act
	Was, Now State
	Actor    int64 // chat; 0: the program itself, or somebody who has erased themself
	Note     string
}

// system is the actor of what the program does by itself.
const system = 0

// note writes a line into the history, in the transaction that holds b locked.
func (s *Store) note(ctx context.Context, tx *database.Tx, b *Broadcast, act Act, now State, actor int64, note string) error {
	_, err := tx.Exec(ctx, `INSERT INTO broadcast_events (broadcast, number, kind, was, now, actor, note, created_at)
		VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM broadcast_events WHERE broadcast = ?), ?, ?, ?, ?, ?, ?)`,
		b.ID, b.ID, string(act), string(b.State), string(now), actor, note, s.clock.Now().Unix())
	if err != nil {
		return fmt.Errorf("note event of a broadcast: %w", err)
	}
	return nil
}

// Events gives the history of a broadcast that the actor may see, oldest first.
func (s *Store) Events(ctx context.Context, by Actor, id int64) (out []Event, err error) {
	if _, err := s.Find(ctx, by, id); err != nil {
		return nil, err
	}
	rows, err := s.db.Query(ctx, `SELECT created_at, kind, was, now, actor, note FROM broadcast_events WHERE broadcast = ? ORDER BY number`, id)
	if err != nil {
		return nil, fmt.Errorf("events of a broadcast: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&at, &e.Act, &e.Was, &e.Now, &e.Actor, &e.Note); err != nil {
			return nil, fmt.Errorf("events of a broadcast: %w", err)
		}
		e.At = time.Unix(at, 0)
		out = append(out, e)
	}
	return out, rows.Err()
}
