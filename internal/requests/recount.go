package requests

import (
	"context"
	"errors"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
)

// recountAtOnce is how many requests are counted in one transaction: enough to
// spare round trips, few enough not to keep citizens waiting for the writer.
const recountAtOnce = 1000

// Moved is a request whose due date a new calendar moved. It is also what the
// notice to its owner carries.
type Moved struct {
	Request int64         `json:"-"`
	Service string        `json:"-"`
	Was     calendar.Date `json:"was"`
	Is      calendar.Date `json:"is"`
	Days    []ChangedDay  `json:"days"` // the days between that changed; none where the old calendar is not known
}

// Recounted says what a recount did.
type Recounted struct {
	Counted int // open requests that had been counted by another calendar
	Moved   int
}

// Recount counts open requests anew that were last counted by another calendar.
// Those whose date moved get an event, their owners a notice, and report (which
// may be nil) is told of each once that is stored. It can run in two processes
// at once, and be broken off and run again.
func (s *Store) Recount(ctx context.Context, c *calendar.Calendar, report func(Moved)) (total Recounted, err error) {
	if err := s.KeepCalendar(ctx, c); err != nil {
		return total, err
	}
	run := recount{Store: s, calendar: c, now: unusualDays(c), before: map[string]map[calendar.Date]unusual{}}
	// Two ranges of the index on the version, from which counted rows vanish.
	for _, other := range []string{`calendar_version < ?`, `calendar_version > ?`} {
		// A second pass finds what another process held during the first.
		for found := true; found; {
			found = false
			for at := (place{}); ; {
				counted, moved, err := run.some(ctx, other, &at)
				if err != nil {
					return total, err
				}
				if counted == 0 {
					break
				}
				found = true
				total.Counted += counted
				total.Moved += len(moved)
				for _, m := range moved {
					if report != nil {
						report(m)
					}
				}
			}
		}
	}
	return total, nil
}

// place is how far a pass has come in the index: what lies before it is left
// behind, not looked through again.
type place struct {
	version string
	id      int64
}

// recount is one run of Recount.
type recount struct {
	*Store
	calendar *calendar.Calendar
	now      map[calendar.Date]unusual
	before   map[string]map[calendar.Date]unusual // calendars by version
}

// some recounts a batch in one transaction.
func (s *recount) some(ctx context.Context, other string, at *place) (counted int, moved []Moved, err error) {
	next := *at
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		moved = nil
		rows, err := tx.Query(ctx, `SELECT `+columns+` FROM requests WHERE is_open = 1 AND `+other+` AND (calendar_version, id) > (?, ?)
			ORDER BY calendar_version, id LIMIT ?`+tx.ForUpdate(), s.calendar.Version(), at.version, at.id, recountAtOnce)
		if err != nil {
			return fmt.Errorf("requests to recount: %w", err)
		}
		batch, err := scanAll(rows)
		if err != nil {
			return err
		}
		counted = len(batch)
		var last Request
		var same, changed []*Request
		var olds, news []Request
		var chats []int64
		for i := range batch {
			r, was := &batch[i], batch[i]
			last = was
			if err := r.count(s.calendar); err != nil {
				return err
			}
			r.plan(s.calendar)
			if r.Due == was.Due && r.Remind == was.Remind && r.DueFrom == was.DueFrom {
				same = append(same, r)
				continue
			}
			changed = append(changed, r)
			olds, news = append(olds, was), append(news, *r)
			if r.Due != was.Due && was.Due != 0 && r.Due != 0 {
				days, err := s.why(ctx, tx, was, r.Due)
				if err != nil {
					return err
				}
				moved, chats = append(moved, Moved{Request: r.ID, Service: r.Service, Was: was.Due, Is: r.Due, Days: days}), append(chats, r.Chat)
			}
		}
		if counted > 0 {
			next = place{version: last.CalendarVersion, id: last.ID}
		}
		return errors.Join(s.stamp(ctx, tx, same), s.write(ctx, tx, changed), s.announce(ctx, tx, moved, chats), recounted(ctx, tx, olds, news))
	})
	*at = next
	return counted, moved, err
}

// why lists the days that moved a date.
func (s *recount) why(ctx context.Context, tx *database.Tx, was Request, is calendar.Date) ([]ChangedDay, error) {
	before, asked := s.before[was.CalendarVersion]
	if !asked {
		var err error
		if before, _, err = keptCalendar(ctx, tx, was.CalendarVersion); err != nil {
			return nil, err
		}
		s.before[was.CalendarVersion] = before
	}
	if before == nil {
		return nil, nil
	}
	_, from, _ := was.Basis()
	return changedDays(before, s.now, from.Date, max(was.Due, is)), nil
}
