package broadcasts

import (
	"context"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Received is a broadcast that is held as one to a person.
type Received struct {
	Broadcast int64
	At        time.Time // when the broadcast started
	Fate      string    // pending, trying, sent, failed, blocked, unknown, cancelled
	Language  string
}

// OfChat lists the broadcasts to a person of which is still known that they were
// to them, oldest first.
func (s *Store) OfChat(ctx context.Context, chat int64) (out []Received, err error) {
	rows, err := s.db.Query(ctx, `SELECT r.broadcast, b.started_at, r.state, r.language FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast
		WHERE r.chat = ? ORDER BY r.broadcast`, chat)
	if err != nil {
		return nil, fmt.Errorf("broadcasts to a chat: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Received
		var at int64
		if err := rows.Scan(&r.Broadcast, &at, &r.Fate, &r.Language); err != nil {
			return nil, fmt.Errorf("broadcasts to a chat: %w", err)
		}
		r.At = time.Unix(at, 0)
		out = append(out, r)
	}
	return out, rows.Err()
}

// Deed is something that a member of staff did to a broadcast.
type Deed struct {
	Broadcast int64
	At        time.Time
	Act       Act
}

// By lists what a person did to broadcasts, oldest first.
func (s *Store) By(ctx context.Context, chat int64) (out []Deed, err error) {
	rows, err := s.db.Query(ctx, `SELECT broadcast, created_at, kind FROM broadcast_events WHERE actor = ? AND actor <> 0 ORDER BY created_at, broadcast, number`, chat)
	if err != nil {
		return nil, fmt.Errorf("broadcasts by a chat: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var d Deed
		var at int64
		if err := rows.Scan(&d.Broadcast, &at, &d.Act); err != nil {
			return nil, fmt.Errorf("broadcasts by a chat: %w", err)
		}
		d.At = time.Unix(at, 0)
		out = append(out, d)
	}
	return out, rows.Err()
}

// ForgetChat erases a person from all broadcasts, as who got them and as who
// wrote them. The account keeps its numbers: who had not been written to counts
// as cancelled, who was being written to at this moment as unknown. A broadcast
// that has not started does not start without its author.
func (s *Store) ForgetChat(ctx context.Context, tx *database.Tx, chat int64) error {
	rows, err := tx.Query(ctx, `SELECT b.number, b.broadcast FROM broadcast_batches b JOIN broadcast_recipients r ON r.broadcast = b.broadcast AND r.batch = b.number
		WHERE r.chat = ? ORDER BY b.broadcast, b.number`+tx.ForUpdateOf("b"), chat)
	if err != nil {
		return fmt.Errorf("forget recipient: %w", err)
	}
	type place struct{ number, broadcast int64 }
	var places []place
	for rows.Next() {
		var p place
		if err := rows.Scan(&p.number, &p.broadcast); err != nil {
			_ = rows.Close()
			return fmt.Errorf("forget recipient: %w", err)
		}
		places = append(places, p)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("forget recipient: %w", err)
	}
	for _, p := range places {
		rows, err := tx.Query(ctx, `DELETE FROM broadcast_recipients WHERE broadcast = ? AND batch = ? AND chat = ? RETURNING state`, p.broadcast, p.number, chat)
		if err != nil {
			return fmt.Errorf("forget recipient: %w", err)
		}
		was, err := tally(rows)
		if err != nil {
			return err
		}
		if err := add(ctx, tx, p.broadcast, p.number, map[fate]int64{cancelled: was[left], unknown: was[trying]}); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE broadcasts SET author = 0 WHERE author = ?`, `UPDATE broadcasts SET approver = 0 WHERE approver = ?`, `UPDATE broadcast_events SET actor = 0 WHERE actor = ?`,
	} {
		if _, err := tx.Exec(ctx, query, chat); err != nil {
			return fmt.Errorf("forget author: %w", err)
		}
	}
	return nil
}
