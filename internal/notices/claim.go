package notices

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"github.com/merzim/merzim/internal/database"
)

// Claim takes up to n notices whose time has come, oldest first, for as long as
// the lease lasts. Nobody else gets them meanwhile; what is not finished by
// then can be claimed again, also what was being tried when a process died. In
// quiet hours there is nothing to claim.
func (s *Store) Claim(ctx context.Context, n int, lease time.Duration) (claimed []Notice, err error) {
	now := s.clock.Now()
	if !Awake(now) {
		return nil, nil
	}
	owner := rand.Text()
	err = s.db.Tx(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query(ctx, `WITH due AS MATERIALIZED (
				SELECT id FROM notices WHERE state IN ('queued', 'trying') AND wake_at <= ? ORDER BY wake_at, id LIMIT ?`+tx.SkipLocked()+`)
			UPDATE notices SET state = 'queued', owner = ?, wake_at = ? WHERE id IN (SELECT id FROM due) RETURNING `+columns,
			now.Unix(), n, owner, now.Add(lease).Unix())
		if err != nil {
			return fmt.Errorf("claim notices: %w", err)
		}
		claimed, err = scanAll(rows)
		return err
	})
	slices.SortFunc(claimed, func(a, b Notice) int {
		if c := a.SendAt.Compare(b.SendAt); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return claimed, err
}

// MarkTrying notes that a claimed notice is about to be sent, and begins its
// lease anew. ours is false when it must not be sent: somebody cancelled it, or
// the lease ran out and another process holds it.
func (s *Store) MarkTrying(ctx context.Context, n *Notice, lease time.Duration) (ours bool, err error) {
	result, err := s.db.Exec(ctx, `UPDATE notices SET state = 'trying', attempts = attempts + 1, wake_at = ? WHERE id = ? AND owner = ? AND state = 'queued'`,
		s.clock.Now().Add(lease).Unix(), n.ID, n.owner)
	if err != nil {
		return false, fmt.Errorf("mark notice as trying: %w", err)
	}
	rows, err := result.RowsAffected()
	if rows == 1 {
		n.State = Trying
		n.Attempts++
	}
	return rows == 1, err
}

// Release gives a claimed notice back untried.
func (s *Store) Release(ctx context.Context, n Notice) error {
	_, err := s.db.Exec(ctx, `UPDATE notices SET owner = '', wake_at = ? WHERE id = ? AND owner = ? AND state = 'queued'`,
		s.clock.Now().Unix(), n.ID, n.owner)
	if err != nil {
		return fmt.Errorf("release notice: %w", err)
	}
	return nil
}
