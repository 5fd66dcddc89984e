package requests

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/people"
)

// New is a request to track.
type New struct {
	Chat       int64
	Service    string
	Choice     catalog.Choice
	Term       int // row of the service's terms, from 1; 0: none
	Kind       catalog.TermKind
	TermStatus catalog.Status
	StartEvent catalog.Start
	Start      calendar.Date // 0: not known yet, or the filing
	Rule       *calendar.Rule
	Filed      calendar.Filing
	Number     string // as ParseNumber gave it
	Region     string
	Receipt    calendar.Date // 0: not given
	Ticks      []int
}

// Of is a request for a service in a case, with its main term. What the citizen
// says is still to be filled in: chat, filing, number, region, receipt, start.
func Of(s *catalog.Service, choice catalog.Choice) New {
	view := s.Settle(choice)
	n := New{Service: s.ID, Choice: view.Choice}
	main := view.Main()
	for i := range s.Terms {
		if &s.Terms[i] == main {
			n.Term = i + 1
		}
	}
	if main == nil {
		return n
	}
	n.Kind, n.TermStatus, n.StartEvent = main.Kind, main.Status, main.Start
	if rule, err := main.Rule(closes(s)); err == nil {
		n.Rule = &rule
	}
	return n
}

// closes is the minute from which the service takes a filing as after hours.
func closes(s *catalog.Service) int {
	hour, err := time.Parse("15:04", s.Closes)
	if err != nil {
		return calendar.DefaultCloses
	}
	return hour.Hour()*60 + hour.Minute()
}

// At is how the request would stand at a moment, counted on the calendar and
// kept nowhere. A filing or a start to come is ErrFuture, a receipt's date before
// the filing ErrReceipt; see ParseNumber for the number.
func (n New) At(c *calendar.Calendar, now time.Time) (Request, error) {
	number, err := ParseNumber(n.Number)
	if err != nil {
		return Request{}, err
	}
	today := calendar.DateIn(now)
	switch {
	case n.Filed.Date > today || n.Start > today:
		return Request{}, ErrFuture
	case n.Receipt != 0 && n.Receipt < n.Filed.Date:
		return Request{}, ErrReceipt
	}
	r := Request{
		Chat: n.Chat, Service: n.Service, Choice: n.Choice, Term: n.Term, Kind: n.Kind, TermStatus: n.TermStatus, Number: number, Region: n.Region,
		Filed: n.Filed, StartEvent: n.StartEvent, Start: n.Start, Rule: n.Rule, Receipt: n.Receipt, State: Filed, Ticks: n.Ticks,
		Reminded: today, CreatedAt: time.Unix(now.Unix(), 0), UpdatedAt: time.Unix(now.Unix(), 0),
	}
	return r, r.count(c)
}

// Create keeps a request, counted on the calendar. The same update makes it
// once: the second time the first one is returned. The person's consent must
// stand, else it is people.ErrNoConsent.
func (s *Store) Create(ctx context.Context, c *calendar.Calendar, update int64, n New) (r Request, err error) {
	now := s.clock.Now()
	if r, err = n.At(c, now); err != nil {
		return Request{}, err
	}
	r.plan(c)
	if err := s.KeepCalendar(ctx, c); err != nil {
		return Request{}, err
	}
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		before, found, err := one(tx.QueryRow(ctx, `SELECT `+columns+` FROM requests WHERE update_id = ? AND chat = ?`, update, n.Chat))
		if err != nil || found {
			r = before
			return err
		}
		if err := people.NeedConsent(ctx, tx, n.Chat); err != nil {
			return err
		}
		var open int
		if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM requests WHERE chat = ? AND is_open = 1`, n.Chat).Scan(&open); err != nil {
			return fmt.Errorf("count requests: %w", err)
		}
		if open >= maxOpen {
			return ErrTooMany
		}
		if err := insert(ctx, tx, update, &r); err != nil {
			return err
		}
		if err := recounted(ctx, tx, nil, []Request{r}); err != nil {
			return err
		}
		_, err = s.note(ctx, tx, Event{Request: r.ID, Kind: EventCreated, Now: string(Filed), Actor: Citizen, Update: update, At: now})
		return err
	})
	return r, err
}

func insert(ctx context.Context, tx *database.Tx, update int64, r *Request) error {
	choice, err := encode(r.Choice)
	if err != nil {
		return fmt.Errorf("create request: %w", err)
	}
	ticks, err := encode(r.Ticks)
	if err != nil {
		return fmt.Errorf("create request: %w", err)
	}
	err = tx.QueryRow(ctx, `INSERT INTO requests (update_id, chat, service, choice, term, kind, term_status, number, region, filed, start_event, start_on, rule, extension,
			calendar_version, due_on, due_from, receipt_on, state, is_open, stopped_on, stopped_days, ticks, muted, reminded_on, remind_on, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, NULL, 0, ?, 0, ?, ?, ?, ?) RETURNING id`,
		update, r.Chat, r.Service, choice, r.Term, string(r.Kind), string(r.TermStatus), r.Number, r.Region, r.Filed.String(), string(r.StartEvent), orNull(r.Start),
		EncodeRule(r.Rule), EncodeRule(r.Extension), r.CalendarVersion, orNull(r.Due), string(r.DueFrom), orNull(r.Receipt), string(r.State), ticks,
		r.Reminded.String(), orNull(r.Remind), r.CreatedAt.Unix(), r.UpdatedAt.Unix()).Scan(&r.ID)
	if err != nil {
		return fmt.Errorf("create request: %w", err)
	}
	return nil
}

// one reads a request that may not be there.
func one(row *sql.Row) (r Request, ok bool, err error) {
	r, err = scan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Request{}, false, nil
	}
	if err != nil {
		return Request{}, false, fmt.Errorf("read request: %w", err)
	}
	return r, true, nil
}
