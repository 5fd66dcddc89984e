package broadcasts

import (
	"context"
	"fmt"
	"strings"

	"github.com/merzim/merzim/internal/database"
)

// alone is how many people somebody may write to without another's approval.
const alone = 100

// Submit ends the writing. Up to a hundred people are written to when the time
// comes; more wait for the approval of another person. The audience is counted
// again when it is frozen, so an audience that grows past a hundred meanwhile
// comes back for approval.
func (s *Store) Submit(ctx context.Context, by Actor, id int64) (now State, err error) {
	err = s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		switch {
		case by.Chat != b.Author:
			return ErrNotFound
		case b.State == Waiting || b.State == Scheduled:
			now = b.State
			return nil
		case b.State != Draft:
			return ErrState
		}
		people, err := s.count(ctx, tx, b, alone+1)
		if err != nil {
			return err
		}
		now = Scheduled
		if people > alone {
			now = Waiting
		}
		if err := s.move(ctx, tx, b, Submitted, now, by.Chat, ""); err != nil || now != Waiting {
			return err
		}
		return s.askApprovers(ctx, tx, b)
	})
	return now, err
}

// Approve lets a broadcast start at its time. Another member of staff of that
// agency and region may, or an admin; never its author. version is the one that the
// approver has seen; when the author changed it since, it is ErrChanged.
func (s *Store) Approve(ctx context.Context, by Actor, id int64, version int) error {
	return s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		switch {
		case by.Chat == 0 || by.Chat == b.Author:
			return ErrOwn
		case b.State == Scheduled && b.Approver == by.Chat && b.Version == version:
			return nil
		case b.Version != version:
			return ErrChanged
		case b.State != Waiting:
			return ErrState
		}
		if err := s.move(ctx, tx, b, Approved, Scheduled, by.Chat, ""); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE broadcasts SET approver = ?, approved_at = ? WHERE id = ?`, by.Chat, s.clock.Now().Unix(), id); err != nil {
			return fmt.Errorf("approve broadcast: %w", err)
		}
		return s.tellAuthor(ctx, tx, b, Approved, 0, 0)
	})
}

// maxNote bounds a note of a member of staff, in bytes.
const maxNote = 500

// Return gives a broadcast that has not started back to its author, with a
// reason. Whoever may see it may do so.
func (s *Store) Return(ctx context.Context, by Actor, id int64, reason string) error {
	reason = strings.ToValidUTF8(strings.ReplaceAll(reason, "\x00", ""), "")
	if len(reason) > maxNote {
		reason = strings.ToValidUTF8(reason[:maxNote], "")
	}
	return s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		switch {
		case b.State == Draft:
			return nil
		case b.State != Waiting && b.State != Scheduled:
			return ErrState
		}
		if err := s.move(ctx, tx, b, Returned, Draft, by.Chat, reason); err != nil || by.Chat == b.Author {
			return err
		}
		return s.tellAuthor(ctx, tx, b, Returned, 0, 0)
	})
}

// move changes the state and notes it. Leaving the way to a start ends an
// approval.
func (s *Store) move(ctx context.Context, tx *database.Tx, b *Broadcast, act Act, now State, actor int64, note string) error {
	if err := s.note(ctx, tx, b, act, now, actor, note); err != nil {
		return err
	}
	at := s.clock.Now().Unix()
	set := ``
	args := []any{string(now), at}
	switch {
	case now == Draft || now == Waiting:
		set = `, approver = 0, approved_at = NULL`
	case now.Over():
		set = `, ended_at = ?`
		args = append(args, at)
	}
	if _, err := tx.Exec(ctx, `UPDATE broadcasts SET state = ?, updated_at = ?`+set+` WHERE id = ?`, append(args, b.ID)...); err != nil {
		return fmt.Errorf("move broadcast to %s: %w", now, err)
	}
	b.State = now
	return nil
}
