package requests

import (
	"context"
	"fmt"
	"strconv"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// Stop makes the clock stand from a day on. It is the caller who knows that the
// rules of the service provide for it: the program invents no stops.
func (s *Store) Stop(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (Request, error) {
	if day > s.today() {
		return Request{}, ErrFuture
	}
	return s.change(ctx, citizen(chat, id, update), EventStopped, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if r.StoppedOn != 0 || !r.State.Open() {
			return "", "", "", nil
		}
		r.StoppedOn = max(day, r.Filed.Date)
		r.plan(c)
		return EventStopped, "", r.StoppedOn.String(), nil
	})
}

// Resume lets the clock run on from a day; the days between are added to the
// term. A date on the receipt stays as it is printed.
func (s *Store) Resume(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (Request, error) {
	if day > s.today() {
		return Request{}, ErrFuture
	}
	return s.change(ctx, citizen(chat, id, update), EventResumed, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if r.StoppedOn == 0 {
			return "", "", "", nil
		}
		was, days := r.StoppedOn, r.stood(c, r.StoppedOn, day)
		r.StoppedOn = 0
		r.StoppedDays += days
		return EventResumed, was.String(), strconv.Itoa(days), s.again(c, r)
	})
}

// unresume takes a Resume back: the clock stands again since the day it did.
func (s *Store) unresume(c *calendar.Calendar, r *Request, e Event) error {
	since, err := dayOf(e.Was)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(e.Now)
	if err != nil {
		return fmt.Errorf("days of a stop: %w", err)
	}
	r.StoppedDays -= days
	if err := s.again(c, r); err != nil {
		return err
	}
	r.StoppedOn = since
	r.plan(c)
	return nil
}
