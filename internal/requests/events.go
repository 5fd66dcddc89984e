package requests

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
	"github.com/merzim/merzim/internal/screening"
)

// EventKind is what happened to a request.
type EventKind string

// What happens to a request. Was and Now are states for created, state and
// undone; days for start, receipt, recounted and stopped; for resumed the day of
// the stop and the number of days; rules for extended; a kind of notice for told.
// The note of recounted is the JSON of the []ChangedDay that moved the date.
const (
	EventCreated   EventKind = "created"
	EventState     EventKind = "state"
	EventUndone    EventKind = "undone"
	EventStart     EventKind = "start"
	EventReceipt   EventKind = "receipt"
	EventCase      EventKind = "case"   // Was and Now are ReadCase's
	EventNumber    EventKind = "number" // the number itself stands in the request alone
	EventRegion    EventKind = "region"
	EventTicks     EventKind = "ticks"
	EventMuted     EventKind = "muted" // Now is "yes" or "no"
	EventStopped   EventKind = "stopped"
	EventResumed   EventKind = "resumed"
	EventExtended  EventKind = "extended"
	EventRecounted EventKind = "recounted"
	EventTold      EventKind = "told"      // a notice was sent; Now is its kind
	EventContested EventKind = "contested" // staff contest the mark "late"; Was is the due date, the note their ground
)

// Actor is who made something happen.
type Actor string

// The actors.
const (
	Citizen Actor = "citizen"
	Staff   Actor = "staff"
	System  Actor = "system"
)

// Event is one line of a request's timeline.
type Event struct {
	Request int64
	Number  int // from 1
	Kind    EventKind
	Was     string
	Now     string
	Actor   Actor
	Update  int64 // 0: no update caused it
	At      time.Time
	Note    string // screened
}

// maxNote bounds a note, in characters.
const maxNote = 500

// note adds an event to the timeline and returns its number. The caller holds
// the request's row, so the numbers have no rival.
func (s *Store) note(ctx context.Context, tx *database.Tx, e Event) (number int, err error) {
	text := []rune(screening.Clean(e.Note))
	if len(text) > maxNote {
		text = text[:maxNote]
	}
	err = tx.QueryRow(ctx, `INSERT INTO request_events (request, number, kind, was, now, actor, update_id, note, created_at)
		VALUES (?, (SELECT COALESCE(MAX(number), 0) + 1 FROM request_events WHERE request = ?), ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
		e.Request, e.Request, string(e.Kind), e.Was, e.Now, string(e.Actor), sql.NullInt64{Int64: e.Update, Valid: e.Update != 0}, string(text), e.At.Unix()).Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("note an event: %w", err)
	}
	return number, nil
}

// Events is the timeline of a person's request, oldest first; nothing for
// another chat.
func (s *Store) Events(ctx context.Context, chat, id int64) ([]Event, error) {
	return events(ctx, s.db, `WHERE request = ? AND EXISTS (SELECT 1 FROM requests WHERE id = ? AND chat = ?) ORDER BY number`, id, id, chat)
}

func events(ctx context.Context, from database.Runner, where string, args ...any) (out []Event, err error) {
	rows, err := from.Query(ctx, `SELECT request, number, kind, was, now, actor, update_id, note, created_at FROM request_events `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e Event
		var update sql.NullInt64
		var at int64
		if err := rows.Scan(&e.Request, &e.Number, &e.Kind, &e.Was, &e.Now, &e.Actor, &update, &e.Note, &at); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		e.Update, e.At = update.Int64, time.Unix(at, 0)
		out = append(out, e)
	}
	return out, rows.Err()
}

// Told puts a notice that was sent on the timeline of its request; it is made
// for notices.Store.AfterSent.
func (s *Store) Told(ctx context.Context, tx *database.Tx, n notices.Notice) error {
	if n.Request == 0 {
		return nil
	}
	var id int64
	err := tx.QueryRow(ctx, `SELECT id FROM requests WHERE id = ?`+tx.ForUpdate(), n.Request).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // deleted meanwhile
	}
	if err != nil {
		return fmt.Errorf("note a notice: %w", err)
	}
	_, err = s.note(ctx, tx, Event{Request: id, Kind: EventTold, Now: string(n.Kind), Actor: System, At: n.DoneAt})
	return err
}
