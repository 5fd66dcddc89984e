package requests

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// SetState changes the state as the citizen tells it.
func (s *Store) SetState(ctx context.Context, c *calendar.Calendar, chat, id, update int64, to State) (Request, error) {
	return s.setState(ctx, c, by{actor: Citizen, chat: chat, id: id, update: update}, to)
}

// SetStateByStaff changes the state of anybody's request, with a note to the
// person, who is told by a notice.
func (s *Store) SetStateByStaff(ctx context.Context, c *calendar.Calendar, id, update int64, to State, note string) (Request, error) {
	return s.setState(ctx, c, by{actor: Staff, id: id, update: update, note: note}, to)
}

func (s *Store) setState(ctx context.Context, c *calendar.Calendar, who by, to State) (Request, error) {
	if !to.Known() {
		return Request{}, fmt.Errorf("unknown state %q", to)
	}
	return s.change(ctx, who, EventState, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if r.State == to {
			return "", "", "", nil
		}
		was := r.State
		return EventState, string(was), string(to), s.enter(c, r, to)
	})
}

// enter puts a request into a state. Open again, it is counted by today's
// calendar: it was left alone while it was closed.
func (s *Store) enter(c *calendar.Calendar, r *Request, to State) error {
	reopened := !r.State.Open() && to.Open()
	r.State = to
	if reopened {
		return s.again(c, r)
	}
	r.plan(c)
	return nil
}

// Undo takes back the last press of the citizen, when nobody changed the
// request after it. undone is false when there is nothing to take back.
func (s *Store) Undo(ctx context.Context, c *calendar.Calendar, chat, id, update int64) (r Request, undone bool, err error) {
	who := by{actor: Citizen, chat: chat, id: id, update: update}
	r, err = s.change(ctx, who, EventUndone, func(tx *database.Tx, r *Request) (EventKind, string, string, error) {
		last, err := lastChange(ctx, tx, id)
		if err != nil || last == nil || last.Actor != Citizen {
			return "", "", "", err
		}
		ok, err := s.revert(c, r, *last)
		if err != nil || !ok {
			return "", "", "", err
		}
		return EventUndone, last.Now, last.Was, nil
	})
	if err != nil {
		return r, false, err
	}
	done, err := events(ctx, s.db, `WHERE request = ? AND update_id = ? AND kind = ?`, id, update, string(EventUndone))
	return r, len(done) > 0, err
}

// lastChange is the newest event that changed something; what the program did
// by itself does not count.
func lastChange(ctx context.Context, tx *database.Tx, id int64) (*Event, error) {
	found, err := events(ctx, tx, `WHERE request = ? AND actor <> 'system' ORDER BY number DESC LIMIT 1`, id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// revert takes one event of the citizen back; ok is false for what no press
// makes.
func (s *Store) revert(c *calendar.Calendar, r *Request, e Event) (ok bool, err error) {
	switch e.Kind {
	case EventState:
		return true, s.enter(c, r, State(e.Was))
	case EventReceipt:
		if r.Receipt, err = dayOf(e.Was); err != nil {
			return false, err
		}
		return true, s.again(c, r)
	case EventMuted:
		r.Muted = e.Was == yes
		r.plan(c)
		return true, nil
	case EventStopped:
		r.StoppedOn = 0
		r.plan(c)
		return true, nil
	case EventResumed:
		return true, s.unresume(c, r, e)
	case EventExtended:
		if r.Extension, err = decodeRule(e.Was); err != nil {
			return false, err
		}
		return true, s.again(c, r)
	}
	return false, nil
}

func dayOf(text string) (calendar.Date, error) {
	if text == "" {
		return 0, nil
	}
	return calendar.ParseDate(text)
}
