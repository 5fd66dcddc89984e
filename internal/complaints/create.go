package complaints

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/people"
	"github.com/merzim/merzim/internal/screening"
)

// New is a complaint to record.
type New struct {
	Chat     int64
	Request  int64 // 0: from scratch
	Kind     Kind
	Service  string
	Agency   string
	Region   string
	Language string
	Filed    calendar.Date
	Due      calendar.Date // for a delay: the day that has passed
	Learned  calendar.Date // 0: for a delay the first overdue day, else not told
	Text     string        // is screened here
}

// Create records a complaint and gives it a number. created is false when the
// same update came before, or a complaint of the kind about the same request is
// open: then that one is returned. A delay is one only after its due date;
// whether that date binds anybody is the caller's to know.
func (s *Store) Create(ctx context.Context, c *calendar.Calendar, update int64, n New) (complaint Complaint, created bool, err error) {
	now := s.clock.Now()
	today := calendar.DateIn(now)
	switch {
	case !n.Kind.Known():
		return Complaint{}, false, fmt.Errorf("unknown kind of complaint %q", n.Kind)
	case n.Kind == Delay && (n.Due == 0 || n.Due >= today):
		return Complaint{}, false, ErrNotOverdue
	case n.Filed > today || n.Learned > today:
		return Complaint{}, false, ErrFuture
	}
	if n.Kind == Delay && n.Learned == 0 {
		n.Learned = n.Due + 1
	}
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		var found bool
		if complaint, found, err = existing(ctx, tx, update, n); err != nil || found {
			return err
		}
		if err := s.admit(ctx, tx, n, today); err != nil {
			return err
		}
		number, err := nextNumber(ctx, tx, today.Year())
		if err != nil {
			return err
		}
		id, err := insert(ctx, tx, update, number, n, c, now)
		if errors.Is(err, sql.ErrNoRows) { // another process was first
			complaint, found, err = existing(ctx, tx, update, n)
			if err == nil && !found {
				err = ErrNotFound
			}
			return err
		}
		if err != nil {
			return err
		}
		if _, err := note(ctx, tx, Event{Complaint: id, Kind: EventRecorded, Now: string(Recorded), Actor: Citizen, Update: update, At: now}); err != nil {
			return err
		}
		if err := counted(ctx, tx, id, "", Recorded); err != nil {
			return err
		}
		created = true
		complaint, _, err = one(tx.QueryRow(ctx, selected+`WHERE c.id = ?`, id))
		return err
	})
	if err != nil {
		return Complaint{}, false, err
	}
	return complaint, created, nil
}

// existing is the complaint that this one would double.
func existing(ctx context.Context, tx *database.Tx, update int64, n New) (Complaint, bool, error) {
	return one(tx.QueryRow(ctx, selected+`WHERE c.chat = ? AND (c.update_id = ?
		OR c.request = ? AND c.kind = ? AND c.state IN ('recorded', 'filed', 'not_solved'))
		ORDER BY CASE WHEN c.update_id = ? THEN 0 ELSE 1 END LIMIT 1`, n.Chat, update, n.Request, string(n.Kind), update))
}

// admit checks that the person may record this.
func (s *Store) admit(ctx context.Context, tx *database.Tx, n New, today calendar.Date) error {
	if err := people.NeedConsent(ctx, tx, n.Chat); err != nil {
		return err
	}
	if n.Request != 0 {
		var id int64
		err := tx.QueryRow(ctx, `SELECT id FROM requests WHERE id = ? AND chat = ?`, n.Request, n.Chat).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNoRequest
		}
		if err != nil {
			return fmt.Errorf("request of a complaint: %w", err)
		}
	}
	var many int
	if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM complaints WHERE chat = ? AND created_at >= ?`, n.Chat, today.At(0, 0).Unix()).Scan(&many); err != nil {
		return fmt.Errorf("count complaints: %w", err)
	}
	if many >= maxADay {
		return ErrTooMany
	}
	return nil
}

// nextNumber gives the next number of a year, to one transaction at a time.
func nextNumber(ctx context.Context, tx *database.Tx, year int) (n Number, err error) {
	n.Year = year
	err = tx.QueryRow(ctx, `INSERT INTO complaint_numbers (year, last) VALUES (?, 1)
		ON CONFLICT (year) DO UPDATE SET last = complaint_numbers.last + 1 RETURNING last`, year).Scan(&n.N)
	if err != nil {
		return Number{}, fmt.Errorf("number a complaint: %w", err)
	}
	return n, nil
}

// SkipNumbers leaves out so many numbers of each year, this one included: a base
// restored from a backup must not give a number a second time.
func (s *Store) SkipNumbers(ctx context.Context, tx *database.Tx, many int64) error {
	if _, err := tx.Exec(ctx, `INSERT INTO complaint_numbers (year, last) VALUES (?, 0) ON CONFLICT (year) DO NOTHING`, calendar.DateIn(s.clock.Now()).Year()); err != nil {
		return fmt.Errorf("skip numbers: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE complaint_numbers SET last = last + ?`, many); err != nil {
		return fmt.Errorf("skip numbers: %w", err)
	}
	return nil
}

// insert keeps the complaint; it is sql.ErrNoRows when it would double one.
func insert(ctx context.Context, tx *database.Tx, update int64, number Number, n New, c *calendar.Calendar, now time.Time) (id int64, err error) {
	text := []rune(screening.Clean(n.Text))
	if len(text) > maxText {
		text = text[:maxText]
	}
	today, overdue := calendar.DateIn(now), 0
	if n.Due != 0 {
		overdue = c.DaysOverdue(n.Due, today)
	}
	err = tx.QueryRow(ctx, `INSERT INTO complaints (update_id, year, number, chat, request, kind, service, agency, region, language, filed_on, due_on, days_overdue,
			learned_on, text, state, step, calendar_version, reminded_on, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'recorded', 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
		update, number.Year, number.N, n.Chat, idOrNull(n.Request), string(n.Kind), n.Service, n.Agency, n.Region, n.Language, orNull(n.Filed), orNull(n.Due), overdue,
		orNull(n.Learned), string(text), c.Version(), today.String(), now.Unix(), now.Unix()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("record a complaint: %w", err)
	}
	return id, nil
}
