package notices

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Tries of one notice.
const (
	// MaxAttempts is how often a notice is tried before it is parked; with the
	// pauses between that is most of a working day.
	MaxAttempts = 10
	firstPause  = 30 * time.Second // doubles with each failure
	longestWait = 2 * time.Hour
	maxError    = 300 // bytes kept of an error
)

// Sent marks a notice as sent.
func (s *Store) Sent(ctx context.Context, n Notice) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error {
		n.State, n.DoneAt = Sent, s.clock.Now()
		// A row that another process took over meanwhile was told twice: then
		// the second one marks it.
		result, err := tx.Exec(ctx, `UPDATE notices SET state = 'sent', done_at = ?, error = '' WHERE id = ? AND owner = ? AND state = 'trying'`, n.DoneAt.Unix(), n.ID, n.owner)
		if err != nil {
			return fmt.Errorf("mark notice as sent: %w", err)
		}
		if rows, err := result.RowsAffected(); err != nil || rows == 0 || s.AfterSent == nil {
			return err
		}
		return s.AfterSent(ctx, tx, n)
	})
}

// Retry gives back a notice that failed for a cause that may pass. The pause
// grows with each attempt; after MaxAttempts the row is parked.
func (s *Store) Retry(ctx context.Context, n Notice, cause error) error {
	if n.Attempts >= MaxAttempts {
		return s.Park(ctx, n, cause)
	}
	return s.again(ctx, n, 0, Pause(n.Attempts), cause)
}

// Postpone gives back a notice that Telegram did not want yet (429): that is no
// failed attempt.
func (s *Store) Postpone(ctx context.Context, n Notice, after time.Duration) error {
	return s.again(ctx, n, 1, after, nil)
}

func (s *Store) again(ctx context.Context, n Notice, excused int, after time.Duration, cause error) error {
	_, err := s.db.Exec(ctx, `UPDATE notices SET state = 'queued', owner = '', attempts = attempts - ?, wake_at = ?, error = ? WHERE id = ? AND owner = ? AND state = 'trying'`,
		excused, s.clock.Now().Add(after).Unix(), short(cause), n.ID, n.owner)
	if err != nil {
		return fmt.Errorf("queue notice again: %w", err)
	}
	return nil
}

// Pause is how long to wait after so many attempts.
func Pause(attempts int) time.Duration { return Growing(firstPause, longestWait, attempts) }

// Growing is a pause that doubles with each attempt, up to a longest one.
func Growing(first, longest time.Duration, attempts int) time.Duration {
	pause := first
	for range attempts - 1 {
		if pause *= 2; pause >= longest {
			return longest
		}
	}
	return pause
}

// Park puts a notice aside that could not be sent, for an admin to see.
func (s *Store) Park(ctx context.Context, n Notice, cause error) error {
	return s.finish(ctx, n, Parked, cause)
}

// Fail marks a notice that Telegram refused for good.
func (s *Store) Fail(ctx context.Context, n Notice, cause error) error {
	return s.finish(ctx, n, Failed, cause)
}

// Drop marks a claimed notice that is not worth telling any more.
func (s *Store) Drop(ctx context.Context, n Notice) error { return s.finish(ctx, n, Cancelled, nil) }

func (s *Store) finish(ctx context.Context, n Notice, state State, cause error) error {
	_, err := s.db.Exec(ctx, `UPDATE notices SET state = ?, done_at = ?, error = ? WHERE id = ? AND owner = ? AND state IN ('queued', 'trying')`,
		state, s.clock.Now().Unix(), short(cause), n.ID, n.owner)
	if err != nil {
		return fmt.Errorf("mark notice as %s: %w", state, err)
	}
	return nil
}

// Blocked notes that the person cannot be written to and stops all that waits
// for them. What comes due when they are back is told then, by its state.
func (s *Store) Blocked(ctx context.Context, chat int64) error {
	return s.db.Tx(ctx, func(tx *database.Tx) error { return s.BlockedIn(ctx, tx, chat) })
}

// BlockedIn is Blocked within the transaction of who found it out.
func (s *Store) BlockedIn(ctx context.Context, tx *database.Tx, chat int64) error {
	now := s.clock.Now().Unix()
	if _, err := tx.Exec(ctx, `UPDATE people SET blocked_at = ?, updated_at = ? WHERE chat = ? AND blocked_at IS NULL`, now, now, chat); err != nil {
		return fmt.Errorf("note a stopped chat: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE notices SET state = 'blocked', done_at = ? WHERE chat = ? AND state IN ('queued', 'trying')`, now, chat); err != nil {
		return fmt.Errorf("stop notices of a chat: %w", err)
	}
	return nil
}

// short is the part of an error that is kept.
func short(cause error) string {
	if cause == nil {
		return ""
	}
	text := strings.ReplaceAll(strings.ToValidUTF8(cause.Error(), "\ufffd"), "\x00", "")
	if len(text) > maxError {
		text = strings.ToValidUTF8(text[:maxError], "")
	}
	return text
}
