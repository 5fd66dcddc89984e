package requests

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// remindAtOnce is how many reminders are planned in one transaction.
const remindAtOnce = 200

// RemindArgs are what a reminder carries. The text is written by the state of
// the request at the moment of sending; these tell for what it was planned.
type RemindArgs struct {
	Due      calendar.Date    `json:"due"`
	Occasion notices.Occasion `json:"occasion"`
}

// Remind queues a reminder for each request whose day has come, and plans the
// next. Its cost follows what is due, not what is stored. After an outage each
// request has one reminder, by its state today. At night it does nothing; two
// processes share the work. It returns how many requests it took in hand.
func (s *Store) Remind(ctx context.Context, c *calendar.Calendar) (done int, err error) {
	for {
		now := s.clock.Now()
		if !notices.Awake(now) {
			return done, nil
		}
		n := 0
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			n, err = s.remindSome(ctx, tx, c, calendar.DateIn(now))
			return err
		})
		done += n
		if err != nil || n < remindAtOnce {
			return done, err
		}
	}
}

func (s *Store) remindSome(ctx context.Context, tx *database.Tx, c *calendar.Calendar, today calendar.Date) (int, error) {
	rows, err := tx.Query(ctx, `SELECT `+columns+` FROM requests WHERE remind_on IS NOT NULL AND remind_on <= ? ORDER BY remind_on, id LIMIT ?`+tx.SkipLocked(),
		today.String(), remindAtOnce)
	if err != nil {
		return 0, fmt.Errorf("requests to remind of: %w", err)
	}
	due, err := scanAll(rows)
	if err != nil {
		return 0, err
	}
	for i := range due {
		r := &due[i]
		occasion := notices.On(r.Due, r.Binds(), today)
		if _, err := s.notices.QueueIn(ctx, tx, notices.New{
			Chat: r.Chat, Kind: notices.Reminder, Request: r.ID, Dedupe: fmt.Sprintf("reminder:%d:%s", r.ID, today), Args: RemindArgs{r.Due, occasion},
		}); err != nil {
			return 0, err
		}
		r.Reminded = today
		r.plan(c)
		if _, err := tx.Exec(ctx, `UPDATE requests SET reminded_on = ?, remind_on = ? WHERE id = ?`, r.Reminded.String(), orNull(r.Remind), r.ID); err != nil {
			return 0, fmt.Errorf("plan the next reminder: %w", err)
		}
	}
	return len(due), nil
}

// NextReminder is the next day on which somebody is to be reminded; ok is false
// when nobody is.
func (s *Store) NextReminder(ctx context.Context) (day calendar.Date, ok bool, err error) {
	var next sql.NullString
	if err := s.db.QueryRow(ctx, `SELECT MIN(remind_on) FROM requests WHERE remind_on IS NOT NULL`).Scan(&next); err != nil {
		return 0, false, fmt.Errorf("next reminder: %w", err)
	}
	day, err = date(next)
	return day, day != 0, err
}
