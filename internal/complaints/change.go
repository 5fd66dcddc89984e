package complaints

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// effect is what a change does to a complaint; no event is no change.
type effect func(c *Complaint) (kind EventKind, was, now string, err error)

// change carries out an effect of the citizen's once an update, in one
// transaction: the rows, the event, and what becomes of notices.
func (s *Store) change(ctx context.Context, chat, id, update int64, once EventKind, do effect) (c Complaint, err error) {
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		var found bool
		if c, found, err = hold(ctx, tx, id); err != nil {
			return err
		}
		if !found || c.Chat != chat || chat == 0 {
			c = Complaint{}
			return ErrNotFound
		}
		if done, err := happened(ctx, tx, id, update, once); err != nil || done {
			return err
		}
		kind, was, now, err := do(&c)
		if err != nil || kind == "" {
			return err
		}
		at := s.clock.Now()
		c.UpdatedAt = time.Unix(at.Unix(), 0)
		if err := write(ctx, tx, &c); err != nil {
			return err
		}
		if _, err := note(ctx, tx, Event{Complaint: id, Kind: kind, Was: was, Now: now, Actor: Citizen, Update: update, At: at}); err != nil {
			return err
		}
		if c.State == Withdrawn {
			return s.notices.CancelComplaint(ctx, tx, id)
		}
		// Nothing is told that the person has just told us. An answer of staff
		// is news whatever they told.
		return s.notices.CancelComplaint(ctx, tx, id, notices.Reminder, notices.Recount, notices.AnswerDue)
	})
	return c, err
}

// hold reads a complaint and keeps others from changing it meanwhile.
func hold(ctx context.Context, tx *database.Tx, id int64) (Complaint, bool, error) {
	var one64 int64
	err := tx.QueryRow(ctx, `SELECT id FROM complaints WHERE id = ?`+tx.ForUpdate(), id).Scan(&one64)
	if errors.Is(err, sql.ErrNoRows) {
		return Complaint{}, false, nil
	}
	if err != nil {
		return Complaint{}, false, fmt.Errorf("hold complaint: %w", err)
	}
	return one(tx.QueryRow(ctx, selected+`WHERE c.id = ?`, id))
}

// happened reports that the update has had this effect before.
func happened(ctx context.Context, tx *database.Tx, id, update int64, kind EventKind) (bool, error) {
	var one int
	err := tx.QueryRow(ctx, `SELECT 1 FROM complaint_events WHERE complaint = ? AND update_id = ? AND kind = ?`, id, update, string(kind)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for an event: %w", err)
	}
	return true, nil
}

// write stores all that can change in a complaint.
func write(ctx context.Context, tx *database.Tx, c *Complaint) error {
	step := 0
	for _, p := range c.Steps {
		step = p.Step
		_, err := tx.Exec(ctx, `INSERT INTO complaint_steps (complaint, step, filed_on, office_number, extended, answer_due, answered_on) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (complaint, step) DO UPDATE SET filed_on = excluded.filed_on, office_number = excluded.office_number,
				extended = excluded.extended, answer_due = excluded.answer_due, answered_on = excluded.answered_on`,
			c.ID, p.Step, p.FiledOn.String(), p.OfficeNumber, bit(p.Extended), p.AnswerDue.String(), orNull(p.AnsweredOn))
		if err != nil {
			return fmt.Errorf("change a step: %w", err)
		}
	}
	var was State
	if err := tx.QueryRow(ctx, `SELECT state FROM complaints WHERE id = ?`, c.ID).Scan(&was); err != nil {
		return fmt.Errorf("change complaint: %w", err)
	}
	_, err := tx.Exec(ctx, `UPDATE complaints SET state = ?, step = ?, calendar_version = ?, muted = ?, reminded_on = ?, remind_on = ?, updated_at = ? WHERE id = ?`,
		string(c.State), step, c.version, bit(c.Muted), c.Reminded.String(), orNull(c.Remind), c.UpdatedAt.Unix(), c.ID)
	if err != nil {
		return fmt.Errorf("change complaint: %w", err)
	}
	return counted(ctx, tx, c.ID, was, c.State)
}

// plan sets the next day on which to remind of the answer. Once the time to sue
// is over there is nothing left to remind of.
func (c *Complaint) plan(l catalog.Ladder, cal *calendar.Calendar) {
	c.Remind = 0
	last := c.Last()
	if c.State != Filed || c.Muted || last == nil || last.AnsweredOn != 0 {
		return
	}
	day, ok := notices.Next(cal, last.AnswerDue, true, c.Reminded)
	if ok && day <= SafeDay(l.Court, cal, last.AnswerDue) {
		c.Remind = day
	}
}
