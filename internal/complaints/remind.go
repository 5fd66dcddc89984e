package complaints

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// remindAtOnce is how many reminders are planned in one transaction.
const remindAtOnce = 100

// RemindArgs are what a reminder of an answer carries; the text is written by
// the state of the complaint at the moment of sending.
type RemindArgs struct {
	AnswerDue calendar.Date    `json:"answer_due"`
	Occasion  notices.Occasion `json:"occasion"`
}

// Remind queues a reminder for each complaint whose day has come, and plans the
// next; see requests.Store.Remind.
func (s *Store) Remind(ctx context.Context, l catalog.Ladder, c *calendar.Calendar) (done int, err error) {
	for {
		now := s.clock.Now()
		if !notices.Awake(now) {
			return done, nil
		}
		n := 0
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			n, err = s.remindSome(ctx, tx, l, c, calendar.DateIn(now))
			return err
		})
		done += n
		if err != nil || n < remindAtOnce {
			return done, err
		}
	}
}

func (s *Store) remindSome(ctx context.Context, tx *database.Tx, l catalog.Ladder, c *calendar.Calendar, today calendar.Date) (int, error) {
	due, err := held(ctx, tx, `remind_on IS NOT NULL AND remind_on <= ? ORDER BY remind_on, id LIMIT ?`+tx.SkipLocked(), today.String(), remindAtOnce)
	if err != nil {
		return 0, fmt.Errorf("complaints to remind of: %w", err)
	}
	for i := range due {
		complaint := &due[i]
		last := complaint.Last()
		if last != nil {
			if _, err := s.notices.QueueIn(ctx, tx, notices.New{
				Chat: complaint.Chat, Kind: notices.AnswerDue, Complaint: complaint.ID, Dedupe: fmt.Sprintf("answer:%d:%s", complaint.ID, today),
				Args: RemindArgs{last.AnswerDue, notices.On(last.AnswerDue, true, today)},
			}); err != nil {
				return 0, err
			}
		}
		complaint.Reminded = today
		complaint.plan(l, c)
		if _, err := tx.Exec(ctx, `UPDATE complaints SET reminded_on = ?, remind_on = ? WHERE id = ?`, today.String(), orNull(complaint.Remind), complaint.ID); err != nil {
			return 0, fmt.Errorf("plan the next reminder: %w", err)
		}
	}
	return len(due), nil
}

// held claims complaints for this transaction and reads them whole.
func held(ctx context.Context, tx *database.Tx, where string, args ...any) (out []Complaint, err error) {
	rows, err := tx.Query(ctx, `SELECT id FROM complaints WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	ids, err := readIDs(rows)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		c, found, err := one(tx.QueryRow(ctx, selected+`WHERE c.id = ?`, id))
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, c)
		}
	}
	return out, nil
}

// NextReminder is the next day on which somebody is to be reminded; ok is false
// when nobody is.
func (s *Store) NextReminder(ctx context.Context) (day calendar.Date, ok bool, err error) {
	var next sql.NullString
	if err := s.db.QueryRow(ctx, `SELECT MIN(remind_on) FROM complaints WHERE remind_on IS NOT NULL`).Scan(&next); err != nil {
		return 0, false, fmt.Errorf("next reminder: %w", err)
	}
	day, err = date(next)
	return day, day != 0, err
}
