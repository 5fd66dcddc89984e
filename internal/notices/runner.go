package notices

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// How a runner works.
const (
	batch       = 32               // notices claimed at once
	workers     = 16               // sent at the same time; a call takes a fraction of a second
	claimLease  = time.Minute      // for a batch to get its turn
	tryLease    = 2 * time.Minute  // longer than sendWithin, so that nobody else tries meanwhile
	sendWithin  = 45 * time.Second // for writing and sending one notice
	markTries   = 5                // of marking what was sent: forgetting it would send it again
	markPause   = 200 * time.Millisecond
	lookEvery   = time.Second // between looks into an outbox that had nothing
	afterFault  = 5 * time.Second
	finalWithin = 10 * time.Second // for giving notices back at the end
)

// Verdict says what a failed sending means.
type Verdict struct {
	Blocked    bool          // the person stopped the bot
	Refused    bool          // the same message will never be taken
	RetryAfter time.Duration // everybody has to wait; no failure
	// Unsure: no answer came, so it may have been sent. A reminder is tried
	// again, a broadcast is not.
	Unsure bool
}

// Options are what a runner works with. M is a written message.
type Options[M any] struct {
	Store *Store
	// Render writes a notice by the state of things at this moment; ok is
	// false when there is nothing left to say.
	Render func(context.Context, Notice) (message M, ok bool, err error)
	// Send makes one attempt.
	Send  func(ctx context.Context, chat int64, message M) error
	Judge func(error) Verdict
	Pace  *Pace // nil: as fast as can be
	Log   *slog.Logger
	// Observe, when set, is told how each attempt ended: as a state (sent,
	// cancelled, blocked, failed, parked), or "retried" or "postponed".
	Observe func(kind Kind, outcome string)
}

// Runner takes notices out of the outbox and sends them. Several may run, in
// one process or many.
type Runner[M any] struct {
	o    Options[M]
	look chan struct{}
}

// NewRunner makes a runner.
func NewRunner[M any](o Options[M]) *Runner[M] {
	if o.Observe == nil {
		o.Observe = func(Kind, string) {}
	}
	return &Runner[M]{o: o, look: make(chan struct{}, 1)}
}

// Poke makes the runner look at once, because something was queued.
func (r *Runner[M]) Poke() {
	select {
	case r.look <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends. What is being sent then is finished and marked;
// what was only claimed is given back.
func (r *Runner[M]) Run(ctx context.Context) {
	jobs := make(chan []Notice)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for job := range jobs {
				for _, n := range job {
					r.deliver(ctx, n)
				}
			}
		})
	}
	for ctx.Err() == nil {
		claimed, err := r.o.Store.Claim(ctx, batch, claimLease)
		if err != nil && ctx.Err() == nil {
			r.o.Log.Error("notices not claimed", "error", err)
			_ = sleep(ctx, afterFault)
			continue
		}
		for _, job := range byChat(claimed) {
			jobs <- job // a worker that sees the end gives it back
		}
		if len(claimed) < batch {
			r.rest(ctx)
		}
	}
	close(jobs)
	all.Wait()
}

// Once sends all that can be claimed now, one after the other, and returns how
// many notices it took in hand.
func (r *Runner[M]) Once(ctx context.Context) (taken int, err error) {
	for {
		claimed, err := r.o.Store.Claim(ctx, batch, claimLease)
		if err != nil || len(claimed) == 0 {
			return taken, err
		}
		for _, n := range claimed {
			r.deliver(ctx, n)
		}
		taken += len(claimed)
	}
}

func (r *Runner[M]) rest(ctx context.Context) {
	timer := time.NewTimer(lookEvery)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.look:
	case <-ctx.Done():
	}
}

// byChat parts a batch so that one person's notices keep their order.
func byChat(claimed []Notice) (jobs [][]Notice) {
	at := map[int64]int{}
	for _, n := range claimed {
		i, known := at[n.Chat]
		if !known {
			i = len(jobs)
			at[n.Chat] = i
			jobs = append(jobs, nil)
		}
		jobs[i] = append(jobs[i], n)
	}
	return jobs
}

// deliver brings one notice as far as it gets. Faults are logged: the row's
// lease brings it back.
func (r *Runner[M]) deliver(ctx context.Context, n Notice) {
	if r.o.Pace != nil {
		if err := r.o.Pace.Wait(ctx, n.Chat); err != nil {
			r.giveBack(ctx, n)
			return
		}
	}
	if ctx.Err() != nil {
		r.giveBack(ctx, n)
		return
	}
	// From here on the end of the program waits: a notice that was sent and
	// not marked is sent twice.
	ctx = context.WithoutCancel(ctx)
	if n.Attempts >= MaxAttempts { // it never came back from its last try
		r.o.Observe(n.Kind, string(Parked))
		r.mark(ctx, n, func() error { return r.o.Store.Park(ctx, n, errors.New("ended its senders")) })
		return
	}
	ours, err := r.o.Store.MarkTrying(ctx, &n, tryLease)
	if err != nil {
		r.o.Log.Error("notice not tried", "notice", n.ID, "kind", n.Kind, "error", err)
		return
	}
	if !ours {
		return
	}
	sending, cancel := context.WithTimeout(ctx, sendWithin)
	gone, err := r.send(sending, n)
	cancel()
	r.o.Observe(n.Kind, r.ending(n, gone, err))
	r.mark(ctx, n, func() error { return r.outcome(ctx, n, gone, err) })
}

// ending names how an attempt ended, for Observe.
func (r *Runner[M]) ending(n Notice, gone bool, err error) string {
	switch {
	case gone:
		return string(Cancelled)
	case err == nil:
		return string(Sent)
	}
	switch v := r.o.Judge(err); {
	case v.RetryAfter > 0:
		return "postponed"
	case v.Blocked:
		return string(Blocked)
	case v.Refused:
		return string(Failed)
	case n.Attempts >= MaxAttempts:
		return string(Parked)
	}
	return "retried"
}

// send writes and sends one notice; a panic is an error like another. gone is
// true when there was nothing left to say.
func (r *Runner[M]) send(ctx context.Context, n Notice) (gone bool, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic of a %T", fault)
		}
	}()
	message, ok, err := r.o.Render(ctx, n)
	if err != nil {
		return false, fmt.Errorf("render: %w", err)
	}
	if !ok {
		return true, nil
	}
	return false, r.o.Send(ctx, n.Chat, message)
}

func (r *Runner[M]) outcome(ctx context.Context, n Notice, gone bool, err error) error {
	store := r.o.Store
	if err == nil {
		if gone {
			return store.Drop(ctx, n)
		}
		return store.Sent(ctx, n)
	}
	switch v := r.o.Judge(err); {
	case v.RetryAfter > 0:
		if r.o.Pace != nil {
			r.o.Pace.Hold(ctx, v.RetryAfter)
		}
		return store.Postpone(ctx, n, v.RetryAfter)
	case v.Blocked:
		return store.Blocked(ctx, n.Chat)
	case v.Refused:
		r.o.Log.Warn("notice refused", "notice", n.ID, "kind", n.Kind, "error", err)
		return store.Fail(ctx, n, err)
	}
	r.o.Log.Warn("notice not sent", "notice", n.ID, "kind", n.Kind, "attempt", n.Attempts, "error", err)
	return store.Retry(ctx, n, err)
}

// mark writes down an outcome, insisting.
func (r *Runner[M]) mark(ctx context.Context, n Notice, write func() error) {
	var err error
	for try := range markTries {
		if err = write(); err == nil {
			return
		}
		_ = sleep(ctx, markPause<<try)
	}
	r.o.Log.Error("notice not marked; it may be sent again", "notice", n.ID, "kind", n.Kind, "error", err)
}

func (r *Runner[M]) giveBack(ctx context.Context, n Notice) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finalWithin)
	defer cancel()
	if err := r.o.Store.Release(ctx, n); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		r.o.Log.Warn("notice not given back; its lease brings it back", "notice", n.ID, "error", err)
	}
}
