package complaints

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// EventKind is what happened to a complaint.
type EventKind string

// What happens to a complaint. Was and Now are states for recorded, withdrawn
// and answered; a step and a day for filed; days for extended and recounted.
const (
	EventRecorded  EventKind = "recorded"
	EventFiled     EventKind = "filed"
	EventExtended  EventKind = "extended"
	EventAnswered  EventKind = "answered"
	EventWithdrawn EventKind = "withdrawn"
	EventMuted     EventKind = "muted"
	EventRecounted EventKind = "recounted"
	EventTold      EventKind = "told"      // a notice was sent; Now is its kind
	EventReplied   EventKind = "replied"   // staff answered here; the text is AnswerOf's
	EventContested EventKind = "contested" // staff contest the delay; the note is their ground
)

// Actor is who made something happen.
type Actor string

// The actors.
const (
	Citizen Actor = "citizen"
	Staff   Actor = "staff"
	System  Actor = "system"
)

// Event is one line of a complaint's timeline.
type Event struct {
	Complaint int64
	Number    int // from 1
	Kind      EventKind
	Was       string
	Now       string
	Actor     Actor
	Update    int64 // 0: no update caused it
	At        time.Time
	Note      string // screened
}

// note adds an event and returns its number. The caller holds the complaint's
// row.
func note(ctx context.Context, tx *database.Tx, e Event) (number int, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO complaint_events (complaint, number, kind, was, now, actor, update_id, created_at, note)
		VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM complaint_events WHERE complaint = ?), ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
		e.Complaint, e.Complaint, string(e.Kind), e.Was, e.Now, string(e.Actor), idOrNull(e.Update), e.At.Unix(), e.Note).Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("note an event: %w", err)
	}
	return number, nil
}

// Events is the timeline of a person's complaint, oldest first; nothing for
// another chat.
func (s *Store) Events(ctx context.Context, chat, id int64) ([]Event, error) {
	return s.events(ctx, `WHERE complaint = ? AND EXISTS (SELECT 1 FROM complaints WHERE id = ? AND chat = ?) ORDER BY number`, id, id, chat)
}

func (s *Store) events(ctx context.Context, where string, args ...any) (out []Event, err error) {
	rows, err := s.db.Query(ctx, `SELECT complaint, number, kind, was, now, actor, update_id, created_at, note FROM complaint_events `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var update sql.NullInt64
		var at int64
		if err := rows.Scan(&e.Complaint, &e.Number, &e.Kind, &e.Was, &e.Now, &e.Actor, &update, &at, &e.Note); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		e.Update, e.At = update.Int64, time.Unix(at, 0)
		out = append(out, e)
	}
	return out, rows.Err()
}
