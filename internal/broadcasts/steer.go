package broadcasts

import (
	"context"
	"slices"

	"github.com/merzim/merzim/internal/database"
)

// Pause stops the sending until Resume. What is on its way arrives; nothing else
// leaves any replica after this has returned.
func (s *Store) Pause(ctx context.Context, by Actor, id int64) error {
	return s.steer(ctx, by, id, Held, Paused, "", Sending)
}

// Resume goes on with a paused broadcast.
func (s *Store) Resume(ctx context.Context, by Actor, id int64) error {
	return s.steer(ctx, by, id, Resumed, Sending, "", Paused)
}

// Cancel ends a broadcast for good. Who has not been written to by then is
// counted as cancelled.
func (s *Store) Cancel(ctx context.Context, by Actor, id int64) error {
	return s.steer(ctx, by, id, Stopped, Cancelled, "", Draft, Waiting, Scheduled, Sending, Paused)
}

// steer moves a broadcast that the actor may see from one of some states to
// another. Where it already stands it stays.
func (s *Store) steer(ctx context.Context, by Actor, id int64, act Act, now State, note string, from ...State) error {
	return s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) error {
		if b.State == now {
			return nil
		}
		if !slices.Contains(from, b.State) {
			return ErrState
		}
		return s.move(ctx, tx, b, act, now, by.Chat, note)
	})
}

// ResendUnknown sends once more to those of whom a crash left open whether they
// got it; some may get it twice, which is why a person decides. It returns how
// many. It is possible while the broadcast is sent or paused, and after it is
// done until it expires.
func (s *Store) ResendUnknown(ctx context.Context, by Actor, id int64) (again int64, err error) {
	err = s.with(ctx, by, id, func(tx *database.Tx, b *Broadcast) (err error) {
		again = 0
		switch {
		case b.State != Sending && b.State != Paused && b.State != Done || !b.ExpiresAt.IsZero() && !s.clock.Now().Before(b.ExpiresAt):
			return ErrState
		case s.erased(b):
			return ErrKept
		}
		again, err = s.unknownAgain(ctx, tx, id)
		if err != nil || again == 0 {
			return err
		}
		return s.reopen(ctx, tx, b, by.Chat, again)
	})
	return again, err
}
