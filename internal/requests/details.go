package requests

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// The values of a muted event.
const (
	yes = "yes"
	no  = "no"
)

func citizen(chat, id, update int64) by {
	return by{actor: Citizen, chat: chat, id: id, update: update}
}

// SetReceipt keeps the date printed on the receipt, which wins over our count;
// 0 takes it away again. A date before the filing is ErrReceipt.
func (s *Store) SetReceipt(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (Request, error) {
	return s.change(ctx, citizen(chat, id, update), EventReceipt, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if day != 0 && day < r.Filed.Date {
			return "", "", "", ErrReceipt
		}
		if day == r.Receipt {
			return "", "", "", nil
		}
		was := r.Receipt
		r.Receipt = day
		return EventReceipt, orEmpty(was), orEmpty(day), s.again(c, r)
	})
}

// SetStart keeps the day from which the term runs, where that is not the
// filing: the payment, the decision before, the notification.
func (s *Store) SetStart(ctx context.Context, c *calendar.Calendar, chat, id, update int64, day calendar.Date) (Request, error) {
	if day > s.today() {
		return Request{}, ErrFuture
	}
	return s.change(ctx, citizen(chat, id, update), EventStart, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if day == r.Start {
			return "", "", "", nil
		}
		was := r.Start
		r.Start = day
		return EventStart, orEmpty(was), orEmpty(day), s.again(c, r)
	})
}

// SetNumber keeps the number on the receipt; see ParseNumber for what is
// refused. "" takes it away.
func (s *Store) SetNumber(ctx context.Context, chat, id, update int64, text string) (Request, error) {
	number, err := ParseNumber(text)
	if err != nil {
		return Request{}, err
	}
	return s.change(ctx, citizen(chat, id, update), EventNumber, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if number == r.Number {
			return "", "", "", nil
		}
		r.Number = number
		return EventNumber, "", "", nil
	})
}

// SetRegion keeps where the request was filed.
func (s *Store) SetRegion(ctx context.Context, chat, id, update int64, region string) (Request, error) {
	return s.change(ctx, citizen(chat, id, update), EventRegion, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if region == r.Region {
			return "", "", "", nil
		}
		was := r.Region
		r.Region = region
		return EventRegion, was, region, nil
	})
}

// SetTicks keeps which papers are ticked off. That is no event of the request.
func (s *Store) SetTicks(ctx context.Context, chat, id int64, ticks []int) error {
	text, err := encode(ticks)
	if err != nil {
		return fmt.Errorf("tick papers: %w", err)
	}
	result, err := s.db.Exec(ctx, `UPDATE requests SET ticks = ? WHERE id = ? AND chat = ?`, text, id, chat)
	if err != nil {
		return fmt.Errorf("tick papers: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrNotFound
}

// Mute stops the reminders of one request, or lets them go on.
func (s *Store) Mute(ctx context.Context, c *calendar.Calendar, chat, id, update int64, muted bool) (Request, error) {
	word := map[bool]string{true: yes, false: no}
	return s.change(ctx, citizen(chat, id, update), EventMuted, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		if muted == r.Muted {
			return "", "", "", nil
		}
		r.Muted = muted
		r.Reminded = max(r.Reminded, s.today()) // what was missed while muted stays so
		r.plan(c)
		return EventMuted, word[!muted], word[muted], nil
	})
}

// Extend adds the time by which the agency said that it prolongs the term; nil
// takes it away again.
func (s *Store) Extend(ctx context.Context, c *calendar.Calendar, chat, id, update int64, rule *calendar.Rule) (Request, error) {
	return s.change(ctx, citizen(chat, id, update), EventExtended, func(_ *database.Tx, r *Request) (EventKind, string, string, error) {
		was, now := EncodeRule(r.Extension), EncodeRule(rule)
		if was == now {
			return "", "", "", nil
		}
		r.Extension = rule
		return EventExtended, was, now, s.again(c, r)
	})
}

// Delete erases a request with its timeline, and turns its notices into nameless
// counts. deleted is false when there is none, also after a first deletion.
func (s *Store) Delete(ctx context.Context, chat, id int64) (deleted bool, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		n, err := s.erase(ctx, tx, `DELETE FROM requests WHERE id = ? AND chat = ? RETURNING `+columns, id, chat)
		deleted = n > 0
		return err
	})
	return deleted, err
}

// eraseTraces takes away what hangs on requests that are gone.
func (s *Store) eraseTraces(ctx context.Context, tx *database.Tx, gone []Request) error {
	for i := range gone {
		id := gone[i].ID
		if _, err := tx.Exec(ctx, `DELETE FROM request_events WHERE request = ?`, id); err != nil {
			return fmt.Errorf("delete events: %w", err)
		}
		if err := s.notices.ForgetRequest(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// marks are n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
