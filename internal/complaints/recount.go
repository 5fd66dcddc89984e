package complaints

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/database"
	"github.com/merzim/merzim/internal/notices"
)

// recountAtOnce is how many complaints are counted in one transaction.
const recountAtOnce = 100

// Moved is an answer's due date that a new calendar moved. It is also what the
// notice to the person carries.
type Moved struct {
	Was calendar.Date `json:"was"`
	Is  calendar.Date `json:"is"`
}

// Recount counts the answers anew that are awaited and were counted by another
// calendar, and returns how many dates moved. Their people are told.
func (s *Store) Recount(ctx context.Context, l catalog.Ladder, c *calendar.Calendar) (moved int, err error) {
	for after := int64(0); ; {
		some, last := 0, after
		err := s.db.Tx(ctx, func(tx *database.Tx) error {
			some, last = 0, after
			due, err := held(ctx, tx, `state = 'filed' AND calendar_version <> ? AND id > ? ORDER BY id LIMIT ?`+tx.ForUpdate(), c.Version(), after, recountAtOnce)
			if err != nil {
				return fmt.Errorf("complaints to recount: %w", err)
			}
			for i := range due {
				last = due[i].ID
				is, err := s.recountOne(ctx, tx, l, c, &due[i])
				if err != nil {
					return err
				}
				if is {
					some++
				}
			}
			return nil
		})
		moved += some
		if err != nil || last == after {
			return moved, err
		}
		after = last
	}
}

func (s *Store) recountOne(ctx context.Context, tx *database.Tx, l catalog.Ladder, c *calendar.Calendar, complaint *Complaint) (moved bool, err error) {
	last := complaint.Last()
	if last == nil {
		return false, nil
	}
	was := last.AnswerDue
	if last.AnswerDue, err = AnswerDue(l, c, last.Step, last.FiledOn, last.Extended); err != nil {
		return false, fmt.Errorf("count the answer's term: %w", err)
	}
	complaint.version = c.Version()
	complaint.plan(l, c)
	if err := write(ctx, tx, complaint); err != nil || was == last.AnswerDue {
		return false, err
	}
	number, err := note(ctx, tx, Event{Complaint: complaint.ID, Kind: EventRecounted, Was: was.String(), Now: last.AnswerDue.String(), Actor: System, At: s.clock.Now()})
	if err != nil {
		return false, err
	}
	_, err = s.notices.QueueIn(ctx, tx, notices.New{
		Chat: complaint.Chat, Kind: notices.Recount, Complaint: complaint.ID,
		Dedupe: fmt.Sprintf("recount-answer:%d:%d", complaint.ID, number), Args: Moved{was, last.AnswerDue},
	})
	return true, err
}

func readIDs(rows *sql.Rows) (ids []int64, err error) {
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		ids = append(ids, id)
	}
	return ids, errors.Join(rows.Err(), rows.Close())
}
