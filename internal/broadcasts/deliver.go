package broadcasts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/merzim/merzim/internal/notices"
)

// Attempts of one message, when Telegram fails to carry it out.
const (
	maxAttempts  = 9 // with the pauses between that is some eight minutes
	firstPause   = 2 * time.Second
	longestPause = 4 * time.Minute
	// askAfter is how long a recipient who is marked waits for a place before
	// the broadcast is looked at again.
	askAfter = 2 * time.Second
	// staleAfter is how long a recipient who is marked may wait for a place;
	// together with a call it is shorter than the lease.
	staleAfter = 30 * time.Second
)

// deliver brings one message as far as it gets.
func (e *Engine) deliver(ctx context.Context, s *sending, r recipient) {
	if !e.take(ctx, s, r) {
		return
	}
	// From here on the end of the program waits: whom it leaves marked as tried
	// is unknown for ever.
	calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendWithin)
	o, cause := e.call(calling, s, r)
	cancel()
	e.write(s, o)
	e.watch(ctx, s, o, cause)
}

// take marks a recipient as being tried and waits for their place in the pace.
// The mark comes first: a base that is slow for a moment must not make messages
// that had places of their own leave together. Only a few are marked and wait,
// so that a crash leaves few unknown.
func (e *Engine) take(ctx context.Context, s *sending, r recipient) bool {
	e.ready <- struct{}{}
	defer func() { <-e.ready }()
	if ctx.Err() != nil || s.stop.Load() || !e.mark(s, r) {
		return false
	}
	marked := time.Now()
	var err error
	if e.o.Pace != nil {
		err = e.o.Pace.Wait(ctx, r.chat)
	}
	if err != nil || s.stop.Load() || !e.still(ctx, s, time.Since(marked)) {
		e.write(s, outcome{chat: r.chat, fate: left, excused: true})
		return false
	}
	return true
}

// still reports that a recipient who was marked a while ago may be sent to: a
// pause by a person must not have to wait for one that Telegram asked for.
func (e *Engine) still(ctx context.Context, s *sending, waited time.Duration) bool {
	switch {
	case waited < askAfter:
		return true
	case waited > staleAfter:
		return false
	}
	ok, err := e.o.Store.isSending(ctx, e.o.Store.db, s.ID)
	return ok && err == nil
}

// mark notes that a recipient is about to be tried; false when they are not to
// be, or nobody of the batch.
func (e *Engine) mark(s *sending, r recipient) bool {
	if !notices.Awake(e.o.Clock.Now()) {
		s.stop.Store(true)
		return false
	}
	err := e.ledger.begin(s.batch, r.chat)
	switch {
	case err == nil:
		return true
	case errors.Is(err, errGone):
	case errors.Is(err, errLost):
		s.stop.Store(true) // paused, ended, or another process's: giving it back finds out
	default:
		e.o.Log.Error("recipient not tried", "broadcast", s.ID, "batch", s.number, "error", err)
		s.stop.Store(true)
		s.lost.Store(true) // it may have been marked all the same; the lease settles it
	}
	return false
}

// write notes an outcome.
func (e *Engine) write(s *sending, o outcome) {
	if err := e.ledger.end(s.batch, o); err != nil {
		e.o.Log.Error("outcome not written; its recipient becomes unknown", "broadcast", s.ID, "batch", s.number, "error", err)
		s.stop.Store(true)
		s.lost.Store(true)
	}
}

// call makes one attempt.
func (e *Engine) call(ctx context.Context, s *sending, r recipient) (o outcome, err error) {
	o = outcome{chat: r.chat, fate: unknown}
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic of a %T", fault)
		}
	}()
	m := s.message(r)
	var fileID string
	if s.Corrects != 0 {
		err = e.o.Edit(ctx, m)
	} else {
		o.message, fileID, err = e.o.Send(ctx, m)
	}
	if err == nil {
		o.fate = sent
		e.remember(ctx, s, fileID)
		return o, nil
	}
	o.message = 0
	v := e.o.Judge(err)
	switch {
	case v.RetryAfter > 0:
		o.fate, o.excused = left, true
		s.later(v.RetryAfter)
		if e.o.Pace != nil {
			e.o.Pace.Hold(ctx, v.RetryAfter)
		}
	case v.Blocked:
		o.fate = blocked
	case v.Refused:
		o.fate = failed
	case v.Unsure && s.Corrects == 0:
		o.fate = unknown
	case r.attempts+1 >= maxAttempts:
		o.fate = failed
	default:
		o.fate = left
		s.later(notices.Growing(firstPause, longestPause, r.attempts+1))
	}
	return o, err
}

// watch pauses the broadcast when too much of it fails.
func (e *Engine) watch(ctx context.Context, s *sending, o outcome, cause error) {
	if o.excused {
		return
	}
	bad := cause != nil && o.fate != blocked
	if bad {
		e.o.Log.Warn("message of a broadcast not sent", "broadcast", s.ID, "fate", o.fate, "error", cause)
	}
	count, of, tooMany := e.failures.note(s.ID, bad)
	if !tooMany {
		return
	}
	s.stop.Store(true)
	if err := e.o.Store.trouble(context.WithoutCancel(ctx), s.ID, count, of); err != nil {
		e.o.Log.Error("failing broadcast not paused", "broadcast", s.ID, "error", err)
	}
}
