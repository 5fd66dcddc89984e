package broadcasts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/merzim/merzim/internal/notices"
)

// Once does all that there is to do at this moment and returns how many steps
// that took: for a clock that stands until it is moved. An engine that runs once
// does not Run beside it.
func (e *Engine) Once(ctx context.Context) (steps int, err error) {
	e.ledger = newLedger(e.o.Store)
	written := make(chan struct{})
	go func() {
		e.ledger.run()
		close(written)
	}()
	open := make(chan struct{}, openBatches)
	for {
		moved, failed := e.stepAll(ctx)
		var all sync.WaitGroup
		found, failedToo := e.round(ctx, &all, open)
		all.Wait()
		if err = errors.Join(failed, failedToo, ctx.Err()); err != nil || !moved && !found {
			break
		}
		steps++
	}
	close(e.ledger.entries)
	<-written
	return steps, err
}

func (e *Engine) stepAll(ctx context.Context) (moved bool, err error) {
	for _, step := range e.steps() {
		did, err := step.do(ctx)
		if err != nil {
			return moved, fmt.Errorf("broadcasts not %s: %w", step.what, err)
		}
		moved = moved || did
	}
	return moved, nil
}

// NextWake is the next moment, in waking hours where something is sent, at which
// a broadcast moves on by itself; ok is false when none will.
func (s *Store) NextWake(ctx context.Context) (at time.Time, ok bool, err error) {
	var sends, ends sql.NullInt64
	err = s.db.QueryRow(ctx, `SELECT
		(SELECT MIN(at) FROM (
			SELECT send_at AS at FROM broadcasts WHERE state = 'scheduled'
			UNION ALL SELECT started_at FROM broadcasts WHERE state = 'sending' AND frozen_at IS NULL
			UNION ALL SELECT n.wake_at FROM broadcast_batches n JOIN broadcasts b ON b.id = n.broadcast WHERE b.state = 'sending' AND n.state = 'waiting') AS sends),
		(SELECT MIN(expires_at) FROM broadcasts WHERE state IN ('waiting', 'scheduled', 'sending', 'paused'))`).Scan(&sends, &ends)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("next broadcast: %w", err)
	}
	if sends.Valid {
		at, ok = notices.Waking(time.Unix(sends.Int64, 0)), true
	}
	if end := time.Unix(ends.Int64, 0); ends.Valid && (!ok || end.Before(at)) {
		at, ok = end, true
	}
	return at, ok, nil
}
