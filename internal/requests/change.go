package requests

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// by is who changes which request, because of which update.
type by struct {
	actor  Actor
	chat   int64 // of a citizen; staff are not held to one
	id     int64
	update int64
	note   string
}

// effect is what a change does to a request: it alters r and tells the event.
// No event is no change.
type effect func(tx *database.Tx, r *Request) (kind EventKind, was, now string, err error)

// change carries out an effect once an update, in one transaction: the row, its
// event, and what becomes of notices.
func (s *Store) change(ctx context.Context, who by, once EventKind, do effect) (r Request, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		var found bool
		r, found, err = s.hold(ctx, tx, who)
		if err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		if done, err := happened(ctx, tx, who, once); err != nil || done {
			return err
		}
		was := r.State
		kind, old, now, err := do(tx, &r)
		if err != nil || kind == "" {
			return err
		}
		at := s.clock.Now()
		r.UpdatedAt = time.Unix(at.Unix(), 0)
		if was.Open() != r.State.Open() {
			r.ClosedAt = time.Time{}
			if !r.State.Open() {
				r.ClosedAt = r.UpdatedAt
			}
		}
		if err := update(ctx, tx, &r); err != nil {
			return err
		}
		number, err := s.note(ctx, tx, Event{Request: r.ID, Kind: kind, Was: old, Now: now, Actor: who.actor, Update: who.update, At: at, Note: who.note})
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, who, &r, Event{Kind: kind, Was: old, Now: now, Number: number})
	})
	return r, err
}

// hold reads the request and keeps others from changing it meanwhile.
func (s *Store) hold(ctx context.Context, tx *database.Tx, who by) (Request, bool, error) {
	if who.actor == Citizen {
		return one(tx.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = ? AND chat = ?`+tx.ForUpdate(), who.id, who.chat))
	}
	return one(tx.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = ?`+tx.ForUpdate(), who.id))
}

// happened reports that the update has had this effect before.
func happened(ctx context.Context, tx *database.Tx, who by, kind EventKind) (bool, error) {
	var one int
	err := tx.QueryRow(ctx, `SELECT 1 FROM request_events WHERE request = ? AND update_id = ? AND kind = ?`, who.id, who.update, string(kind)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an event: %w", err)
	}
	return true, nil
}

// update writes all that can change in a request.
func update(ctx context.Context, tx *database.Tx, r *Request) error {
	was, _, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE id = ?`, r.ID))
	if err != nil {
		return err
	}
	choice, err := encode(r.Choice)
	if err != nil {
		return fmt.Errorf("change request: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE requests SET choice = ?, term = ?, kind = ?, term_status = ?, start_event = ?, rule = ?, number = ?, region = ?, start_on = ?, extension = ?, calendar_version = ?, due_on = ?, due_from = ?, receipt_on = ?,
		state = ?, is_open = ?, stopped_on = ?, stopped_days = ?, muted = ?, reminded_on = ?, remind_on = ?, updated_at = ?, closed_at = ? WHERE id = ?`,
		choice, r.Term, string(r.Kind), string(r.TermStatus), string(r.StartEvent), EncodeRule(r.Rule), r.Number, r.Region, orNull(r.Start), EncodeRule(r.Extension), r.CalendarVersion, orNull(r.Due), string(r.DueFrom), orNull(r.Receipt),
		string(r.State), bit(r.State.Open()), orNull(r.StoppedOn), r.StoppedDays, bit(r.Muted), r.Reminded.String(), orNull(r.Remind), r.UpdatedAt.Unix(), r.closedAt(), r.ID)
	if err != nil {
		return fmt.Errorf("change request: %w", err)
	}
	return recounted(ctx, tx, []Request{was}, []Request{*r})
}

// tell does to the outbox what a change means for it: others' changes are told
// to the person, and what the person has just told us is not told back.
func (s *Store) tell(ctx context.Context, tx *database.Tx, who by, r *Request, e Event) error {
	if e.Kind == EventContested {
		return nil // it stands on the timeline; nothing has changed
	}
	if who.actor == Staff {
		_, err := s.notices.QueueIn(ctx, tx, notices.New{
			Chat: r.Chat, Kind: notices.Status, Request: r.ID, Dedupe: fmt.Sprintf("status:%d:%d", r.ID, e.Number), Args: StatusArgs{Was: State(e.Was), Now: State(e.Now)},
		})
		if err != nil || r.State.Open() {
			return err
		}
		return s.notices.CancelRequest(ctx, tx, r.ID, notices.Reminder, notices.Recount)
	}
	switch {
	case !r.State.Open():
		return s.notices.CancelRequest(ctx, tx, r.ID)
	case e.Kind == EventState || e.Kind == EventUndone:
		return s.notices.CancelRequest(ctx, tx, r.ID, notices.Status)
	case e.Kind == EventReceipt || e.Kind == EventCase || e.Kind == EventStart || e.Kind == EventExtended:
		return s.notices.CancelRequest(ctx, tx, r.ID, notices.Reminder, notices.Recount)
	case e.Kind == EventMuted && r.Muted, e.Kind == EventStopped:
		return s.notices.CancelRequest(ctx, tx, r.ID, notices.Reminder)
	}
	return nil
}

// StatusArgs are what a notice of a changed state carries.
type StatusArgs struct {
	Was State `json:"was"`
	Now State `json:"now"`
}

// again counts a request anew after something its date rests on changed; the
// person, who has just told it, knows how things stand today.
func (s *Store) again(c *calendar.Calendar, r *Request) error {
	if err := r.count(c); err != nil {
		return err
	}
	r.Reminded = s.today()
	r.plan(c)
	return nil
}
