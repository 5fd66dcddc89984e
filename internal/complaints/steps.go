package complaints

import (
	"context"
	"fmt"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/catalog/calendar"
	"github.com/merzim/merzim/internal/requests"
)

// File notes that the person filed the complaint with the body of a step on a
// day, and the number under which it was registered ("" where not given yet;
// requests.ErrIIN and the like when it is none). Filed again, the same step is
// corrected.
func (s *Store) File(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, step int, day calendar.Date, number string) (Complaint, error) {
	number, err := requests.ParseNumber(number)
	if err != nil {
		return Complaint{}, err
	}
	if day > s.today() {
		return Complaint{}, ErrFuture
	}
	return s.change(ctx, chat, id, update, EventFiled, func(complaint *Complaint) (EventKind, string, string, error) {
		switch {
		case complaint.Kind == Money:
			return "", "", "", ErrOtherWay
		case !complaint.State.Open():
			return "", "", "", ErrClosed
		}
		at := complaint.step(step)
		if at == nil {
			return "", "", "", fmt.Errorf("step %d comes after step %d", complaint.Last().Step, step)
		}
		was := *at
		at.FiledOn, at.OfficeNumber = day, number
		if at.AnswerDue, err = AnswerDue(l, c, step, day, at.Extended); err != nil {
			return "", "", "", fmt.Errorf("count the answer's term: %w", err)
		}
		if *at == was && complaint.State == Filed {
			return "", "", "", nil
		}
		before := complaint.State
		complaint.State, at.AnsweredOn = Filed, 0
		s.known(l, c, complaint)
		return EventFiled, string(before), fmt.Sprintf("%d %s", step, day), nil
	})
}

// step finds the step, or begins it after the earlier one; nil for one that is
// behind.
func (c *Complaint) step(step int) *Step {
	last := c.Last()
	if last != nil && last.Step > step {
		return nil
	}
	if last == nil || last.Step < step {
		c.Steps = append(c.Steps, Step{Step: step})
	}
	return c.Last()
}

// known plans reminders after the person has told how things stand today.
func (s *Store) known(l catalog.Ladder, c *calendar.Calendar, complaint *Complaint) {
	complaint.version, complaint.Reminded = c.Version(), s.today()
	complaint.plan(l, c)
}

// Extended notes that the body told of an extension, or that it did not. Whether
// it may extend is told by the law's data.
func (s *Store) Extended(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, extended bool) (Complaint, error) {
	return s.change(ctx, chat, id, update, EventExtended, func(complaint *Complaint) (EventKind, string, string, error) {
		last := complaint.Last()
		if complaint.State != Filed || last == nil {
			return "", "", "", ErrNotFiled
		}
		if last.Extended == extended {
			return "", "", "", nil
		}
		due, err := AnswerDue(l, c, last.Step, last.FiledOn, extended)
		if err != nil {
			return "", "", "", fmt.Errorf("count the answer's term: %w", err)
		}
		was := last.AnswerDue
		last.Extended, last.AnswerDue = extended, due
		s.known(l, c, complaint)
		return EventExtended, was.String(), due.String(), nil
	})
}

// Answered notes that the body of the last step answered on a day, and whether
// that solved the matter. What was told before can be corrected.
func (s *Store) Answered(ctx context.Context, chat, id, update int64, day calendar.Date, solved bool) (Complaint, error) {
	if day > s.today() {
		return Complaint{}, ErrFuture
	}
	return s.change(ctx, chat, id, update, EventAnswered, func(complaint *Complaint) (EventKind, string, string, error) {
		last := complaint.Last()
		if last == nil {
			return "", "", "", ErrNotFiled
		}
		if complaint.State == Withdrawn {
			return "", "", "", ErrClosed
		}
		to := NotSolved
		if solved {
			to = Answered
		}
		if complaint.State == to && last.AnsweredOn == day {
			return "", "", "", nil
		}
		was := complaint.State
		complaint.State, complaint.Remind, last.AnsweredOn = to, 0, max(day, last.FiledOn)
		return EventAnswered, string(was), string(to), nil
	})
}

// Withdraw takes a complaint back. It stays as a record that was withdrawn.
func (s *Store) Withdraw(ctx context.Context, chat, id, update int64) (Complaint, error) {
	return s.change(ctx, chat, id, update, EventWithdrawn, func(complaint *Complaint) (EventKind, string, string, error) {
		if complaint.State == Withdrawn {
			return "", "", "", nil
		}
		was := complaint.State
		complaint.State, complaint.Remind = Withdrawn, 0
		return EventWithdrawn, string(was), string(Withdrawn), nil
	})
}

// Mute stops the reminders of one complaint, or lets them go on.
func (s *Store) Mute(ctx context.Context, l catalog.Ladder, c *calendar.Calendar, chat, id, update int64, muted bool) (Complaint, error) {
	word := map[bool]string{true: "yes", false: "no"}
	return s.change(ctx, chat, id, update, EventMuted, func(complaint *Complaint) (EventKind, string, string, error) {
		if complaint.Muted == muted {
			return "", "", "", nil
		}
		complaint.Muted = muted
		s.known(l, c, complaint)
		return EventMuted, word[!muted], word[muted], nil
	})
}
